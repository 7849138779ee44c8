"""What does a unit's manager fill in? Hours as one writes them ("8–11, 12–15.30"), a notice, a closed channel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovi.design.dates import page_language
from ovi.design.form_fields import ClockTime
from ovi.desks import list_words
from ovi.desks.forms_lists import DAY_FORMATS
from ovi.directory.models import Unit
from ovi.directory.opening_hours import Day, Exceptional, Hours, day_faults, read_day, said_day
from ovi.directory.queries import UnitInfoView
from ovi.directory.service_lines import LINES
from ovi.directory.states import CLOSABLE, COUNTY_ONLY, HOURED, NEVER_CLOSED_LINES
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.text import LANGUAGES, Trilingual

EXCEPTION_ROWS = 12
_EMPTY_ROWS = 3
_TOO_LONG = {"max_length": _("The text has %(show_value)d characters and at most %(limit_value)d fit in. Shorten it.")}
_UNREAD = _("Write the hours as 8–15.30, two times as 8–11, 12–16. Leave empty when closed.")
_LABELS = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}


class HoursField(forms.CharField):
    """One day's hours as a person writes them; the value is the spans."""

    def __init__(self, **given: Any) -> None:
        # Not "optional": an empty day says that the unit is closed. `validate` asks nothing.
        widget = forms.TextInput(attrs={"data-width": "short"})
        super().__init__(required=True, max_length=60, strip=True, widget=widget, **given)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        spans = read_day(text or "")
        if spans is None:
            raise forms.ValidationError(_UNREAD)
        if faults := day_faults(spans, ""):
            raise forms.ValidationError([gettext(fault.what) for fault in faults])
        return spans

    def validate(self, value: Any) -> None:
        """Empty is closed: nothing more to ask."""

    def run_validators(self, value: Any) -> None:
        """The text's length was bounded by the widget; the spans have been judged."""

    def prepare_value(self, value: Any) -> Any:
        return said_day(value) if isinstance(value, tuple) else value


class UnitForm(forms.Form):
    """Everything that a unit tells of itself."""

    use_required_attribute = False

    phone = forms.CharField(label=_("Telephone number"), max_length=30, required=False, error_messages=_TOO_LONG)
    address = forms.CharField(label=_("Street address"), max_length=200, required=False, error_messages=_TOO_LONG)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, info: UnitInfoView, weekdays: tuple[str, ...]) -> None:
        super().__init__(data, initial=_initial(info))
        for code in LANGUAGES:
            self.fields[f"notice_{code}"] = forms.CharField(
                label=gettext("Notice") + f" {_LABELS[code]}", max_length=600, required=False, error_messages=_TOO_LONG,
                widget=forms.Textarea(attrs={"rows": "3"}),
            )  # fmt: skip
        for channel in HOURED:
            for number, day in enumerate(weekdays):
                self.fields[f"{channel}-{number}"] = HoursField(label=day)
        channels = [("", "–"), *((c.value, list_words.CHANNELS[c]) for c in HOURED)]
        for number in range(EXCEPTION_ROWS):
            name = gettext("Exception") + f" {number + 1}"
            self.fields[f"on-{number}"] = forms.DateField(
                label=f"{name}: " + gettext("date"), required=False, input_formats=DAY_FORMATS
            )
            self.fields[f"channel-{number}"] = forms.ChoiceField(
                label=f"{name}: " + gettext("channel"), choices=channels, required=False
            )
            self.fields[f"hours-{number}"] = HoursField(label=f"{name}: " + gettext("hours"))

    def week(self) -> list[dict[str, Any]]:
        """The fields of the week, a channel a group."""
        return [
            {"channel": list_words.CHANNELS[channel], "days": [self[f"{channel}-{number}"] for number in range(7)]}
            for channel in HOURED
        ]

    def exception_rows(self) -> list[tuple[Any, Any, Any]]:
        """The exceptions there are, and a few empty rows for new ones."""
        rows = [(self[f"on-{n}"], self[f"channel-{n}"], self[f"hours-{n}"]) for n in range(EXCEPTION_ROWS)]
        filled = max((n + 1 for n, row in enumerate(rows) if any(field.value() for field in row)), default=0)
        return rows[: filled + _EMPTY_ROWS]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in range(EXCEPTION_ROWS):
            row = [given.get(f"{name}-{number}") for name in ("on", "channel", "hours")]
            if any(row) and not all(row[:2]) and not {f"on-{number}", f"channel-{number}"} & set(self.errors):
                self.add_error(f"on-{number}", _("Give both the date and the channel of the exception."))
        return given

    def content(self) -> UnitInfoView:
        """What is to be published, of a valid form."""
        given = self.cleaned_data
        weekly: dict[str, tuple[Day, ...]] = {}
        for channel in HOURED:
            week = tuple(given[f"{channel}-{number}"] for number in range(7))
            if any(week):
                weekly[channel.value] = week
        exceptions = tuple(
            Exceptional(given[f"on-{n}"], given[f"channel-{n}"], given[f"hours-{n}"])
            for n in range(EXCEPTION_ROWS)
            if given[f"on-{n}"]
        )
        notice = Trilingual(*(given[f"notice_{code}"] for code in LANGUAGES))
        return UnitInfoView(given["based_on"], given["phone"], given["address"], notice, Hours(weekly, exceptions))


def _initial(info: UnitInfoView) -> dict[str, Any]:
    found: dict[str, Any] = {"phone": info.phone, "address": info.address, "based_on": info.version}
    found |= {f"notice_{code}": getattr(info.notice, code) for code in LANGUAGES}
    for channel, week in info.hours.weekly.items():
        found |= {f"{channel}-{number}": day for number, day in enumerate(week)}
    for number, one in enumerate(sorted(info.hours.exceptions, key=lambda one: one.on)[-EXCEPTION_ROWS:]):
        found |= {f"on-{number}": one.on, f"channel-{number}": one.channel, f"hours-{number}": one.spans}
    return found


class ChannelForm(forms.Form):
    """Which channel closes, where, from when until when, what is said and what one can do instead."""

    channel = forms.ChoiceField(label=_("Channel"))
    unit = forms.TypedChoiceField(label=_("Where"), coerce=int, empty_value=None, required=False)
    service_line = forms.ChoiceField(label=_("Service"), required=False)
    closes_on = forms.DateField(label=_("Closed from: date"), input_formats=DAY_FORMATS)
    closes_time = forms.TimeField(label=_("Closed from: time"), widget=ClockTime())
    opens_on = forms.DateField(label=_("Opens again: date"), input_formats=DAY_FORMATS)
    opens_time = forms.TimeField(label=_("Opens again: time"), widget=ClockTime())

    def __init__(self, data: Any = None, *, units: list[Unit], county: bool, now: datetime) -> None:
        here = now.astimezone(HELSINKI)
        initial = {"closes_on": here.date(), "closes_time": here.time(), "opens_on": here.date()}
        super().__init__(data, initial=initial)
        language = page_language()
        everywhere = [("", gettext("The whole county"))] if county else []
        offered = [channel for channel in CLOSABLE if county or channel not in COUNTY_ONLY]
        lines = [line for code, line in LINES.items() if code not in NEVER_CLOSED_LINES]
        self._choose("channel", [(one.value, list_words.CHANNELS[one]) for one in offered])
        self._choose("unit", everywhere + [(u.pk, getattr(u, f"name_{language}") or u.name_fi) for u in units])
        self._choose(
            "service_line", [("", gettext("All services")), *((one.code, one.name.in_(language)) for one in lines)]
        )
        for name, label, limit in (
            ("message", gettext("Message"), 600),
            ("instead", gettext("What one can do instead"), 300),
        ):
            for code in LANGUAGES:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} {_LABELS[code]}", max_length=limit, required=code == "fi",
                    error_messages=_TOO_LONG, widget=forms.Textarea(attrs={"rows": "2"}),
                )  # fmt: skip

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the action needs, of a valid form."""
        form = self.cleaned_data
        return {
            "channel": form["channel"],
            "unit_id": form["unit"],
            "service_line": form["service_line"],
            "closes_at": datetime.combine(form["closes_on"], form["closes_time"], tzinfo=HELSINKI),
            "opens_at": datetime.combine(form["opens_on"], form["opens_time"], tzinfo=HELSINKI),
            "message": Trilingual(*(form[f"message_{code}"] for code in LANGUAGES)),
            "instead": Trilingual(*(form[f"instead_{code}"] for code in LANGUAGES)),
        }
