"""What do professionals fill in? Assess, record an encounter, hand over, close."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.casework.policies import lines_of
from ovi.casework.queries import AssessedNeed, CaseView, UnitChoice
from ovi.casework.states import CareReason
from ovi.design.dates import page_language
from ovi.desks import staff_words as words
from ovi.directory.service_lines import line_name
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


class ClockTime(forms.TimeInput):
    """A time of day as browsers ask for it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class AssessForm(forms.Form):
    """What the professional judges. A social matter is not asked what only the care guarantee needs."""

    service_line = forms.ChoiceField(label=_("Service"), error_messages=_choose(_("Choose the service.")))
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        choices=list(words.URGENCIES.items()),
        widget=forms.RadioSelect,
        help_text=_("Your judgement."),
        error_messages=_choose(_("Choose how urgent the need is.")),
    )
    care_reason = forms.ChoiceField(
        label=_("Reason for seeking care"),
        choices=list(words.CARE_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose the reason for seeking care.")),
    )
    general_medicine = forms.BooleanField(label=_("The care belongs to general medicine"), required=False)
    plan_based = forms.BooleanField(label=_("The care follows a care or rehabilitation plan"), required=False)
    certificate_only = forms.BooleanField(label=_("Only a certificate or statement is needed"), required=False)
    preventive = forms.BooleanField(label=_("Prevention: a health check or a clinic visit"), required=False)
    note = forms.CharField(
        label=_("Assessment"),
        required=False,
        max_length=NOTE_LENGTH,
        error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=_("What you found, what was agreed and who does what next."),
    )

    health_only = ("care_reason", "general_medicine", "plan_based", "certificate_only", "preventive")

    def __init__(self, data: Any = None, *, view: CaseView) -> None:
        general = view.service_line not in ("oral_health", "specialised_care")
        super().__init__(data, initial={"service_line": view.service_line, "general_medicine": general})
        named = [
            (line.value, line_name(line).in_(page_language()))
            for line in lines_of(view.register, current=view.service_line)
        ]
        self.fields["service_line"].choices = named  # type: ignore[attr-defined]
        if view.register != "patient":
            for name in self.health_only:
                del self.fields[name]

    def assessed(self) -> AssessedNeed:
        """The judgement, of a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "note"}
        return AssessedNeed(**{"care_reason": CareReason.OTHER.value, **given})


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
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": "6"}),
        error_messages=TOO_LONG,
    )
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, now: datetime, contact_at: datetime) -> None:
        begun = max(now - timedelta(minutes=30), contact_at).astimezone(HELSINKI)
        initial = {"day": begun.date(), "time": begun.time(), "minutes": 30, "mode": "R10", "idempotency_key": uuid4()}
        super().__init__(data, initial=initial)

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
