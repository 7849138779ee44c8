"""What is asked when something is written on a chart, and when a view is kept under a name?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.foundation.text import Trilingual
from ovi.performance.actions import Noting
from ovi.performance.states import NoteKind

_DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
_LANGUAGES = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}
_TOO_LONG = {"max_length": _("The text has %(show_value)d characters and at most %(limit_value)d fit in. Shorten it.")}
_DAY = {"required": _("Give the day, for example 3.2.2026."), "invalid": _("Give the day, for example 3.2.2026.")}
COUNTY = "county"  # the group that is no group: a select needs a value for it
Choices = Iterable[tuple[str | int, Any]]


class NoteForm(forms.Form):
    """A measure or a new level: its day, its words, on whose charts and on which measures'."""

    on = forms.DateField(label=_("Day"), input_formats=_DAY_FORMATS, error_messages=_DAY)
    text_fi = forms.CharField(max_length=160, required=False, error_messages=_TOO_LONG)
    text_sv = forms.CharField(max_length=160, required=False, error_messages=_TOO_LONG)
    text_en = forms.CharField(max_length=160, required=False, error_messages=_TOO_LONG)
    group = forms.ChoiceField(label=_("Whose charts"))
    indicators = forms.MultipleChoiceField(
        label=_("On the charts of which measures"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one measure of the list.")},
    )

    def __init__(
        self, *given: Any, kind: NoteKind, groups: Choices, measures: Choices, today: date, **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.kind, self.today = kind, today
        asked = _("What was done") if kind is NoteKind.MEASURE else _("Why the level is new")
        for code, language in _LANGUAGES.items():
            self.fields[f"text_{code}"].label = f"{asked}, {language}"
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        self.fields["indicators"].choices = measures  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("on") and given["on"] > self.today:
            self.add_error("on", _("The day is still to come. Write it down once it is done."))
        if not any(given.get(f"text_{code}") for code in _LANGUAGES):
            self.add_error("text_fi", _("Write at least in one language what was done."))
        return given

    def noting(self) -> Noting:
        given = self.cleaned_data
        by, _colon, stratum = ("" if given["group"] == COUNTY else given["group"]).partition(":")
        text = Trilingual(given["text_fi"], given["text_sv"], given["text_en"])
        return Noting(self.kind, given["on"], text, given["indicators"], by, stratum)


class ViewForm(forms.Form):
    """The name of a view, and whom it is shared with."""

    name = forms.CharField(
        label=_("Name of the view"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Give the view a name, for example Dental care in Nokia."), **_TOO_LONG},
    )
    unit = forms.TypedChoiceField(label=_("Who sees it"), required=False, coerce=int, empty_value=None)

    def __init__(self, *given: Any, units: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        own = [("", _("Only I"))]
        shared = [(str(pk), name) for pk, name in units]
        self.fields["unit"].choices = [*own, *shared]  # type: ignore[attr-defined]
        if not shared:
            del self.fields["unit"]

    def unit_id(self) -> int | None:
        return self.cleaned_data.get("unit")
