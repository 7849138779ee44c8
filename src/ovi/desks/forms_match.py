"""By what does a worker look for the person whom a notification concerns?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.contact.queries import NoticeView
from ovi.foundation.identifiers import parse_hetu


class MatchForm(forms.Form):
    """An identity code, or a last name with a date of birth: a name alone finds too many who are not meant."""

    henkilotunnus = forms.CharField(
        label=_("Personal identity code"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Check the personal identity code.")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("The text has %(show_value)d characters and at most %(limit_value)d fit in. "
                                        "Shorten it.")},
    )  # fmt: skip
    birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Give the date, for example 3.2.2026.")},
    )

    def __init__(self, data: Any = None, *, notice: NoticeView) -> None:
        words = notice.subject_name.split()
        initial = {
            "henkilotunnus": notice.subject_henkilotunnus,
            "last_name": words[-1] if words else "",
            "birth_date": notice.subject_birth_date,
        }
        super().__init__(data, initial=initial)

    def clean_henkilotunnus(self) -> str:
        code: str = self.cleaned_data["henkilotunnus"]
        try:
            return parse_hetu(code).value if code else ""
        except ValueError as error:
            raise forms.ValidationError(_("Check the personal identity code.")) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("henkilotunnus"):
            if not given.get("last_name"):
                self.add_error("last_name", _("Give the personal identity code, or the last name and date of birth."))
            elif not given.get("birth_date"):
                self.add_error("birth_date", _("Give the personal identity code, or the last name and date of birth."))
        return given


class ChosenForm(forms.Form):
    """The person chosen among those found."""

    subject_key = forms.UUIDField()
