"""What does a worker write down of a referral that came on paper or by fax?"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.contact.states import ReferredUrgency
from ovi.desks import staff_words as words
from ovi.desks.forms_log import LogForm

_CHOOSE = _("Choose how urgent the referring professional judged it.")


class ReferralForm(LogForm):
    """The person as in a logged contact, and who refers. The worker's own judgement comes later, in the assessment."""

    organisation = forms.CharField(
        label=_("Organisation that refers"), max_length=200, error_messages={"required": _("Fill this in.")}
    )
    professional = forms.CharField(
        label=_("Professional who refers"), max_length=200, error_messages={"required": _("Fill this in.")}
    )
    profession = forms.CharField(label=_("Their profession"), max_length=100, required=False)
    referrer_phone = forms.CharField(
        label=_("Their telephone number"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "data-width": "medium"}),
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label=_("How urgent the referring professional judged it"),
        choices=[(code, words.REFERRED_URGENCIES[code]) for code in ReferredUrgency],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _CHOOSE),
    )
    referred_on = forms.DateField(
        label=_("Date of the referral"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages=dict.fromkeys(("required", "invalid"), _("Give the date, for example 3.2.2026.")),
    )
    field_order = (
        "henkilotunnus", "last_name", "first_name", "birth_date", "organisation", "professional", "profession",
        "referrer_phone", "urgency", "referred_on", "own_words", "service_line",
    )  # fmt: skip

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, **{"initial": {"idempotency_key": uuid4()}, **given})
        for name in ("channel", "identity_check", "reply_to", "by_letter", "arrived_on"):
            del self.fields[name]
        self.fields["own_words"].label = _("Reason for the referral, as it is written")
        self.fields["own_words"].error_messages["required"] = _("Write why the person is referred.")
