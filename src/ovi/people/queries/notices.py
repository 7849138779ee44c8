"""What has been told to somebody, by which way, and what still waits? Never more than the neutral text says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from ovi.people.models import Notice
from ovi.people.states import NoticeState, NotifyKind, TryOutcome, Way
from ovi.plumbing.models import SunkMessage

_LISTED = 200
PRINTED_SHOWN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class TryView:
    """One try. `to` is the address as its owner wrote it, empty for Suomi.fi and for one given for this notice only."""

    way: Way
    outcome: TryOutcome
    fault: str
    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice. `way` is the one by which it went, or was last tried; None before the first try."""

    id: int
    kind: NotifyKind
    state: NoticeState
    number: str
    made_at: datetime
    due_at: datetime
    gone_at: datetime | None
    why_not: str
    told_by: str
    told_at: datetime | None
    to_person: int | None
    tries: tuple[TryView, ...]

    @property
    def way(self) -> Way | None:
        return self.tries[-1].way if self.tries else None

    @property
    def twice(self) -> bool:
        """A worker died in the middle of a try and it was tried again: the person may have got it twice."""
        uncertain = [one for one in self.tries if one.outcome is TryOutcome.STARTED and one.way is Way.EMAIL]
        return bool(uncertain) and len(self.tries) > 1


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter for the printing list."""

    id: int
    kind: NotifyKind
    state: NoticeState
    number: str
    name: str
    subject_key: UUID | None
    gone_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    """What waits in the box. `oldest_due_at`: since when the longest waiting one could have left."""

    overdue: int
    oldest_due_at: datetime | None
    not_sent: int
    to_print: int


def notices_about(number: str) -> tuple[NoticeView, ...]:
    """Everything that was told about a matter, newest first. Two queries."""
    return tuple(map(_view, _rows().filter(number=number))) if number else ()


def own_notices(person_id: int, number: str) -> tuple[NoticeView, ...]:
    """What was told to this person about a matter, newest first. Two queries."""
    return tuple(map(_view, _rows().filter(number=number, person=person_id))) if number else ()


def letters(state: NoticeState, *, now: datetime) -> tuple[LetterView, ...]:
    """The letters that wait for printing, oldest first, or those printed of late. One query."""
    rows = Notice.objects.filter(state=state).select_related("person").order_by("gone_at", "pk")
    if state == NoticeState.PRINTED:
        rows = rows.filter(gone_at__gt=now - PRINTED_SHOWN).order_by("-gone_at", "-pk")
    return tuple(_letter(row) for row in rows[:_LISTED])


def outbox_health(*, now: datetime) -> OutboxHealth:
    """Is anything stuck? One query."""
    late = Q(state=NoticeState.WAITING, due_at__lt=now)
    found = Notice.objects.aggregate(
        overdue=Count("pk", filter=late), oldest=Min("due_at", filter=late),
        not_sent=Count("pk", filter=Q(state=NoticeState.NOT_SENT)),
        to_print=Count("pk", filter=Q(state=NoticeState.TO_PRINT)),
    )  # fmt: skip
    return OutboxHealth(found["overdue"], found["oldest"], found["not_sent"], found["to_print"])


def sunk_messages() -> list[SunkMessage]:
    """What has been kept in the house instead of leaving, newest first. One query."""
    return list(SunkMessage.objects.order_by("-at", "-pk")[:_LISTED])


def _rows() -> QuerySet[Notice]:
    return Notice.objects.select_related("told_by").prefetch_related("attempts__point").order_by("-made_at", "-pk")


def _view(row: Notice) -> NoticeView:
    return NoticeView(
        id=row.pk, kind=NotifyKind(row.kind), state=NoticeState(row.state), number=row.number, made_at=row.made_at,
        due_at=row.due_at, gone_at=row.gone_at, why_not=row.why_not,
        told_by=row.told_by.name if row.told_by else "", told_at=row.told_at, to_person=row.person_id,
        tries=tuple(_try(one) for one in sorted(row.attempts.all(), key=lambda one: one.pk)),
    )  # fmt: skip


def _try(one: Any) -> TryView:
    to = one.point.value if one.point else ""
    return TryView(Way(one.way), TryOutcome(one.outcome), one.fault, to, one.at)


def _letter(row: Notice) -> LetterView:
    person = row.person
    return LetterView(
        id=row.pk, kind=NotifyKind(row.kind), state=NoticeState(row.state), number=row.number,
        name=person.full_name if person else "", subject_key=person.subject_key if person else None,
        gone_at=row.gone_at,
    )  # fmt: skip
