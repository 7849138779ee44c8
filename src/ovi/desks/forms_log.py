"""What does a worker write down of a call, a visit to the desk or a letter? One page, quick by keyboard alone."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ovi.casework.policies import lines_of
from ovi.contact.actions import OWN_WORDS_MAX
from ovi.contact.states import Channel, ReplyBy
from ovi.design.dates import page_language
from ovi.desks import staff_words as words
from ovi.directory.service_lines import LINES, line_name
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.identifiers import parse_hetu
from ovi.plumbing.actor import Actor

_WEB = (Channel.WEB, Channel.CHAT)  # what comes by itself


class LogForm(forms.Form):
    """The contact as the worker hears or reads it. Who calls may have no identity code; that is normal."""

    channel = forms.ChoiceField(
        label=_("How the contact came"),
        choices=[(code, name) for code, name in words.CHANNELS.items() if code not in _WEB],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how the contact came.")),
    )
    henkilotunnus = forms.CharField(
        label=_("Personal identity code"),
        required=False,
        max_length=13,
        help_text=_("Leave empty if the person has none or does not tell it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "data-width": "medium"}),
    )
    last_name = forms.CharField(label=_("Last name"), required=False, max_length=100)
    first_name = forms.CharField(label=_("First name"), required=False, max_length=100)
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        help_text=_("Names and date of birth are needed only when we do not know the person by the code."),
        error_messages={"invalid": _("Give the date, for example 3.2.1980.")},
    )
    identity_check = forms.ChoiceField(
        label=_("How you made sure who the person is"),
        choices=[("", _("Choose")), *words.IDENTITY_CHECKS.items()],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how you made sure who the person is.")),
    )
    own_words = forms.CharField(
        label=_("What the person needs help with, in their own words"),
        max_length=OWN_WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": "5"}),
        error_messages={"required": _("Write in the person’s own words what it is about.")},
    )
    service_line = forms.ChoiceField(
        label=_("Service"), error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose the service."))
    )
    reply_to = forms.CharField(
        label=_("Telephone number for the answer"),
        required=False,
        max_length=30,
        help_text=_("Leave empty to use the number we already have, or if the answer goes by letter."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "data-width": "medium"}),
    )
    by_letter = forms.BooleanField(label=_("The answer goes by letter"), required=False)
    arrived_on = forms.DateField(
        label=_("Day of arrival"),
        required=False,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        help_text=_("Only if the contact did not come now: for example the day a letter arrived."),
        error_messages={"invalid": _("Give the date, for example 3.2.2026.")},
    )
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, actor: Actor, preferred: str = "", initial: Any = None) -> None:
        super().__init__(data, initial={"idempotency_key": uuid4(), "service_line": preferred, **(initial or {})})
        lines = {line.value for register in actor.registers for line in lines_of(register)}
        self.registers = actor.registers
        self.fields["service_line"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")), *((code, line_name(code).in_(page_language())) for code in LINES if code in lines)
        ]  # fmt: skip

    def clean_henkilotunnus(self) -> str:
        value = str(self.cleaned_data["henkilotunnus"]).strip()
        if value:
            try:
                return parse_hetu(value).value
            except ValueError as error:
                raise forms.ValidationError(_("Check the identity code: it is not written as one.")) from error
        return value

    def reply(self) -> tuple[str, str]:
        """How and where the answer goes, of a valid form."""
        if self.cleaned_data["by_letter"]:
            return ReplyBy.LETTER, ""
        return ReplyBy.PHONE, str(self.cleaned_data["reply_to"]).strip()

    def register(self) -> str:
        """The register the matter belongs to: the line's own, where the worker works in it, otherwise the worker's."""
        own = LINES[self.cleaned_data["service_line"]].register
        line = self.cleaned_data["service_line"]
        return own if own in self.registers else next(one for one in sorted(self.registers) if line in lines_of(one))

    def arrived_at(self, now: datetime) -> datetime:
        """The moment of arrival: now, or noon of an earlier day."""
        day = self.cleaned_data["arrived_on"]
        if day is None or day == now.astimezone(HELSINKI).date():
            return now
        return datetime.combine(day, time(12), tzinfo=HELSINKI)

    def language(self) -> str:
        return (get_language() or "fi")[:2]
