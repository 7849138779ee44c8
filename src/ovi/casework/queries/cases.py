"""What is known of one case: who, their own words, its clocks, hand-overs, and earlier needs of its register?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from ovi.casework.models import Assessment, Case, CaseClock, HandOver, Opening, OwnWorker
from ovi.casework.policies import CaseScope, require_case_access
from ovi.casework.queries.continuity import covers_now, valid_on
from ovi.casework.queries.moments import MOMENT_FIELDS, MomentView, moment_view, moments_noted
from ovi.casework.states import OWN_SECRECY, HandOverState
from ovi.contact.models import Contact
from ovi.foundation.calendar import age_on
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.law import Standing, standing_between
from ovi.people.policies import place_shown
from ovi.plumbing.actor import Actor
from ovi.plumbing.models import AuditEvent
from ovi.plumbing.relations import RELATIONS

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
    cancelled_on: date | None
    start_kind: str
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
    answer: str
    offered_at: datetime
    answered_at: datetime | None
    warned_at: datetime | None


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
    care_reason: str | None
    urgency: str
    service_line: str
    general_medicine: bool | None
    plan_based: bool | None
    certificate_only: bool | None
    preventive: bool | None
    set_interval: bool | None
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
    needs_special_support: bool | None
    highest_care_allowance: bool | None
    shown_to_client: bool
    contact_id: int
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
    person_id: int | None
    relation: str  # the one that opened it, as the access log names it
    opened_on: str
    own_worker_ids: frozenset[int]
    assessment: AssessmentView | None
    clocks: tuple[CaseClockView, ...]
    moments: tuple[MomentView, ...]
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
        offered = self.offer.to_unit_id if self.offer else None
        return _scope(self, offered)


def case_view(case_id: int, *, by: Actor, today: date, now: datetime | None = None) -> CaseView | None:
    """One case with its clocks, hand-overs, earlier needs and acts. Two queries; None where there is none.

    Refused (policies.require_case_access) where the actor may not read it. With `now` also an opening in an
    emergency or on a ground counts, for whom only reads.
    """
    case = _cases(by, now, today).filter(pk=case_id).first()
    if case is None:
        return None
    case.opened_on = case.opened_on or ""
    case.own_worker_ids = frozenset(pk for row in case.own_json for pk in row.values() if pk is not None)
    hand_overs = tuple(_hand_over(row) for row in case.hand_over_json)
    offered = next((one.to_unit_id for one in hand_overs if one.state == HandOverState.OFFERED), None)
    relation = require_case_access(by, _scope(case, offered))
    return _view(case, hand_overs, today, relation.code)


def _scope(case: Any, offered_to_id: int | None) -> CaseScope:
    return CaseScope(
        case.register, case.unit_id, offered_to_id, case.owner_id, case.service_line, case.opened_on,
        case.own_worker_ids,
    )  # fmt: skip


def _cases(by: Actor, now: datetime | None, today: date) -> QuerySet[Any]:
    """Cases with what belongs to them as arrays beside them: one statement instead of four."""
    mine = OuterRef("pk")
    clocks = CaseClock.objects.filter(case=mine).order_by("starts_on", "pk")
    offers = HandOver.objects.filter(case=mine).order_by("pk")
    # Never of another register: not even whether there is one (design §5.5).
    same = Case.objects.filter(person=OuterRef("person"), register=OuterRef("register"))
    # Nor a matter under its own secrecy, unless it is one's own unit's.
    same = same.filter(~Q(service_line__in=OWN_SECRECY) | Q(unit__in=by.units))
    earlier = same.filter(contact_at__lt=OuterRef("contact_at")).order_by("-contact_at")[:_EARLIER_SHOWN]
    opened = Opening.objects.filter(
        Q(register="") | Q(register=OuterRef("register")),
        person=OuterRef("person"), account_id=by.account_id or 0, opened_at__lte=now, until_at__gt=now,
    ) if now else Opening.objects.none()  # fmt: skip
    # The person's own workers in this register and service, and who stands in for them today.
    own = valid_on(OwnWorker.objects.filter(service_line__in=["", OuterRef("service_line")]), today).filter(
        person=OuterRef("person"), register=OuterRef("register"), professional__isnull=False
    )
    own = covers_now(own, absent="professional", today=today)
    related = ("contact", "person__municipality", "unit", "owner", "assessment__professional")
    return Case.objects.select_related(*related).annotate(
        opened_on=Subquery(opened.order_by("-until_at").values("ground")[:1]),
        clock_json=ArraySubquery(clocks.values(row=JSONObject(**{name: name for name in _CLOCK_FIELDS}))),
        moment_json=ArraySubquery(moments_noted(mine).values(row=JSONObject(**MOMENT_FIELDS))),
        own_json=ArraySubquery(own.values(row=JSONObject(own="professional_id", substitute="substitute_id"))),
        hand_over_json=ArraySubquery(offers.values(row=JSONObject(**_HAND_OVER_FIELDS))),
        earlier_json=ArraySubquery(earlier.values(row=JSONObject(**{name: name for name in _EARLIER_FIELDS}))),
    )


_CLOCK_FIELDS = (
    "rule_id", "legal_ref", "rule_valid_from", "law_version", "status", "starts_on", "due_on", "stopped_on",
    "cancelled_on", "start_kind", "stop_kind",
)  # fmt: skip
_EARLIER_FIELDS = ("id", "unit_id", "service_line", "contact_at", "state", "close_reason")
_UNIT_NAMES = {f"{end}_{lang}": f"{end}__name_{lang}" for end in ("from_unit", "to_unit") for lang in LANGUAGES}
_HAND_OVER_FIELDS = {
    **{name: name for name in ("id", "from_unit_id", "to_unit_id", "state", "reason", "answer")},
    **{name: name for name in ("offered_at", "answered_at", "warned_at")},
    "by": "by_professional__name",
    **_UNIT_NAMES,
}


def _view(case: Any, hand_overs: tuple[HandOverView, ...], today: date, relation: str) -> CaseView:
    person, contact = case.person, case.contact
    hidden = person is not None and person.non_disclosure
    apart = hidden and not RELATIONS[relation].own  # who only reads in an emergency is not told where, either
    home = person.municipality if person else None
    return CaseView(
        id=case.id, state=case.state, register=case.register, service_line=case.service_line, urgency=case.urgency,
        contact_at=case.contact_at, opened_at=case.opened_at, closed_at=case.closed_at,
        close_reason=case.close_reason, first_event_at=case.first_event_at, next_event_at=case.next_event_at,
        needs_special_support=case.needs_special_support,
        highest_care_allowance=_allowance(case), shown_to_client=case.shown_to_client,
        contact_id=contact.pk, number=contact.number, channel=contact.channel, own_words=contact.own_words,
        reply_by=contact.reply_by,
        reply_to="" if apart else contact.reply_to,
        subject_key=person.subject_key if person else None,
        name=person.full_name if person else "",
        birth_date=person.birth_date if person else None,
        age=age_on(person.birth_date, today) if person and person.birth_date else None,
        language=person.language if person else contact.language,
        interpreter=person.interpreter_language if person else "",
        non_disclosure=hidden,
        municipality=place_shown(_name(home) if home else None, hidden=hidden),
        unit=Trilingual() if apart else _name(case.unit), unit_id=case.unit_id,
        owner=case.owner.name if case.owner else "", owner_id=case.owner_id,
        person_id=case.person_id, relation=relation, opened_on=case.opened_on,
        own_worker_ids=case.own_worker_ids,
        assessment=_assessment(getattr(case, "assessment", None)),
        clocks=tuple(_clock(row, today) for row in case.clock_json),
        moments=tuple(moment_view(row) for row in case.moment_json), hand_overs=() if apart else hand_overs,
        earlier=tuple(_earlier(row) for row in case.earlier_json), acts=_acts(case),
    )  # fmt: skip


def _allowance(case: Case) -> bool | None:
    """What the worker found out goes before the person's own row."""
    if case.highest_care_allowance is not None or case.person is None:
        return case.highest_care_allowance
    return case.person.highest_care_allowance


def _assessment(row: Assessment | None) -> AssessmentView | None:
    if row is None:
        return None
    return AssessmentView(
        at=row.at, by=row.professional.name, care_reason=row.care_reason, urgency=row.urgency,
        service_line=row.service_line, general_medicine=row.general_medicine, plan_based=row.plan_based,
        certificate_only=row.certificate_only, preventive=row.preventive, set_interval=row.set_interval, note=row.note,
    )  # fmt: skip


def _clock(row: dict[str, Any], today: date) -> CaseClockView:
    starts_on = date.fromisoformat(row["starts_on"])
    due_on, stopped_on = _day(row["due_on"]), _day(row["stopped_on"])
    return CaseClockView(
        rule_id=row["rule_id"],
        legal_ref=row["legal_ref"],
        rule_valid_from=date.fromisoformat(row["rule_valid_from"]),
        law_version=row["law_version"],
        status=row["status"],
        starts_on=starts_on,
        due_on=due_on,
        stopped_on=stopped_on,
        cancelled_on=_day(row["cancelled_on"]),
        start_kind=row["start_kind"],
        stop_kind=row["stop_kind"],
        standing=standing_between(starts_on, due_on, stopped_on=stopped_on, today=today),
        share=_share_used(starts_on, due_on, stopped_on or today),
    )


def _share_used(starts_on: date, due_on: date | None, until: date) -> float | None:
    """How much of the period is used, 0 … 1; None where the law gives no number. A same-day limit is used at once."""
    if due_on is None:
        return None
    whole, used = (due_on - starts_on).days, (until - starts_on).days
    return 1.0 if whole <= 0 else min(1.0, max(0.0, used / whole))


def _hand_over(row: dict[str, Any]) -> HandOverView:
    return HandOverView(
        id=row["id"],
        from_unit=Trilingual(*(row[f"from_unit_{lang}"] for lang in LANGUAGES)),
        from_unit_id=row["from_unit_id"],
        to_unit=Trilingual(*(row[f"to_unit_{lang}"] for lang in LANGUAGES)),
        to_unit_id=row["to_unit_id"],
        by=row["by"] or "",
        state=row["state"],
        reason=row["reason"],
        answer=row["answer"],
        offered_at=datetime.fromisoformat(row["offered_at"]),
        answered_at=datetime.fromisoformat(row["answered_at"]) if row["answered_at"] else None,
        warned_at=datetime.fromisoformat(row["warned_at"]) if row["warned_at"] else None,
    )


def _earlier(row: dict[str, Any]) -> EarlierNeed:
    return EarlierNeed(
        case_id=row["id"],
        unit_id=row["unit_id"],
        service_line=row["service_line"],
        contact_at=datetime.fromisoformat(row["contact_at"]),
        state=row["state"],
        close_reason=row["close_reason"],
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _acts(case: Case) -> tuple[Act, ...]:
    found = AuditEvent.objects.filter(object_kind="case", object_id=str(case.pk)).order_by("id")
    return tuple(Act(one.at, one.action, one.actor_name, one.details) for one in found)


def contacts_without_case(*, before: datetime) -> list[int]:
    """Contacts that arrived before that moment and have no case yet: a job was lost."""
    waiting = Contact.objects.filter(Q(case=None), arrived_at__lt=before)
    return list(waiting.order_by("arrived_at").values_list("id", flat=True))


def _name(named: Any) -> Trilingual:
    return Trilingual(named.name_fi, named.name_sv, named.name_en)
