"""By which ways may this person be reached for this purpose now? Safe contact (turvallinen yhteydenotto) decides.

By default: only the person's own addresses that they have confirmed, and their own Suomi.fi mailbox. What has been said
never to be used is not used, whatever else was said. Nothing here reads a place: under a non-disclosure order
(turvakielto) a letter goes only to an address that the person has called safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from ovi.foundation.calendar import age_on, helsinki_date
from ovi.people.models import ContactPoint, Person, ReachRule
from ovi.people.representing import OF_AGE
from ovi.people.states import POINT_OF, PointKind, Purpose, RuleKind, Way
from ovi.plumbing import statements

_ASKED = tuple(one for one in Way if one is not Way.HOME)


@dataclass(frozen=True, slots=True)
class AllowedWay:
    """One way that may be used; `to` is empty for Suomi.fi. `shared`: somebody else uses the address too."""

    way: Way
    to: str = ""
    point_id: int | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class PointView:
    """An address as its owner and their workers see it."""

    id: int
    kind: PointKind
    value: str
    safe: bool
    confirmed_at: datetime | None
    bounced_at: datetime | None
    code_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule of safe contact in force."""

    id: int
    kind: RuleKind
    way: Way
    purposes: tuple[Purpose, ...]
    matter: str
    value: str
    words: str
    until_on: date | None
    by_worker: bool
    register: str
    set_by: str
    set_at: datetime


def is_minor(person: Person, today: date) -> bool:
    return born_minor(person.birth_date, today)


def birth_date_of(person_id: int) -> date | None:
    """One query."""
    return next((born for (born,) in statements.rows(_BORN, person=person_id)), None)


_BORN = "select birth_date from people_person where id = %(person)s"


def born_minor(birth_date: date | None, today: date) -> bool:
    """Under 18 by the birth date that is known; who has none is taken for an adult."""
    return birth_date is not None and age_on(birth_date, today) < OF_AGE


def allowed_ways(
    person: Person,
    purpose: Purpose,
    now: datetime,
    *,
    matter: str = "",
    minors_own: bool = False,
    known: Sequence[ReachRule] | None = None,
) -> tuple[AllowedWay, ...]:
    """The ways in the order they are tried, Suomi.fi first. Three queries, two with `known` rules in force.

    `matter` is the number of the matter; `minors_own`: it is a minor's own, so that no shared address will do.
    """
    today = helsinki_date(now)
    in_force = rules_in_force(person.pk, today) if known is None else known
    rules = [
        one for one in in_force if one.matter in ("", matter)
        and (not one.purposes or purpose in one.purposes)
    ]  # fmt: skip
    points = list(ContactPoint.objects.filter(person=person, ended_at=None, bounced_at=None).order_by("-given_at"))
    shared = shared_with_others(person.pk, [one.matched for one in points])
    found: list[AllowedWay] = []
    for way in _ASKED:
        if not _permitted(way, rules, person, today):
            continue
        if way is Way.SUOMI_FI:
            found.append(AllowedWay(way))
            continue
        named = {one.point_id for one in rules if one.way == way and one.kind != RuleKind.NEVER and one.point_id}
        for point in points:
            mine = point.kind == POINT_OF[way] and (not named or point.pk in named)
            if mine and _usable(point, way, rules, person) and not (minors_own and point.matched in shared):
                to = point.matched if way is Way.SMS else point.value
                found.append(AllowedWay(way, to, point.pk, point.matched in shared))
    return tuple(found)


def _permitted(way: Way, rules: list[ReachRule], person: Person, today: date) -> bool:
    said = {kind: {one.way for one in rules if one.kind == kind} for kind in RuleKind}
    if way in said[RuleKind.NEVER] or (said[RuleKind.ONLY] and way not in said[RuleKind.ONLY]):
        return False
    asked_for = way in said[RuleKind.ONLY] | said[RuleKind.ALSO]
    if way is Way.VOICE_MAIL:  # whoever picks up the telephone hears it
        return asked_for
    if way is Way.SUOMI_FI:  # a guardian may read the mailbox of a child
        return bool(person.henkilotunnus) and (asked_for or not is_minor(person, today))
    return True


def _usable(point: ContactPoint, way: Way, rules: list[ReachRule], person: Person) -> bool:
    if way is Way.LETTER:
        away_from_home = any(one.kind == RuleKind.NEVER and one.way == Way.HOME for one in rules)
        return point.safe or not (person.non_disclosure or away_from_home)
    return point.confirmed_at is not None


def letter_needs_safe(person: Person, now: datetime) -> bool:
    """May a letter go only to an address that the person has called safe?"""
    rules = rules_in_force(person.pk, helsinki_date(now))
    return person.non_disclosure or any(one.way == Way.HOME and one.kind == RuleKind.NEVER for one in rules)


def never_by(person_id: int, way: Way, purpose: Purpose, now: datetime, *, matter: str = "") -> bool:
    """Has the person said never to use this way for this? One query."""
    return any(
        one.kind == RuleKind.NEVER and one.way == way and one.matter in ("", matter)
        and (not one.purposes or purpose in one.purposes)
        for one in rules_in_force(person_id, helsinki_date(now))
    )  # fmt: skip


def shared_with_others(person_id: int, matched: Sequence[str]) -> set[str]:
    """Which of these addresses does somebody else use too? One query; rather too many than too few."""
    if not matched:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [list(matched), person_id, person_id, person_id])
        return {one for (one,) in cursor.fetchall()}


# The last eight digits stand for a telephone number: people's own numbers are kept as they were written.
_SHARED = r"""
select mine from unnest(%s::text[]) mine where
  exists (select 1 from people_contactpoint other
          where other.matched = mine and other.ended_at is null and other.person_id <> %s)
  or exists (select 1 from people_person other
             where other.email <> '' and lower(other.email) = mine and other.id <> %s)
  or (mine like '+%%' and exists (select 1 from people_person other
             where other.phone <> '' and right(regexp_replace(other.phone, '\D', '', 'g'), 8) = right(mine, 8)
             and other.id <> %s))
"""


def points_of(person_id: int) -> tuple[PointView, ...]:
    """The person's own addresses, newest first. One query."""
    rows = ContactPoint.objects.filter(person=person_id, ended_at=None).order_by("kind", "-given_at")
    return tuple(
        PointView(row.pk, PointKind(row.kind), row.value, row.safe, row.confirmed_at, row.bounced_at, row.code_sent_at)
        for row in rows
    )


def rules_of(person_id: int, today: date) -> tuple[RuleView, ...]:
    """The rules of safe contact in force, newest first. One query."""
    return tuple(map(rule_view, rules_in_force(person_id, today)))


def rule_view(row: ReachRule) -> RuleView:
    """One rule as pages show it."""
    return RuleView(
        id=row.pk, kind=RuleKind(row.kind), way=Way(row.way), purposes=tuple(Purpose(one) for one in row.purposes),
        matter=row.matter, value=row.point.value if row.point else "", words=row.words, until_on=row.until_on,
        by_worker=row.by_worker, register=row.register, set_by=row.set_by.name if row.set_by else "", set_at=row.set_at,
    )  # fmt: skip


def rules_in_force(person_id: int, today: date) -> list[ReachRule]:
    """The rows of the rules in force, newest first. One query."""
    in_force = Q(until_on=None) | Q(until_on__gt=today)
    rows = ReachRule.objects.filter(in_force, person=person_id, ended_at=None).select_related("point", "set_by")
    return list(rows.order_by("-set_at", "-pk"))
