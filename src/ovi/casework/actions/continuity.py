"""How does a client get their own worker or team, and who stands in for an absent worker?"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from ovi.casework.actions.lists import holder_of, require_fits, require_room
from ovi.casework.actions.rows import locked, scope_of
from ovi.casework.models import Cover, OwnWorker
from ovi.casework.policies import OWN_WORKER, require_manages_list, require_own_unit, require_professional
from ovi.casework.queries.continuity import valid_on
from ovi.casework.queries.lists import ListOf, weight_of_client
from ovi.casework.states import OwnKind
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.models import Professional
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

_LONGEST_COVER_DAYS = 731


@transaction.atomic
def name_own(
    *,
    case_id: int,
    kind: str,
    of: ListOf,
    service_line: str = "",
    from_on: date,
    reason: str = "",
    agreed: bool = False,
    by: Actor,
    now: datetime,
) -> OwnWorker:
    """Name the own worker or team of the client of a case, from a day on. The earlier one of the kind ends that day."""
    OWN_WORKER.require(by)
    require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    if case.person is None:
        raise Refused("The client is not known yet. Identify them first.", code="own.person")
    if from_on < helsinki_date(now):
        raise Refused("The day has passed. An own worker begins today or later.", code="own.day")
    if len(reason) > 300 or "\x00" in reason:
        raise Refused("The text is too long or has a character that cannot be stored.", code="own.reason")
    holder = holder_of(of)
    require_fits(kind, of, holder, register=case.register)
    if holder.unit_id != case.unit_id:
        raise Refused("Choose a worker or a team of the unit that has the matter.", code="own.unit")
    current = _current(case.person.pk, case.register, kind, from_on)
    if current is None or (current.professional_id, current.team_id) != (of.professional_id, of.team_id):
        require_room(of, weight_of_client(case.person, case.register, today=from_on), today=from_on)
    row = OwnWorker(
        person=case.person, register=case.register, kind=kind, service_line=service_line,
        professional_id=of.professional_id, team_id=of.team_id, valid_from=from_on, reason=reason.strip(),
        agreed=agreed,
    )  # fmt: skip
    _put(current, row)
    _write("own_named", row, case.person.subject_key, by=by, now=now)
    return row


@transaction.atomic
def end_own(*, case_id: int, row_id: int, reason: str, by: Actor, now: datetime) -> None:
    """End an own worker's or team's care of the client of a case from today. The row stays as history."""
    OWN_WORKER.require(by)
    require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    today = helsinki_date(now)
    rows = OwnWorker.objects.select_for_update().filter(person_id=case.person_id or 0, register=case.register)
    row = valid_on(rows, today).filter(pk=row_id).first()
    if row is None or case.person is None:
        raise Refused("The client no longer has this own worker. Open the matter again.", code="own.state")
    if not reason.strip() or len(reason) > 300:
        raise Refused("Write why it ends, at most 300 characters.", code="own.reason")
    _write("own_ended", row, case.person.subject_key, by=by, now=now)
    if row.valid_from == today:
        row.delete()
        return
    row.valid_to, row.reason = today, reason.strip()
    row.save(update_fields=["valid_to", "reason"])


@transaction.atomic
def arrange_cover(*, absent_id: int, substitute_id: int, from_on: date, to_on: date, by: Actor, now: datetime) -> Cover:
    """Somebody of the same unit stands in for a worker during [from_on, to_on)."""
    absent, substitute = _two(absent_id, substitute_id)
    require_manages_list(by, unit_id=absent.unit_id, professional_id=absent.pk)
    if to_on <= from_on or to_on <= helsinki_date(now) or (to_on - from_on).days > _LONGEST_COVER_DAYS:
        raise Refused("Check the days: the cover ends after it begins, in at most two years.", code="cover.days")
    if substitute.pk == absent.pk or substitute.unit.register != absent.unit.register:
        raise Refused("Choose a colleague who works in the same register.", code="cover.substitute")
    away = Cover.objects.filter(absent=substitute, valid_from__lt=to_on, valid_to__gt=from_on)
    if away.exists():
        raise Refused("That colleague is away at the same time. Choose another one.", code="cover.substitute")
    try:
        with transaction.atomic():
            row = Cover.objects.create(absent=absent, substitute=substitute, valid_from=from_on, valid_to=to_on)
    except IntegrityError as error:
        raise Refused(
            "Somebody already stands in during part of that time. End that cover first.", code="cover.state"
        ) from error
    audit.record(
        "casework.cover_arranged", by=by, now=now, object_kind="cover", object_id=row.pk, absent=absent.pk,
        substitute=substitute.pk, from_on=from_on.isoformat(), to_on=to_on.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def end_cover(*, cover_id: int, by: Actor, now: datetime) -> None:
    """The worker is back: the cover ends today, or is taken back if it has not begun."""
    row = Cover.objects.select_for_update().filter(pk=cover_id).first()
    if row is None:
        raise Refused("The cover has already ended.", code="cover.state")
    absent = Professional.objects.get(pk=row.absent_id)
    require_manages_list(by, unit_id=absent.unit_id, professional_id=absent.pk)
    today = helsinki_date(now)
    if row.valid_to <= today:
        raise Refused("The cover has already ended.", code="cover.state")
    audit.record("casework.cover_ended", by=by, now=now, object_kind="cover", object_id=row.pk, absent=absent.pk)
    if row.valid_from >= today:
        row.delete()
        return
    row.valid_to = today
    row.save(update_fields=["valid_to"])


def _current(person_id: int, register: str, kind: str, from_on: date) -> OwnWorker | None:
    rows = OwnWorker.objects.select_for_update().filter(person_id=person_id, register=register, kind=kind)
    planned = rows.filter(valid_from__gt=from_on).filter(Q(valid_to=None) | Q(valid_to__gt=from_on))
    if planned.exists():
        raise Refused("A later change has already been planned for this client. Move from that day.", code="own.state")
    found: OwnWorker | None = valid_on(rows, from_on).first()
    return found


def _put(current: OwnWorker | None, row: OwnWorker) -> None:
    """End the earlier one and store the new one; one that began the same day was a slip and is replaced."""
    if current is not None and current.valid_from == row.valid_from:
        current.delete()
    elif current is not None:
        current.valid_to = row.valid_from
        current.save(update_fields=["valid_to"])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(
            "Somebody named another one at the same moment. Open the matter again.", code="own.state"
        ) from error


def _two(absent_id: int, substitute_id: int) -> tuple[Professional, Professional]:
    found = {
        one.pk: one for one in Professional.objects.filter(pk__in=[absent_id, substitute_id]).select_related("unit")
    }
    if absent_id not in found or substitute_id not in found:
        raise Refused("Choose the worker and who stands in.", code="cover.substitute")
    return found[absent_id], found[substitute_id]


def _write(action: str, row: OwnWorker, subject_key: object, *, by: Actor, now: datetime) -> None:
    audit.record(
        f"casework.{action}", by=by, now=now, object_kind="own_worker", object_id=row.pk,
        subject_key=subject_key, kind=OwnKind(row.kind).value, professional=row.professional_id,  # type: ignore[arg-type]
        team=row.team_id, from_on=row.valid_from.isoformat(), agreed=row.agreed,
    )  # fmt: skip
