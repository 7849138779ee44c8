"""What is asked when a need is assessed, and when something that has happened is noted? By kind of need.

Health is asked what the care guarantee needs (domain.md §1.2), social welfare what SHL 36 § needs, student welfare
when the talk was had; nobody is asked for another's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ovi.casework.policies import lines_of
from ovi.casework.queries import AssessedNeed, CaseView
from ovi.casework.states import MomentKind, moments_of
from ovi.design.dates import page_language
from ovi.desks import staff_words as words
from ovi.desks.forms_staff import NOTE_LENGTH, REASON_LENGTH, TOO_LONG
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import HELSINKI, helsinki_date
from ovi.law.vocabulary import Register, ServiceLine

_DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
_NO_DAY = dict.fromkeys(("required", "invalid"), _("Give the date, for example 3.2.2026."))
_YOUNG = 23  # terapiatakuu: under 23 years
_CHILD = 18
_TREATMENTS = [
    ("", _("None of these")),
    ("psychotherapy", _("Short psychotherapy")),
    ("psychosocial_treatment", _("Another structured psychosocial treatment")),
]
_SUPPORT = [("", _("None of these")), ("psychosocial_support", _("Psychosocial support"))]
_FIELDS = [("", _("Another field")), ("psychiatry", _("Psychiatry"))]


def _choose(message: Any) -> dict[str, Any]:
    return dict.fromkeys(("required", "invalid_choice"), message)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=False, input_formats=_DAY_FORMATS, error_messages=_NO_DAY
    )


def moment_on(day: date, *, now: datetime, contact_at: datetime) -> datetime:
    """The instant that a day is kept as: now for today, noon for an earlier day, never before the contact itself."""
    if day == helsinki_date(now):
        return now
    noon = datetime.combine(day, time(12), tzinfo=HELSINKI)
    return max(noon, contact_at) if day == helsinki_date(contact_at) else noon


def _fault(day: date | None, *, now: datetime, contact_at: datetime) -> str:
    """What is wrong with a day on which something is said to have happened; empty when nothing is."""
    if day and day > helsinki_date(now):
        return gettext("The day is in the future. Note it when it has happened.")
    if day and day < helsinki_date(contact_at):
        return gettext("The day is before the contact. Check the date.")
    return ""


class AssessForm(forms.Form):
    """What the professional judges; the fields of other kinds of need are left out."""

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
    set_interval = forms.BooleanField(label=_("Oral examination at the interval set for the client"), required=False)
    need_found = forms.BooleanField(
        label=_("The need for the care was found in this assessment"),
        required=False,
        help_text=_("Mark this for care by plan, prevention and therapy: their time limit starts from here."),
    )
    specialty = forms.ChoiceField(
        label=_("Treatment with a time limit of its own"), choices=_TREATMENTS, required=False
    )
    needs_special_support = forms.BooleanField(required=False)
    highest_care_allowance = forms.BooleanField(
        label=_("The client has the highest care allowance for pensioners"), required=False
    )
    started = _day(_("The assessment was started"), _("Leave empty if it was done in one day."))
    completed = _day(_("The assessment was completed"))
    discussed = _day(_("The talk with the pupil was had"), _("Leave empty if it has not been had yet."))
    note = forms.CharField(
        label=_("Assessment"),
        required=False,
        max_length=NOTE_LENGTH,
        error_messages=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=_("What you found, what was agreed and who does what next."),
    )

    def __init__(self, data: Any = None, *, view: CaseView, now: datetime, noted: Iterable[MomentKind] = ()) -> None:
        self._contact_at, self._now, self._register = view.contact_at, now, view.register
        super().__init__(data, initial=_initial(view, now))
        lines = lines_of(view.register, current=view.service_line)
        named = [(line.value, line_name(line).in_(page_language())) for line in lines]
        self.fields["service_line"].choices = named  # type: ignore[attr-defined]
        asked = _asked(view, frozenset(noted))
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        if "specialty" in self.fields:
            self.fields["specialty"].choices = _specialties(view)  # type: ignore[attr-defined]
        if "needs_special_support" in self.fields:
            self.fields["needs_special_support"].label = _support_label(view)

    def clean(self) -> dict[str, Any]:
        """Days that can be: not in the future, not before the contact, the start not after the end."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("started", "completed", "discussed"):
            if fault := _fault(given.get(name), now=self._now, contact_at=self._contact_at):
                self.add_error(name, fault)
        today = helsinki_date(self._now)
        started, completed = given.get("started"), given.get("completed") or today
        if started and started > completed:
            self.add_error(
                "started", gettext("The assessment cannot have begun after it was completed. Check the date.")
            )
        return given

    def assessed(self) -> AssessedNeed:
        """The judgement, of a valid form."""
        given = self.cleaned_data
        names = set(AssessedNeed.__dataclass_fields__) & set(given)
        return AssessedNeed(**{"care_reason": None, **{name: given[name] for name in names}})

    def completed_at(self) -> datetime:
        """When the assessment was completed, of a valid form."""
        day = self.cleaned_data.get("completed")
        return moment_on(day, now=self._now, contact_at=self._contact_at) if day else self._now

    def also(self) -> dict[MomentKind, datetime]:
        """What else happened by this form, of a valid form."""
        given, found = self.cleaned_data, {}
        if given.get("need_found") or given.get("specialty") in _TREATED:
            found[MomentKind.NEED_ESTABLISHED] = self.completed_at()
        for name, kind in _DAYS.items():
            if day := given.get(name):
                found[kind] = moment_on(day, now=self._now, contact_at=self._contact_at)
        return {kind: at for kind, at in found.items() if kind in moments_of(self._register, given["service_line"])}


# A treatment or support that is named has been found to be needed.
_TREATED = ("psychotherapy", "psychosocial_treatment", "psychosocial_support")
_DAYS = {"started": MomentKind.ASSESSMENT_STARTED, "discussed": MomentKind.SERVICE_STARTED}
_ALWAYS = ("service_line", "urgency", "note")
_HEALTH = ("care_reason", "general_medicine", "plan_based", "certificate_only", "preventive", "need_found")
_SOCIAL = ("needs_special_support", "highest_care_allowance", "completed")
# Lines of social welfare that do not begin with an assessment of service needs of their own start.
_NOT_STARTED = (ServiceLine.SOCIAL_ASSISTANCE,)


def _asked(view: CaseView, noted: frozenset[MomentKind]) -> frozenset[str]:
    """The names of the fields that this need is asked."""
    asked = set(_ALWAYS)
    young = view.age is None or view.age < _YOUNG
    if view.register == Register.PATIENT:
        asked |= set(_HEALTH)
        asked |= {"set_interval"} if view.service_line == ServiceLine.ORAL_HEALTH else set()
        asked |= {"specialty"} if young and view.service_line != ServiceLine.ORAL_HEALTH else set()
    elif view.register == Register.SOCIAL_WELFARE:
        asked |= set(_SOCIAL)
        waits = MomentKind.ASSESSMENT_STARTED not in noted and view.service_line not in _NOT_STARTED
        asked |= {"started"} if waits else set()
        asked |= {"specialty"} if young and view.service_line in _WITH_SUPPORT else set()
    else:
        asked |= {"discussed"} if MomentKind.SERVICE_STARTED not in noted else set()
    return frozenset(asked)


_WITH_SUPPORT = (ServiceLine.FAMILY_SOCIAL_WORK, ServiceLine.SUBSTANCE_SERVICES, ServiceLine.CHILD_PROTECTION)


def _specialties(view: CaseView) -> list[tuple[str, Any]]:
    if view.register == Register.SOCIAL_WELFARE:
        return _SUPPORT
    return _FIELDS if view.service_line == ServiceLine.SPECIALISED_CARE else _TREATMENTS


def _support_label(view: CaseView) -> Any:
    if view.age is not None and view.age < _CHILD:
        return _("The child needs special support")
    return _("The client needs special support")


def _initial(view: CaseView, now: datetime) -> dict[str, Any]:
    return {
        "service_line": view.service_line,
        "general_medicine": view.service_line not in ("oral_health", "specialised_care"),
        "urgency": view.urgency or None,
        "needs_special_support": bool(view.needs_special_support),
        "highest_care_allowance": bool(view.highest_care_allowance),
        "completed": helsinki_date(now),
    }


class MomentForm(forms.Form):
    """Something that happened, and on which day; of a correction also why."""

    kind = forms.ChoiceField(
        label=_("What happened"), widget=forms.RadioSelect, error_messages=_choose(_("Choose what happened."))
    )
    day = forms.DateField(
        label=pgettext_lazy("moment", "On which day"), input_formats=_DAY_FORMATS, error_messages=_NO_DAY
    )
    reason = forms.CharField(
        label=_("Why the earlier date was wrong"),
        max_length=REASON_LENGTH,
        error_messages={**TOO_LONG, "required": _("Write why the earlier date was wrong.")},
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("The earlier date stays in the matter's history."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kinds: Iterable[tuple[str, Any]],
        now: datetime,
        contact_at: datetime,
        correcting: str = "",
    ) -> None:
        self._now, self._contact_at = now, contact_at
        super().__init__(data, initial={"day": helsinki_date(now), "kind": correcting or None})
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        if correcting:
            self.fields["kind"].widget = forms.HiddenInput()
        else:
            del self.fields["reason"]

    def clean_day(self) -> date:
        """A day that can be: not in the future, not before the contact."""
        day: date = self.cleaned_data["day"]
        if fault := _fault(day, now=self._now, contact_at=self._contact_at):
            raise forms.ValidationError(fault)
        return day

    def at(self) -> datetime:
        """The instant that the day is kept as, of a valid form."""
        return moment_on(self.cleaned_data["day"], now=self._now, contact_at=self._contact_at)


class LinkForm(forms.Form):
    """About which child, and why the need for child protection is assessed."""

    is_client = forms.BooleanField(label=_("The child is the client of this matter"), required=False)
    about = forms.CharField(
        label=_("The child and the cause for the assessment"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=_("Read only by the child protection unit. If the child is not the client, say who the child is."),
        error_messages={
            **TOO_LONG,
            "required": _("Write which child it is about and what gives cause for the assessment."),
        },
    )
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, may_be_client: bool) -> None:
        super().__init__(data, initial={"idempotency_key": uuid4(), "is_client": may_be_client})
        if not may_be_client:
            del self.fields["is_client"]
