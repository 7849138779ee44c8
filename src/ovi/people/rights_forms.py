"""What is asked before a worker helps somebody, or writes down a right to act for another?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ovi.foundation.identifiers import parse_hetu
from ovi.people import words
from ovi.people.states import RepresentationKind, RepresentationSource

_CODE = _("Check the identity code: it is not written as one.")


class _Code(forms.CharField):
    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=20, error_messages={"required": _("Give the identity code.")}, **given)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "")
        if not text:
            return ""
        try:
            return parse_hetu(text).value
        except ValueError as error:
            raise forms.ValidationError(_CODE) from error


def _one_of(label: Any, choices: dict[str, Any], message: Any) -> forms.ChoiceField:
    errors = dict.fromkeys(("required", "invalid_choice"), message)
    return forms.ChoiceField(
        label=label, choices=list(choices.items()), widget=forms.RadioSelect, error_messages=errors
    )


class HelpForm(forms.Form):
    """Whom, and how the helper made sure. A person without a code is found by last name and date of birth."""

    henkilotunnus = _Code(label=_("Personal identity code"), required=False)
    last_name = forms.CharField(label=_("or last name"), max_length=100, required=False)
    birth_date = forms.DateField(
        label=_("and date of birth"), required=False, widget=forms.DateInput,
        error_messages={"invalid": _("Give the date as day, month and year.")},
    )  # fmt: skip
    check_made = _one_of(
        _("How did you make sure who the person is?"), words.CHECKS, _("Choose how you made sure who the person is.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        named = given.get("last_name") and given.get("birth_date")
        if not self.errors and not given.get("henkilotunnus") and not named:
            self.add_error("henkilotunnus", _t("Give the identity code, or the last name and the date of birth."))
        return given


class RightForm(forms.Form):
    """Whose right over whom, on which paper, in what and until when."""

    represented = _Code(label=_("Identity code of the one who is represented"))
    representative = _Code(label=_("Identity code of the one who acts"))
    kind = _one_of(_("What right is it?"), words.KINDS, _("Choose what right it is."))
    source = _one_of(
        _("On what does it rest?"),
        {one: words.SOURCES[one] for one in (RepresentationSource.WORKER, RepresentationSource.COURT)},
        _("Choose what it rests on."),
    )
    scope = _one_of(_("In which matters?"), words.SCOPES, _("Choose in which matters."))
    reference = forms.CharField(
        label=_("Number of the decision or the paper"), max_length=100, required=False,
        help_text=_("So that it can be found later. No identity codes here."),
    )  # fmt: skip
    valid_to = forms.DateField(
        label=_("First day on which the right no longer holds"), required=False, widget=forms.DateInput,
        help_text=_("A mandate and a carer’s right always end. A carer’s lasts a year at most."),
        error_messages={"invalid": _("Give the date as day, month and year.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") in (RepresentationKind.MANDATE, RepresentationKind.CARER) and not given.get("valid_to"):
            self.add_error("valid_to", _t("Give the day on which the right ends."))
        return given
