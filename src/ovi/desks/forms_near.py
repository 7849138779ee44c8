"""What is filled in about a near service and its stops?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovi.design.dates import page_language
from ovi.design.form_fields import ClockTime
from ovi.desks import list_words
from ovi.desks.forms_lists import DAY_FORMATS
from ovi.directory.actions import NearContent, Round
from ovi.directory.models import Municipality, Unit
from ovi.directory.queries import NearView
from ovi.directory.service_lines import LINES
from ovi.foundation.text import LANGUAGES

_DAY = dict.fromkeys(("required", "invalid"), _("Give the date, for example 3.2.2026."))
_TIME = dict.fromkeys(("required", "invalid"), _("Give the time, for example 9.30."))
_TIMES = ["%H:%M", "%H:%M:%S", "%H.%M", "%H"]
_NAMES = {"fi": _("Name in Finnish"), "sv": _("Name in Swedish"), "en": _("Name in English")}
_ABOUT = {
    "fi": _("What residents get here, in Finnish"),
    "sv": _("What residents get here, in Swedish"),
    "en": _("What residents get here, in English"),
}


class NearForm(forms.Form):
    """A near service of a municipality: what it is, where one starts from and where one is going."""

    municipality = forms.ChoiceField(label=_("Municipality"))
    unit = forms.TypedChoiceField(label=_("Unit that answers for it"), coerce=int)
    service_line = forms.ChoiceField(label=_("Service"))
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, choices=list(list_words.NEAR_KINDS.items()))
    baseline = forms.CharField(
        label=_("How it is now"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Described in the same way for every municipality: how far people go, how often, what is missing."),
    )  # fmt: skip
    target = forms.CharField(
        label=_("How it should be"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"})
    )  # fmt: skip
    target_on = forms.DateField(label=_("By what day"), input_formats=DAY_FORMATS, error_messages=_DAY)
    valid_from = forms.DateField(label=_("From"), input_formats=DAY_FORMATS, error_messages=_DAY)
    valid_to = forms.DateField(
        label=_("Until (the first day without the service)"), required=False, input_formats=DAY_FORMATS
    )

    def __init__(self, data: Any = None, *, units: Iterable[Unit], found: NearView | None, **more: Any) -> None:
        super().__init__(data, initial=_initial(found) | more)
        language = page_language()
        places = Municipality.objects.filter(units__isnull=False).distinct().order_by("sort_fi")
        named = [(one.code, getattr(one, f"name_{language}") or one.name_fi) for one in places]
        of_units = [(unit.pk, getattr(unit, f"name_{language}") or unit.name_fi) for unit in units]
        lines = [(one.code, one.name.in_(language)) for one in LINES.values()]
        for name, choices in (("municipality", named), ("unit", of_units), ("service_line", lines)):
            self.fields[name].choices = [("", gettext("Choose")), *choices]  # type: ignore[attr-defined]
        for code in LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(label=_NAMES[code], max_length=200, required=code == "fi")
            self.fields[f"about_{code}"] = forms.CharField(
                label=_ABOUT[code], max_length=600, required=code == "fi", widget=forms.Textarea(attrs={"rows": "2"})
            )
        self.order_fields([
            "municipality", "unit", "service_line", "kind", *(f"name_{code}" for code in LANGUAGES),
            *(f"about_{code}" for code in LANGUAGES), "baseline", "target", "target_on",
        ])  # fmt: skip

    def content(self) -> NearContent:
        """What the action saves, of a valid form."""
        given = self.cleaned_data
        renamed = {"municipality_id": given["municipality"], "unit_id": given["unit"]}
        return NearContent(**renamed, **{name: given[name] for name in given if name not in ("municipality", "unit")})


def _initial(found: NearView | None) -> dict[str, Any]:
    if found is None:
        return {}
    same = ("service_line", "kind", "baseline", "target", "target_on", "valid_from", "valid_to")
    texts = {f"{name}_{code}": getattr(getattr(found, name), code) for name in ("name", "about") for code in LANGUAGES}
    return {"municipality": found.municipality_id, "unit": found.unit_id, **texts} | {
        name: getattr(found, name) for name in same
    }


class StopsForm(forms.Form):
    """When and where the service stops: once, or again and again."""

    first_on = forms.DateField(label=_("First day"), input_formats=DAY_FORMATS, error_messages=_DAY)
    last_on = forms.DateField(
        label=_("Last day"), input_formats=DAY_FORMATS, required=False, error_messages=_DAY,
        help_text=_("Empty: only once. Public holidays are left out."),
    )  # fmt: skip
    weeks = forms.TypedChoiceField(
        label=_("How often"), coerce=int, required=False, empty_value="1",
        choices=[(1, _("every week")), (2, _("every other week")), (4, _("every four weeks"))],
    )  # fmt: skip
    opens = forms.TimeField(label=_("From what time"), widget=ClockTime(), input_formats=_TIMES, error_messages=_TIME)
    closes = forms.TimeField(label=_("Until what time"), widget=ClockTime(), input_formats=_TIMES, error_messages=_TIME)
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("For example the library’s yard."))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def stops(self) -> Round:
        """What the action plans, of a valid form."""
        given = self.cleaned_data
        return Round(**given | {"weeks": int(given["weeks"]), "last_on": given["last_on"] or given["first_on"]})
