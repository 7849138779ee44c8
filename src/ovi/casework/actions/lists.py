"""How is a list moved, all of it or a part, so that nobody is lost and nobody is on two? And how large may it grow?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from ovi.casework.actions.rows import write_audit
from ovi.casework.models import ListSetting, OwnWorker
from ovi.casework.policies import MANAGE_LISTS, may_manage_list, require_manages_list
from ovi.casework.queries.continuity import valid_on
from ovi.casework.queries.lists import (
    ListOf,
    conflicts,
    kind_for,
    list_of,
    moving_rows,
    open_cases_of,
    weight_of,
)
from ovi.casework.states import OwnKind
from ovi.directory.models import Team
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.models import Person, Professional
from ovi.people.states import Profession
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

# An own doctor is a doctor; which nurse, worker or case manager a client has is the unit's decision.
_DOCTORS = frozenset({Profession.DOCTOR, Profession.DENTIST})
_NURSES = frozenset(
    {Profession.NURSE, Profession.PUBLIC_HEALTH_NURSE, Profession.PSYCHIATRIC_NURSE, Profession.PRACTICAL_NURSE}
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did."""

    clients: int
    rows: int
    cases: int


@transaction.atomic
def set_list(*, of: ListOf, cap: int | None, open_to_new: bool, by: Actor, now: datetime) -> None:
    """Set how large (weighted) the list may grow, and whether it takes new clients."""
    MANAGE_LISTS.require(by)
    holder = holder_of(of)
    require_manages_list(by, unit_id=holder.unit_id, professional_id=of.professional_id)
    if cap is not None and not 0 < cap < 100_000:
        raise Refused("Give the largest size as a whole number from 1 up, or leave it empty.", code="list.cap")
    ListSetting.objects.update_or_create(**of.columns, defaults={"cap": cap, "open_to_new": open_to_new})
    audit.record(
        "casework.list_set", by=by, now=now, object_kind="list", object_id=_list_id(of), cap=cap, open=open_to_new
    )


@transaction.atomic
def move_list(
    *,
    source: ListOf,
    target: ListOf,
    rows: Sequence[int] | None = None,
    expected: int,
    from_on: date,
    open_cases: bool,
    reason: str,
    by: Actor,
    now: datetime,
) -> Moved:
    """Move the whole list (rows None) or a part to another worker or team from a day on: all or nothing.

    `expected` is the number of clients that the preview told; another number now means that the list has changed.
    Open cases move, if asked, only within the unit (a case goes to another unit by a hand-over that it accepts).
    """
    MANAGE_LISTS.require(by)
    giver, taker = _both(source, target)
    require_manages_list(by, unit_id=giver.unit_id, professional_id=source.professional_id)
    if taker.unit_id != giver.unit_id and not may_manage_list(by, unit_id=taker.unit_id, professional_id=None):
        raise Refused(
            "That list belongs to another unit. Its manager must agree: ask somebody who manages both units.",
            code="list.not_yours",
        )
    today = helsinki_date(now)
    _require_sound_move(source, target, giver, taker, from_on, today, reason, open_cases)
    moving = list(moving_rows(source, rows, from_on).select_for_update(of=("self",)).order_by("pk"))
    persons = {one.person_id for one in moving}
    if len(persons) != expected or not moving or (rows is not None and len(moving) != len(set(rows))):
        raise Refused(
            "The list has changed since you looked at it. See the numbers again and confirm.", code="list.state"
        )
    kind = _target_kind(source, target, taker)
    again = OwnWorker.objects.filter(pk__in=[one.pk for one in moving])
    if kind and conflicts(source, target, again, kind, from_on).exists():
        raise Refused(
            "Some of the clients already have another own worker or team of that kind. Choose the others.",
            code="list.conflict",
        )
    for one in moving:
        require_kind(kind or one.kind, target, taker)
    require_room(target, weight_of(again, today=today)[1], today=from_on)
    cases = _move_cases(source, target, persons, by=by, now=now) if open_cases else 0
    _move_rows(moving, target, kind, from_on, reason.strip())
    _audit_move(moving, source, target, from_on, by=by, now=now)
    return Moved(len(persons), len(moving), cases)


def holder_of(of: ListOf) -> Professional | Team:
    """The worker or team whose list it is, locked so that two who fill the same list act one after the other."""
    found: Professional | Team | None = None
    if (of.professional_id is None) != (of.team_id is None):
        if of.team_id is not None:
            found = Team.objects.select_for_update(no_key=True, of=("self",)).select_related("unit").filter(
                pk=of.team_id).first()  # fmt: skip
        else:
            found = Professional.objects.select_for_update(no_key=True, of=("self",)).select_related("unit").filter(
                pk=of.professional_id or 0).first()  # fmt: skip
    if found is None:
        raise Refused("Choose a worker or a team.", code="list.missing")
    return found


def require_fits(kind: str, of: ListOf, holder: Professional | Team, *, register: str) -> None:
    """Refused unless the worker or team can be the client's own in this capacity and register."""
    if kind not in set(OwnKind) or (kind == OwnKind.TEAM) != (of.team_id is not None):
        raise Refused("Choose a worker for an own worker and a team for an own team.", code="own.kind")
    if holder.unit.register != register:
        raise Refused("That worker or team keeps another register.", code="own.wall")
    require_kind(kind, of, holder)


def require_kind(kind: str, of: ListOf, holder: Professional | Team) -> None:
    """Refused where the profession does not carry the name: an own doctor is a doctor."""
    if of.team_id is not None or not isinstance(holder, Professional):
        return
    wanted = {OwnKind.DOCTOR: _DOCTORS, OwnKind.NURSE: _NURSES}.get(OwnKind(kind))
    if wanted is not None and holder.profession not in wanted:
        raise Refused("An own doctor is a doctor or dentist, an own nurse is a nurse. Choose another.", code="own.kind")


def require_room(of: ListOf, weight: float, *, today: date) -> None:
    """Refused where the list is closed to new clients or they would not fit under its cap."""
    summary = list_of(of, today=today)
    if summary is None:
        raise Refused("Choose a worker or a team.", code="list.missing")
    if not summary.open_to_new:
        raise Refused("That list takes no new clients now. Choose another, or open the list first.", code="list.closed")
    if summary.cap is not None and summary.weight + weight > summary.cap:
        raise Refused("The list would grow over its largest size. Raise it or choose another.", code="list.full")


def _both(source: ListOf, target: ListOf) -> tuple[Professional | Team, Professional | Team]:
    """Both holders, locked always in the same order: two moves that cross each other wait, they do not lock up."""
    if source == target:
        raise Refused("Choose another list than the one that is moved.", code="list.same")
    first, second = sorted((source, target), key=lambda of: (of.team_id or 0, of.professional_id or 0))
    found = {first: holder_of(first), second: holder_of(second)}
    return found[source], found[target]


def _require_sound_move(
    source: ListOf, target: ListOf, giver: Professional | Team, taker: Professional | Team, from_on: date,
    today: date, reason: str, open_cases: bool,
) -> None:  # fmt: skip
    if giver.unit.register != taker.unit.register:
        raise Refused("That worker or team keeps another register.", code="list.wall")
    if taker.valid_from > from_on or (taker.valid_to is not None and taker.valid_to <= from_on):
        raise Refused("That worker or team does not work on that day. Choose another or another day.", code="list.day")
    if from_on < today:
        raise Refused("The day has passed. A list moves today or later.", code="list.day")
    if not reason.strip() or len(reason) > 300 or "\x00" in reason:
        raise Refused("Write why the list moves, at most 300 characters.", code="list.reason")
    if open_cases and (source.professional_id is None or giver.unit_id != taker.unit_id or from_on != today):
        raise Refused(
            "Open matters move only within the unit and today. Move the future contacts, and hand over the open "
            "matters to the other unit one by one: they stay with you until it accepts them.",
            code="list.cases",
        )


def _target_kind(source: ListOf, target: ListOf, taker: Professional | Team) -> str:
    """The new capacity where the list goes from a worker to a team or back; empty where each row keeps its own."""
    if (source.team_id is None) == (target.team_id is None):
        return ""
    return kind_for(target, taker.profession if isinstance(taker, Professional) else None)


def _move_rows(moving: Sequence[OwnWorker], target: ListOf, kind: str, from_on: date, reason: str) -> None:
    """End each row on the day and begin one with the new holder; a row that begins that very day changes hands."""
    begun = [one for one in moving if one.valid_from < from_on]
    on_the_day = [one for one in moving if one.valid_from == from_on]
    already = set()
    if kind:  # from a worker to a team or back: who has that very holder already needs no second row
        held = valid_on(target.rows(), from_on).filter(person__in=[one.person_id for one in moving])
        already = set(held.values_list("person_id", "register"))
    fresh: dict[tuple[int, str, str], OwnWorker] = {}
    for one in moving:
        key = (one.person_id, one.register, kind or one.kind)
        if key[:2] not in already:
            fresh.setdefault(key, OwnWorker(
                person_id=one.person_id, register=one.register, kind=key[2], service_line=one.service_line,
                professional_id=target.professional_id, team_id=target.team_id, valid_from=from_on,
                valid_to=one.valid_to, reason=reason, agreed=False,
            ))  # fmt: skip
    OwnWorker.objects.filter(pk__in=[one.pk for one in begun]).update(valid_to=from_on)
    OwnWorker.objects.filter(pk__in=[one.pk for one in on_the_day]).delete()
    try:
        with transaction.atomic():
            OwnWorker.objects.bulk_create(fresh.values(), batch_size=500)
    except IntegrityError as error:
        raise Refused(
            "A later change has already been planned for some of the clients. Choose the others.", code="list.conflict"
        ) from error


def _move_cases(source: ListOf, target: ListOf, persons: set[int], *, by: Actor, now: datetime) -> int:
    """Give the open cases to the new worker, or back to the unit's list where a team takes over."""
    cases = list(open_cases_of(source, persons).select_for_update(of=("self",)).select_related("person").order_by("pk"))
    for case in cases:
        case.owner_id = target.professional_id
        case.save(update_fields=["owner"])
        write_audit("moved_with_list", case, by=by, now=now, to=target.professional_id, team=target.team_id)
    return len(cases)


def _audit_move(
    moving: Sequence[OwnWorker], source: ListOf, target: ListOf, from_on: date, *, by: Actor, now: datetime
) -> None:
    """One row for the move, and one for each client, so that their own trail tells it."""
    details: dict[str, Any] = {"to": _list_id(target), "from_on": from_on.isoformat()}
    audit.record(
        "casework.list_moved",
        by=by,
        now=now,
        object_kind="list",
        object_id=_list_id(source),
        rows=len(moving),
        **details,
    )
    keys = dict(Person.objects.filter(pk__in={one.person_id for one in moving}).values_list("pk", "subject_key"))
    for one in moving:
        audit.record(
            "casework.own_moved", by=by, now=now, object_kind="own_worker", object_id=one.pk,
            subject_key=keys[one.person_id], kind=one.kind, **details,
        )  # fmt: skip


def _list_id(of: ListOf) -> str:
    return f"professional {of.professional_id}" if of.team_id is None else f"team {of.team_id}"
