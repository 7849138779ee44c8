"""Who waits for a call from these units, in what order, how often were they tried, and how many were called in time?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Either
from django.db.models import Count, Exists, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Left

from ovi.casework.models import CallAttempt, Callback, Case, CaseClock
from ovi.casework.queries.cases import CaseView
from ovi.casework.queries.worklist import first_line
from ovi.casework.states import CallbackState, CallOutcome, CaseState
from ovi.contact.models import Notification
from ovi.contact.states import ReplyBy
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.text import Trilingual
from ovi.law.vocabulary import ClockStop
from ovi.plumbing.actor import Actor
from ovi.plumbing.models import AuditEvent
from ovi.plumbing.settings import settings

CALLS_PAGE = 50
_OVER = (CallbackState.REACHED, CallbackState.STOPPED)
_NOTICED = Exists(Notification.objects.filter(contact=OuterRef("contact")))


@dataclass(frozen=True, slots=True)
class CallRow:
    """One person who waits for a call. `again_at`: tried a moment ago, to be tried again from then on."""

    case_id: int
    number: str
    subject_key: UUID | None
    name: str
    language: str
    interpreter: str
    non_disclosure: bool
    phone: str
    when: str
    own_words: str
    service_line: str
    arrived_at: datetime
    due_on: date | None
    attempts: int
    tried_at: datetime | None
    again_at: datetime | None
    caller: str
    caller_id: int | None


@dataclass(frozen=True, slots=True)
class CallList:
    """One page of the list; `since` is the newest event that it knows of."""

    rows: tuple[CallRow, ...]
    total: int
    page: int
    since: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call that was tried."""

    at: datetime
    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class CallView:
    """How the call of one case stands. `held_by_me`, `may_stop`: what this worker can do now."""

    state: str
    phone: str
    held_by: str
    held_by_me: bool
    attempts: tuple[Attempt, ...]
    may_stop: bool


def _waiting() -> QuerySet[Case]:
    """Cases whose person asked for a call, has not been reached, and whose need nobody has assessed yet."""
    asked = Case.objects.filter(state=CaseState.OPEN, contact__reply_by=ReplyBy.PHONE)
    return asked.filter(~_NOTICED, Q(callback=None) | ~Q(callback__state__in=_OVER))


def waits_for_call(case_id: int) -> bool:
    """Does this case's person wait for a call? One query."""
    return _waiting().filter(pk=case_id).exists()


def _of(actor: Actor) -> QuerySet[Case]:
    return _waiting().filter(unit__in=actor.units, register__in=actor.registers)


def call_list(actor: Actor, *, now: datetime, page: int = 1) -> CallList:
    """Who waits for a call from the actor's units: by the lawful day, within it by arrival. Three queries.

    Who was tried a moment ago rests below the others until the gap is over; nothing else moves anybody.
    """
    waiting = _of(actor)
    newest = AuditEvent.objects.aggregate(newest=Max("id"))["newest"] or 0
    total = waiting.count()
    page = min(max(1, page), max(1, -(-total // CALLS_PAGE)))
    rested = now - timedelta(minutes=settings().callback_gap_minutes)
    tried = CallAttempt.objects.filter(case=OuterRef("pk")).order_by("-at")
    rows = waiting.annotate(
        tried=Subquery(tried.values("at")[:1]),
        attempts=Count("call_attempts"),
        rests=Either(When(tried__gt=rested, then=Value(1)), default=Value(0), output_field=IntegerField()),
        words=Left("contact__own_words", 300),
    ).order_by("rests", F("next_due_on").asc(nulls_last=True), "contact_at", "id")
    start = (page - 1) * CALLS_PAGE
    found = rows.values(*_FIELDS)[start : start + CALLS_PAGE]
    return CallList(tuple(_row(one, now) for one in found), total, page, newest)


_FIELDS = (
    "id", "contact__number", "person__subject_key", "person__last_name", "person__first_name", "person__language",
    "person__interpreter_language", "person__non_disclosure", "contact__language", "contact__reply_to",
    "contact__reply_when", "contact__interpreter_language", "words", "service_line", "contact_at", "next_due_on",
    "attempts", "tried", "rests", "callback__held_at", "callback__held_by__name", "callback__held_by_id",
)  # fmt: skip


def _row(one: dict[str, Any], now: datetime) -> CallRow:
    own = settings()
    held = one["callback__held_at"]
    calling = held is not None and held > now - timedelta(minutes=own.callback_hold_minutes)
    return CallRow(
        case_id=one["id"],
        number=one["contact__number"],
        subject_key=one["person__subject_key"],
        name=f"{one['person__last_name'] or ''} {one['person__first_name'] or ''}".strip(),
        language=one["person__language"] or one["contact__language"],
        interpreter=one["contact__interpreter_language"] or one["person__interpreter_language"] or "",
        non_disclosure=bool(one["person__non_disclosure"]),
        phone=one["contact__reply_to"],
        when=one["contact__reply_when"],
        own_words=first_line(one["words"]),
        service_line=one["service_line"],
        arrived_at=one["contact_at"],
        due_on=one["next_due_on"],
        attempts=one["attempts"],
        tried_at=one["tried"],
        again_at=one["tried"] + timedelta(minutes=own.callback_gap_minutes) if one["rests"] else None,
        caller=one["callback__held_by__name"] or "" if calling else "",
        caller_id=one["callback__held_by_id"] if calling else None,
    )


def calls_changed(actor: Actor, *, since: int) -> int:
    """How many of one's units' calls others have taken, tried or brought after that event."""
    events = AuditEvent.objects.filter(id__gt=since, object_kind="case", action__startswith="casework.")
    others = events.exclude(account_id=actor.account_id) if actor.account_id else events
    ids = {int(one) for one in others.values_list("object_id", flat=True)[:10_000] if one.isdecimal()}
    asked = Case.objects.filter(pk__in=ids, unit__in=actor.units, register__in=actor.registers)
    return asked.filter(contact__reply_by=ReplyBy.PHONE).count() if ids else 0


def call_of(view: CaseView, *, actor: Actor) -> CallView | None:
    """How the call of a case stands; None where nobody waits for one. One query, and one more once it was taken."""
    row = Callback.objects.filter(case_id=view.id).select_related("held_by").first()
    if row is None and (view.state != CaseState.OPEN or view.reply_by != ReplyBy.PHONE):
        return None
    tried = CallAttempt.objects.filter(case_id=view.id).order_by("at", "id").values_list("at", "outcome", "by__name")
    attempts = tuple(Attempt(*one) for one in tried) if row else ()
    return CallView(
        state=row.state if row else CallbackState.WAITING,
        phone=view.reply_to,
        held_by=row.held_by.name if row and row.held_by else "",
        held_by_me=bool(row and row.held_by_id is not None and row.held_by_id == actor.professional_id),
        attempts=attempts,
        may_stop=enough([(one.at, one.outcome) for one in attempts]),
    )


def tried_enough(case_id: int) -> bool:
    """May one stop trying? One query."""
    return enough(CallAttempt.objects.filter(case_id=case_id).order_by("at", "id").values_list("at", "outcome"))


def enough(attempts: Iterable[tuple[datetime, str]]) -> bool:
    """The county's rule: so many calls, so far apart, on so many days; or the last one met a wrong number."""
    own = settings()
    counted: list[datetime] = []
    last = ""
    for at, outcome in attempts:
        last = outcome
        if not counted or at - counted[-1] >= timedelta(minutes=own.callback_gap_minutes):
            counted.append(at)
    if last == CallOutcome.WRONG_NUMBER:
        return True
    days = {helsinki_date(at) for at in counted}
    return len(counted) >= own.callback_attempts and len(days) >= own.callback_days


@dataclass(frozen=True, slots=True)
class CallFact:
    """One person who asked for a call, for the figures. `in_time`: reached or assessed by the day; None: open."""

    unit_id: int
    unit: Trilingual
    arrived_at: datetime
    due_on: date
    first_tried_at: datetime | None
    reached_at: datetime | None
    attempts: int
    in_time: bool | None


def call_facts(unit_ids: Sequence[int] | None, *, first: date, until: date, today: date) -> list[CallFact]:
    """Who was to be reached during [first, until), by the day that the law gave. None as units: the county. One query.

    What the figures of access read: a call counts by its own clock to assessment, as the rule in force gave it.
    """
    due = CaseClock.objects.filter(case=OuterRef("pk"), stop_kind=ClockStop.ASSESSED).order_by("due_on")
    reached = Min("call_attempts__at", filter=Q(call_attempts__outcome=CallOutcome.ANSWERED))
    asked = Case.objects.filter(contact__reply_by=ReplyBy.PHONE).filter(~_NOTICED)
    if unit_ids is not None:
        asked = asked.filter(unit__in=unit_ids)
    rows = asked.annotate(
        due=Subquery(due.values("due_on")[:1]), reached=reached, tried=Min("call_attempts__at"),
        attempts=Count("call_attempts"),
    ).filter(due__gte=first, due__lt=until).order_by("unit__sort_fi", "due", "id")  # fmt: skip
    fields = ("unit_id", "unit__name_fi", "unit__name_sv", "unit__name_en", "contact_at", "due", "tried", "reached")
    return [_fact(one, today) for one in rows.values(*fields, "attempts", "assessed_at")]


def _fact(one: dict[str, Any], today: date) -> CallFact:
    met = min((at for at in (one["reached"], one["assessed_at"]) if at is not None), default=None)
    in_time = helsinki_date(met) <= one["due"] if met else (False if one["due"] < today else None)
    unit = Trilingual(one["unit__name_fi"], one["unit__name_sv"], one["unit__name_en"])
    return CallFact(one["unit_id"], unit, one["contact_at"], one["due"], one["tried"], met, one["attempts"], in_time)
