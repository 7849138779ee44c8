"""What is known of one case: who, their own words, its clocks, hand-overs, and earlier needs of its register?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from ovi.casework.models import Assessment, Case, CaseClock, HandOver
from ovi.casework.policies import CaseScope
from ovi.casework.states import HandOverState
from ovi.contact.models import Contact
from ovi.foundation.calendar import age_on
from ovi.foundation.text import Trilingual
from ovi.law import Standing, standing_between
from ovi.plumbing.models import AuditEvent

_EARLIER_SHOWN = 10


@dataclass(frozen=True, slots=True)
class CaseClockView:
    """One statutory clock with how it stands; `legal_ref` is the Finnish reference kept on the case."""

    rule_id: str
    legal_ref: str
    rule_valid_from: date
    law_version: str
    status: str
    starts_on: date
    due_on: date | None
    stopped_on: date | None
    stop_kind: str
    standing: Standing
    share: float | None


@dataclass(frozen=True, slots=True)
class HandOverView:
    """One offer of the case to another unit."""

    id: int
    from_unit: Trilingual
    from_unit_id: int
    to_unit: Trilingual
    to_unit_id: int
    by: str
    state: str
    reason: str
    offered_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class EarlierNeed:
    """An earlier need of the same person in the same register; it opens only to the unit that answers for it."""

    case_id: int
    unit_id: int
    service_line: str
    contact_at: datetime
    state: str
    close_reason: str


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """What the professional judged."""

    at: datetime
    by: str
    care_reason: str
    urgency: str
    service_line: str
    general_medicine: bool
    plan_based: bool
    certificate_only: bool
    preventive: bool
    note: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done to the case, from the audit trail."""

    at: datetime
    action: str
    by: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the case page shows of the case itself. Later steps (encounters) add their own."""

    id: int
    state: str
    register: str
    service_line: str
    urgency: str
    contact_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    close_reason: str
    first_event_at: datetime | None
    next_event_at: datetime | None
    number: str
    channel: str
    own_words: str
    reply_by: str
    reply_to: str
    subject_key: UUID | None
    name: str
    birth_date: date | None
    age: int | None
    language: str
    interpreter: str
    non_disclosure: bool
    municipality: Trilingual | None
    unit: Trilingual
    unit_id: int
    owner: str
    owner_id: int | None
    assessment: AssessmentView | None
    clocks: tuple[CaseClockView, ...]
    hand_overs: tuple[HandOverView, ...]
    earlier: tuple[EarlierNeed, ...]
    acts: tuple[Act, ...]

    @property
    def offer(self) -> HandOverView | None:
        """The hand-over that waits for an answer."""
        return next((one for one in self.hand_overs if one.state == HandOverState.OFFERED), None)

    @property
    def scope(self) -> CaseScope:
        """What the policies ask of it."""
        return CaseScope(self.register, self.unit_id, self.offer.to_unit_id if self.offer else None, self.owner_id)


def case_scope(case_id: int) -> CaseScope | None:
    """What the policies need to know before anything of the case is read. One query; None where there is none."""
    offered = HandOver.objects.filter(case=OuterRef("pk"), state=HandOverState.OFFERED).values("to_unit_id")[:1]
    rows = Case.objects.filter(pk=case_id).values_list("register", "unit_id", Subquery(offered), "owner_id")
    return next((CaseScope(*row) for row in rows), None)


def case_view(case_id: int, *, today: date) -> CaseView | None:
    """One case with its clocks, hand-overs, acts and earlier needs. Five queries; None where there is none."""
    related = ("contact", "person__municipality", "unit", "owner", "assessment__professional")
    case = Case.objects.select_related(*related).filter(pk=case_id).first()
    if case is None:
        return None
    person, contact = case.person, case.contact
    hidden = person is not None and person.non_disclosure
    home = person.municipality if person else None
    return CaseView(
        id=case.id, state=case.state, register=case.register, service_line=case.service_line, urgency=case.urgency,
        contact_at=case.contact_at, opened_at=case.opened_at, closed_at=case.closed_at,
        close_reason=case.close_reason, first_event_at=case.first_event_at, next_event_at=case.next_event_at,
        number=contact.number, channel=contact.channel, own_words=contact.own_words, reply_by=contact.reply_by,
        reply_to=contact.reply_to,
        subject_key=person.subject_key if person else None,
        name=person.full_name if person else "",
        birth_date=person.birth_date if person else None,
        age=age_on(person.birth_date, today) if person and person.birth_date else None,
        language=person.language if person else contact.language,
        interpreter=person.interpreter_language if person else "",
        non_disclosure=hidden,
        municipality=None if hidden or home is None else _name(home),
        unit=_name(case.unit), unit_id=case.unit_id,
        owner=case.owner.name if case.owner else "", owner_id=case.owner_id,
        assessment=_assessment(getattr(case, "assessment", None)),
        clocks=_clocks(case, today), hand_overs=_hand_overs(case), earlier=_earlier(case), acts=_acts(case),
    )  # fmt: skip


def _assessment(row: Assessment | None) -> AssessmentView | None:
    if row is None:
        return None
    return AssessmentView(
        at=row.at, by=row.professional.name, care_reason=row.care_reason, urgency=row.urgency,
        service_line=row.service_line, general_medicine=row.general_medicine, plan_based=row.plan_based,
        certificate_only=row.certificate_only, preventive=row.preventive, note=row.note,
    )  # fmt: skip


def _clocks(case: Case, today: date) -> tuple[CaseClockView, ...]:
    found = CaseClock.objects.filter(case=case).order_by("starts_on", "id")
    return tuple(
        CaseClockView(
            rule_id=clock.rule_id,
            legal_ref=clock.legal_ref,
            rule_valid_from=clock.rule_valid_from,
            law_version=clock.law_version,
            status=clock.status,
            starts_on=clock.starts_on,
            due_on=clock.due_on,
            stopped_on=clock.stopped_on,
            stop_kind=clock.stop_kind,
            standing=standing_between(clock.starts_on, clock.due_on, stopped_on=clock.stopped_on, today=today),
            share=_share_used(clock, today),
        )
        for clock in found
    )


def _share_used(clock: CaseClock, today: date) -> float | None:
    """How much of the period is used, 0 … 1; None where the law gives no number. A same-day limit is used at once."""
    if clock.due_on is None:
        return None
    whole = (clock.due_on - clock.starts_on).days
    used = ((clock.stopped_on or today) - clock.starts_on).days
    return 1.0 if whole <= 0 else min(1.0, max(0.0, used / whole))


def _hand_overs(case: Case) -> tuple[HandOverView, ...]:
    found = HandOver.objects.filter(case=case).select_related("from_unit", "to_unit", "by_professional")
    return tuple(
        HandOverView(
            id=one.id,
            from_unit=_name(one.from_unit),
            from_unit_id=one.from_unit_id,
            to_unit=_name(one.to_unit),
            to_unit_id=one.to_unit_id,
            by=one.by_professional.name if one.by_professional else "",
            state=one.state,
            reason=one.reason,
            offered_at=one.offered_at,
            answered_at=one.answered_at,
        )
        for one in found.order_by("id")
    )


def _earlier(case: Case) -> tuple[EarlierNeed, ...]:
    """Never of another register: not even whether there is one (design §5.5)."""
    if case.person_id is None:
        return ()
    found = Case.objects.filter(person=case.person_id, register=case.register).exclude(pk=case.pk)
    rows = found.filter(contact_at__lt=case.contact_at).order_by("-contact_at")[:_EARLIER_SHOWN]
    return tuple(
        EarlierNeed(*row)
        for row in rows.values_list("id", "unit_id", "service_line", "contact_at", "state", "close_reason")
    )


def _acts(case: Case) -> tuple[Act, ...]:
    found = AuditEvent.objects.filter(object_kind="case", object_id=str(case.pk)).order_by("id")
    return tuple(Act(one.at, one.action, one.actor_name, one.details) for one in found)


def contacts_without_case(*, now: datetime, older_than: timedelta = timedelta(minutes=1)) -> list[int]:
    """Contacts that have waited for a case longer than that: a job was lost."""
    waiting = Contact.objects.filter(Q(case=None), arrived_at__lt=now - older_than)
    return list(waiting.order_by("arrived_at").values_list("id", flat=True))


def _name(named: Any) -> Trilingual:
    return Trilingual(named.name_fi, named.name_sv, named.name_en)
