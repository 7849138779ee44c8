"""What do professionals fill in? Assess, record an encounter, hand over, close."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.casework.queries import UnitChoice
from ovi.design.dates import page_language
from ovi.design.form_fields import ClockTime
from ovi.desks import staff_words as words
from ovi.foundation.calendar import HELSINKI

NOTE_LENGTH = 4000
REASON_LENGTH = 500
TOO_LONG = {
    "max_length": _("The text has %(show_value)d characters and at most %(limit_value)d fit in. Shorten it."),
}
_DAY = dict.fromkeys(("required", "invalid"), _("Give the date, for example 3.2.2026."))
_TIME = dict.fromkeys(("required", "invalid"), _("Give the time of day, for example 14.30."))


def _choose(message: Any) -> dict[str, Any]:
    """One message for a choice not made and for one that the list does not have."""
    return dict.fromkeys(("required", "invalid_choice"), message)


class RecordForm(forms.Form):
    """An encounter that has taken place, or a booked time that the client missed."""

    day = forms.DateField(
        label=_("Date"), widget=forms.DateInput, input_formats=["%Y-%m-%d", "%d.%m.%Y"], error_messages=_DAY
    )
    time = forms.TimeField(
        label=_("Time of day"), widget=ClockTime(), input_formats=["%H:%M", "%H:%M:%S", "%H.%M"], error_messages=_TIME
    )
    mode = forms.ChoiceField(
        label=_("How it took place"),
        choices=list(words.MODES.items()),
        error_messages=_choose(_("Choose how the encounter took place.")),
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=0,
        max_value=600,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Give the length in minutes, from 0 to 600.")
        ),
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
    planned = forms.BooleanField(label=_("The visit follows a care or service plan"), required=False)
    no_show = forms.BooleanField(
        label=_("The client did not come to a booked appointment"),
        required=False,
        help_text=_("Recorded, but it stops no time limit."),
    )
    doctor_needed = forms.BooleanField(
        label=_("A doctor's visit is needed"),
        required=False,
        help_text=_("The time limit for seeing a doctor starts from this visit."),
    )
    begins_service = forms.BooleanField(
        label=_("The treatment or service that was agreed on began"),
        required=False,
        help_text=_("Leave it out if the meeting was still part of the assessment."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": "6"}),
        error_messages=TOO_LONG,
    )
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, now: datetime, contact_at: datetime, asks: Iterable[str] = ()) -> None:
        begun = max(now - timedelta(minutes=30), contact_at).astimezone(HELSINKI)
        initial = {"day": begun.date(), "time": begun.time(), "minutes": 30, "mode": "R10", "idempotency_key": uuid4()}
        super().__init__(data, initial={**initial, "begins_service": True})
        for name in {"doctor_needed", "begins_service"} - set(asks):
            del self.fields[name]

    def started_at(self) -> datetime:
        """The instant the encounter began, of a valid form."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=HELSINKI)


class HandOverForm(forms.Form):
    """To which unit, and why: the receiver reads the reason."""

    to_unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, empty_value=None, error_messages=_choose(_("Choose the unit."))
    )
    reason = forms.CharField(
        label=_("Why the matter belongs there"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("The receiving unit reads this."),
        error_messages={**TOO_LONG, "required": _("Write why the matter belongs to the other unit.")},
    )

    def __init__(self, data: Any = None, *, units: list[UnitChoice]) -> None:
        super().__init__(data)
        language = page_language()
        serving = [(one.id, one.name.in_(language)) for one in units if one.serves_line]
        others = [(one.id, one.name.in_(language)) for one in units if not one.serves_line]
        choices: list[Any] = [("", _("Choose a unit"))]
        choices += [(_("Gives this service"), serving)] if serving else []
        choices += [(_("Other units"), others)] if others else []
        self.fields["to_unit"].choices = choices  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Why the matter ends."""

    reason = forms.ChoiceField(
        label=_("Reason for closing"),
        choices=list(words.CLOSE_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose why the matter is closed.")),
    )
