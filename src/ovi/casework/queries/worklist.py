"""What waits for these units or this worker, the next to breach first?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case as Either
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left

from ovi.casework.models import Assignment, Case, Escalation, HandOver
from ovi.casework.models.cases import URGENT_WAITS
from ovi.casework.queries.searching import matching
from ovi.casework.queries.standings import STANDINGS, of_standing, standing_on
from ovi.casework.states import CaseState, EscalationState, HandOverState
from ovi.foundation.calendar import age_on
from ovi.foundation.text import Trilingual
from ovi.people.policies import place_shown
from ovi.plumbing.actor import Actor
from ovi.plumbing.models import AuditEvent

PAGE_SIZE = 25
# Counted exactly up to this many; beyond it a worker narrows the list, and the answer stays as quick.
MOST = 10_000
_WORDS_READ = 300  # of up to 10 000 characters; the list shows one line
SHOWN = ("team", "mine", "offered", "sent")
ORDERS = {
    "due": ("first", "next_due_on", "contact_at", "id"),
    "arrived": ("contact_at", "id"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows: team, mine, offered to us or by us; what it is narrowed to; the order."""

    shown: str = "team"
    service_line: str = ""
    standing: str = ""
    unit_id: int | None = None
    wait_reason: str = ""
    urgency: str = ""
    text: str = ""
    client: UUID | None = None
    team_id: int | None = None
    team: Q | None = None  # whose shared queue `team_id` is (queries.of_team)
    order: str = "due"
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Is anything left out that the list would otherwise hold?"""
        return replace(self, order="due", page=1) != Filters(shown=self.shown)


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One line of the worklist. `unit` and `municipality` are None where a non-disclosure order hides the place.

    `hand_over`: "" · offered · silent (nobody has answered in time). `given`: a colleague gave it, not yet opened.
    """

    case_id: int
    number: str
    state: str
    due_on: date | None
    standing: str
    own_words: str
    subject_key: Any
    name: str
    age: int | None
    language: str
    interpreter: str
    non_disclosure: bool
    municipality: Trilingual | None
    unit: Trilingual | None
    service_line: str
    channel: str
    urgency: str
    wait_reason: str
    contact_at: datetime
    owner: str
    owner_id: int | None
    hand_over: str
    hand_overs: int
    given: bool
    raised: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are by standing, whatever standing the list is narrowed to; MOST + 1 is "more than MOST"."""

    breached: int = 0
    at_risk: int = 0
    open: int = 0
    none: int = 0

    @property
    def all(self) -> int:
        return self.breached + self.at_risk + self.open + self.none


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of the list; `page` is within 1 … `pages`; `since`: the newest event that the page knows of."""

    rows: tuple[WorklistRow, ...]
    counts: Counts
    total: int
    page: int
    pages: int
    since: int = 0
    filters: Filters = field(default_factory=Filters)


def worklist(actor: Actor, filters: Filters, *, today: date) -> Worklist:
    """The actor's open cases by filter. Two statements: the counts, and one page of rows."""
    counts, since = _counts(actor, filters, today)
    total = min(getattr(counts, filters.standing) if filters.standing else counts.all, MOST)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, filters.page), pages)
    rows = _rows(actor, filters, today, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    return Worklist(rows, counts, total, page, pages, since, filters)


def worklist_rows(actor: Actor, filters: Filters, *, today: date, most: int) -> tuple[WorklistRow, ...]:
    """The first rows of the list in one statement: for a file, or for what was selected."""
    return _rows(actor, filters, today, 0, most)


def rows_of(actor: Actor, case_ids: Iterable[int], *, today: date) -> tuple[WorklistRow, ...]:
    """These cases as the list shows them, closed ones too; those that are not the actor's to see are left out."""
    offered = HandOver.objects.filter(state=HandOverState.OFFERED, to_unit__in=actor.units).values("case")
    mine = Q(unit__in=actor.units) | Q(pk__in=offered)
    cases = _shown(actor, today).filter(mine, pk__in=list(case_ids), register__in=actor.registers)
    return tuple(_row(values, today) for values in _ordered(cases, "due").values(*_FIELDS))


def changed_since(actor: Actor, filters: Filters, *, since: int) -> int:
    """How many cases that the list shows were touched by others after that event."""
    events = AuditEvent.objects.filter(id__gt=since, object_kind="case", action__startswith="casework.")
    others = events.exclude(account_id=actor.account_id) if actor.account_id else events
    ids = {int(one) for one in others.values_list("object_id", flat=True)[:MOST] if one.isdecimal()}
    return _open(actor, filters).filter(pk__in=ids).count() if ids else 0


def _open(actor: Actor, filters: Filters, unit_ids: Iterable[int] | None = None) -> QuerySet[Case]:
    """The open cases of the list, whatever their standing."""
    cases = Case.objects.exclude(state=CaseState.CLOSED).filter(register__in=actor.registers)
    offers = HandOver.objects.filter(state=HandOverState.OFFERED)
    if filters.shown == "offered":
        cases = cases.filter(pk__in=offers.filter(to_unit__in=actor.units).values("case"))
    elif filters.shown == "sent":
        cases = cases.filter(pk__in=offers.filter(from_unit__in=actor.units).values("case"), unit__in=actor.units)
    else:
        units = list(actor.units if unit_ids is None else unit_ids)
        cases = cases.filter(unit_id=units[0]) if len(units) == 1 else cases.filter(unit__in=units)
        if filters.shown == "mine":
            cases = cases.filter(owner_id=actor.professional_id or 0)
    if filters.service_line:
        cases = cases.filter(service_line=filters.service_line)
    if filters.unit_id is not None:
        cases = cases.filter(unit_id=filters.unit_id)
    if filters.wait_reason:
        cases = cases.filter(wait_reason=filters.wait_reason)
    if filters.urgency:
        cases = cases.filter(urgency=filters.urgency)
    if filters.team is not None:
        cases = cases.filter(filters.team)
    if filters.client is not None:
        cases = cases.filter(person__subject_key=filters.client)
    return cases.filter(matching(filters.text)) if filters.text else cases


def _counts(actor: Actor, filters: Filters, today: date) -> tuple[Counts, int]:
    """Each standing counted to MOST and no further, and the newest event: one statement."""
    cases = _open(actor, filters)
    parts = [
        cases.filter(of_standing(one, today)).order_by().annotate(of=Value(one)).values("of")[: MOST + 1]
        for one in STANDINGS
    ]
    try:
        counted, given = parts[0].union(*parts[1:], all=True).query.sql_with_params()
    except EmptyResultSet:  # no unit, no register, nobody of that name: known without asking
        return Counts(), 0
    newest = "select 'since', coalesce(max(id), 0) from plumbing_auditevent"
    with connection.cursor() as cursor:
        cursor.execute(f"select k.of, count(*) from ({counted}) as k group by 1 union all {newest}", given)  # noqa: S608
        found = dict(cursor.fetchall())
    since = found.pop("since")
    return Counts(**found), since


def _rows(actor: Actor, filters: Filters, today: date, start: int, size: int) -> tuple[WorklistRow, ...]:
    """The rows from `start`: their ids by index first, then what is shown of them."""
    ids = _ids(actor, filters, today, start, size)
    found = _ordered(_shown(actor, today).filter(pk__in=ids), filters.order)
    return tuple(_row(values, today) for values in found.values(*_FIELDS))


def _ids(actor: Actor, filters: Filters, today: date, start: int, size: int) -> Any:
    """A subquery of the wanted ids. Each unit's list is read in its index's order, and the lists are merged."""
    wanted = of_standing(filters.standing, today)
    end = start + size
    units = sorted(actor.units)
    if filters.shown not in ("team", "mine") or filters.unit_id is not None or len(units) < 2:
        own = [filters.unit_id] if filters.unit_id in actor.units else units
        return _ordered(_open(actor, filters, own).filter(wanted), filters.order).values("id")[start:end]
    lists = [_ordered(_open(actor, filters, [unit]).filter(wanted), filters.order)[:end] for unit in units]
    keys = ORDERS[filters.order]
    several = [one.annotate(first=URGENT_WAITS).values_list(*keys) for one in lists]
    merged = several[0].union(*several[1:], all=True).order_by(*(_key(name) for name in keys))[start:end]
    try:
        statement, given = merged.query.sql_with_params()
    except EmptyResultSet:
        return []
    return RawSQL(f"select k.id from ({statement}) as k", given)  # noqa: S608, S611 - made by the ORM, values apart


def _key(name: str) -> Any:
    return F(name).asc(nulls_last=True) if name == "next_due_on" else F(name).asc()


def _ordered(cases: QuerySet[Any], order: str) -> QuerySet[Any]:
    keys = [URGENT_WAITS.asc() if name == "first" else F(name).asc() for name in ORDERS[order]]
    return cases.order_by(*keys)


def _shown(actor: Actor, today: date) -> QuerySet[Any]:
    offer = HandOver.objects.filter(case=OuterRef("pk"), state=HandOverState.OFFERED)
    silent = Either(When(warned_at=None, then=Value("offered")), default=Value("silent"), output_field=CharField())
    given = Assignment.objects.filter(case=OuterRef("pk"), to_professional=actor.professional_id or 0, seen_at=None)
    raised = Escalation.objects.filter(case=OuterRef("pk"), state=EscalationState.RAISED)
    return Case.objects.annotate(
        standing=standing_on(today),
        words=Left("contact__own_words", _WORDS_READ),
        hand_over=Subquery(offer.values(what=silent)[:1]),
        given=Exists(given),
        raised=Exists(raised),
    )


_FIELDS = (
    "id", "contact__number", "state", "next_due_on", "standing", "service_line", "urgency", "wait_reason",
    "contact_at", "owner_id", "owner__name", "contact__channel", "hand_over", "hand_overs", "given", "raised", "words",
    "person__subject_key", "person__first_name", "person__last_name", "person__birth_date", "person__language",
    "person__interpreter_language", "person__non_disclosure", "unit__name_fi", "unit__name_sv", "unit__name_en",
    "person__municipality__name_fi", "person__municipality__name_sv", "person__municipality__name_en",
)  # fmt: skip


def _row(values: dict[str, Any], today: date) -> WorklistRow:
    born, hidden = values["person__birth_date"], bool(values["person__non_disclosure"])
    same = ("state", "standing", "service_line", "urgency", "wait_reason", "contact_at", "owner_id", "hand_overs")
    return WorklistRow(
        case_id=values["id"],
        number=values["contact__number"] or "",
        due_on=values["next_due_on"],
        own_words=first_line(values["words"]),
        subject_key=values["person__subject_key"],
        name=f"{values['person__last_name'] or ''} {values['person__first_name'] or ''}".strip(),
        age=age_on(born, today) if born else None,
        language=values["person__language"] or "",
        interpreter=values["person__interpreter_language"] or "",
        non_disclosure=hidden,
        municipality=place_shown(_name(values, "person__municipality"), hidden=hidden),
        unit=place_shown(_name(values, "unit"), hidden=hidden),
        channel=values["contact__channel"],
        owner=values["owner__name"] or "",
        hand_over=values["hand_over"] or "",
        given=values["given"],
        raised=values["raised"],
        **{name: values[name] for name in same},
    )


def first_line(words: str) -> str:
    """The first line that says something."""
    return next((line.strip() for line in words.splitlines() if line.strip()), "")


def _name(values: dict[str, Any], prefix: str) -> Trilingual | None:
    fi = values[f"{prefix}__name_fi"]
    return Trilingual(fi, values[f"{prefix}__name_sv"], values[f"{prefix}__name_en"]) if fi else None
