"""What waits for these units or this worker, the next to breach first?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case as Either
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Greatest, Left

from ovi.casework.models import Case, CaseClock, HandOver
from ovi.casework.states import CaseState, HandOverState, Urgency
from ovi.foundation.calendar import age_on
from ovi.foundation.text import Trilingual
from ovi.law.standing import AT_RISK_MIN_DAYS, AT_RISK_SHARE
from ovi.people.policies import place_shown
from ovi.plumbing.actor import Actor

PAGE_SIZE = 25
_WORDS_READ = 300  # of up to 10 000 characters; the list shows one line
STANDINGS = ("breached", "at_risk", "open", "none")  # none: no limit is running, or the law gives no number
SHOWN = ("team", "mine", "offered")
# What a professional has judged urgent and nobody has yet served has no number of days in the law: it is first.
_URGENT_WAITS = Either(
    When(urgency=Urgency.URGENT, first_event_at=None, then=Value(0)), default=Value(1), output_field=IntegerField()
)
ORDERS = {
    "due": (_URGENT_WAITS.asc(), F("next_due_on").asc(nulls_last=True), F("contact_at").asc(), F("id").asc()),
    "arrived": (F("contact_at").asc(), F("id").asc()),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows: team, mine or offered to us; one service line, unit or standing; the order."""

    shown: str = "team"
    service_line: str = ""
    standing: str = ""
    unit_id: int | None = None
    order: str = "due"
    page: int = 1


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One line of the worklist. `unit` and `municipality` are None where a non-disclosure order hides the place."""

    case_id: int
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
    contact_at: datetime
    owner: str
    owner_id: int | None
    hand_over_offered: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are by standing, whatever standing the list is narrowed to."""

    breached: int = 0
    at_risk: int = 0
    open: int = 0
    none: int = 0

    @property
    def all(self) -> int:
        return self.breached + self.at_risk + self.open + self.none


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of the list; `page` is within 1 … `pages`."""

    rows: tuple[WorklistRow, ...]
    counts: Counts
    total: int
    page: int
    pages: int
    filters: Filters = field(default_factory=Filters)


def worklist(actor: Actor, filters: Filters, *, today: date) -> Worklist:
    """The actor's open cases by filter. Two statements: the counts, and one page of rows."""
    cases = _with_standing(_narrowed(actor, filters), today)
    counts = Counts(**{row["standing"]: row["n"] for row in cases.values("standing").annotate(n=Count("id"))})
    if filters.standing:
        cases = cases.filter(standing=filters.standing)
    total = getattr(counts, filters.standing) if filters.standing else counts.all
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, filters.page), pages)
    found = cases.order_by(*ORDERS[filters.order])[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = tuple(_row(values, today) for values in _values(found))
    return Worklist(rows, counts, total, page, pages, filters)


def _narrowed(actor: Actor, filters: Filters) -> QuerySet[Case]:
    cases = Case.objects.exclude(state=CaseState.CLOSED).filter(register__in=actor.registers)
    offered = HandOver.objects.filter(case=OuterRef("pk"), state=HandOverState.OFFERED)
    if filters.shown == "offered":
        cases = cases.filter(Exists(offered.filter(to_unit__in=actor.units)))
    elif filters.shown == "mine":
        cases = cases.filter(owner_id=actor.professional_id or 0, unit__in=actor.units)
    else:
        cases = cases.filter(unit__in=actor.units)
    if filters.service_line:
        cases = cases.filter(service_line=filters.service_line)
    if filters.unit_id is not None:
        cases = cases.filter(unit_id=filters.unit_id)
    return cases.annotate(hand_over_offered=Exists(offered))


def _with_standing(cases: QuerySet[Case], today: date) -> QuerySet[Any]:
    """`ovi.law.standing` said in SQL, because pages and counts are cut by it (a test holds the two together)."""
    clock = CaseClock.objects.filter(case=OuterRef("pk"), stopped_on=None, due_on=OuterRef("next_due_on"))
    starts_on = Subquery(clock.order_by("id").values("starts_on")[:1])
    left = _days(F("next_due_on"), Value(today))
    period = Func(_days(F("next_due_on"), starts_on), Value(AT_RISK_SHARE), function="div", output_field=IntegerField())
    return cases.alias(_left=left, _period=period).annotate(
        standing=Either(
            When(next_due_on=None, then=Value("none")),
            When(next_due_on__lt=today, then=Value("breached")),
            When(_left__lte=Greatest(F("_period"), Value(AT_RISK_MIN_DAYS)), then=Value("at_risk")),
            default=Value("open"),
            output_field=CharField(),
        )
    )


def _days(later: Any, earlier: Any) -> Func:
    """Whole days between two dates; PostgreSQL subtracts dates to an integer."""
    return Func(later, earlier, template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


_FIELDS = (
    "id", "state", "next_due_on", "standing", "service_line", "urgency", "contact_at", "owner_id", "owner__name",
    "contact__channel", "hand_over_offered", "words", "person__subject_key", "person__first_name",
    "person__last_name", "person__birth_date", "person__language", "person__interpreter_language",
    "person__non_disclosure", "unit__name_fi", "unit__name_sv", "unit__name_en", "person__municipality__name_fi",
    "person__municipality__name_sv", "person__municipality__name_en",
)  # fmt: skip


def _values(cases: QuerySet[Any]) -> Iterable[dict[str, Any]]:
    found: Iterable[dict[str, Any]] = cases.annotate(words=Left("contact__own_words", _WORDS_READ)).values(*_FIELDS)
    return found


def _row(values: dict[str, Any], today: date) -> WorklistRow:
    born, hidden = values["person__birth_date"], bool(values["person__non_disclosure"])
    return WorklistRow(
        case_id=values["id"],
        state=values["state"],
        due_on=values["next_due_on"],
        standing=values["standing"],
        own_words=first_line(values["words"]),
        subject_key=values["person__subject_key"],
        name=f"{values['person__last_name'] or ''} {values['person__first_name'] or ''}".strip(),
        age=age_on(born, today) if born else None,
        language=values["person__language"] or "",
        interpreter=values["person__interpreter_language"] or "",
        non_disclosure=hidden,
        municipality=place_shown(_name(values, "person__municipality"), hidden=hidden),
        unit=place_shown(_name(values, "unit"), hidden=hidden),
        service_line=values["service_line"],
        channel=values["contact__channel"],
        urgency=values["urgency"],
        contact_at=values["contact_at"],
        owner=values["owner__name"] or "",
        owner_id=values["owner_id"],
        hand_over_offered=values["hand_over_offered"],
    )


def first_line(words: str) -> str:
    """The first line that says something."""
    return next((line.strip() for line in words.splitlines() if line.strip()), "")


def _name(values: dict[str, Any], prefix: str) -> Trilingual | None:
    fi = values[f"{prefix}__name_fi"]
    return Trilingual(fi, values[f"{prefix}__name_sv"], values[f"{prefix}__name_en"]) if fi else None
