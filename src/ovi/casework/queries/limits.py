"""Which statutory limits follow from what is known of a need? The same answer for the preview and for what is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, TypeVar

from ovi.casework.models import Assessment, Case
from ovi.casework.queries.moments import current_moments
from ovi.casework.states import MomentKind
from ovi.foundation.text import Trilingual
from ovi.law import Clock, Law, Matter, NotApplied, clocks_for, load_law
from ovi.law.matters import START_FIELD
from ovi.law.rules import Row
from ovi.law.scopes import scope_obstacle
from ovi.law.vocabulary import CareReason, ClockStart, Register, ServiceLine, Urgency

# The fields of a judgement that only one register asks for.
_OF_HEALTH = ("care_reason", "general_medicine", "plan_based", "certificate_only", "preventive", "set_interval")
_OF_SOCIAL = ("needs_special_support", "highest_care_allowance")


@dataclass(frozen=True, slots=True)
class AssessedNeed:
    """What a professional judged: the fields that decide which limits apply (domain.md §1.2, SHL 36 §)."""

    care_reason: str | None
    urgency: str
    service_line: str
    general_medicine: bool | None = False
    plan_based: bool | None = False
    certificate_only: bool | None = False
    preventive: bool | None = False
    set_interval: bool | None = None
    needs_special_support: bool | None = None
    highest_care_allowance: bool | None = None
    specialty: str | None = None

    def of_register(self, register: str) -> AssessedNeed:
        """Without what this register does not ask: it is nobody's answer."""
        kept = {Register.PATIENT: _OF_SOCIAL, Register.SOCIAL_WELFARE: _OF_HEALTH}
        left_out: dict[str, Any] = dict.fromkeys(kept.get(Register(register), _OF_HEALTH + _OF_SOCIAL))
        return replace(self, **left_out)


def judged(row: Assessment) -> AssessedNeed:
    """The judgement that was written down."""
    given: dict[str, Any] = {one.name: getattr(row, one.name, None) for one in fields(AssessedNeed)}
    return AssessedNeed(**given)


def matter_of(
    case: Case,
    *,
    moments: Mapping[MomentKind, datetime],
    assessed: AssessedNeed | None = None,
    assessed_at: datetime | None = None,
) -> Matter:
    """The need as the law sees it. A social matter is pending from its arrival (vireilletulo)."""
    person = case.person
    known: dict[str, object] = {START_FIELD[ClockStart(kind)]: moments[kind] for kind in moments if kind in _STARTS}
    if assessed is not None:
        known |= {name: getattr(assessed, name) for name in _OF_HEALTH if name != "care_reason"}
        known["care_reason"] = CareReason(assessed.care_reason) if assessed.care_reason else None
    urgency = assessed.urgency if assessed else case.urgency
    return Matter(
        service_line=ServiceLine(assessed.service_line if assessed else case.service_line),
        register=Register(case.register),
        birth_date=person.birth_date if person else None,
        highest_care_allowance=_known(
            assessed.highest_care_allowance if assessed else None,
            case.highest_care_allowance,
            person.highest_care_allowance if person else None,
        ),
        needs_special_support=_known(assessed.needs_special_support if assessed else None, case.needs_special_support),
        urgency=Urgency(urgency) if urgency else None,
        # Who comes by a referral has not made contact themselves: the same-day rule is for those who have.
        contact_at=None if moments.get(MomentKind.REFERRAL_ARRIVED) == case.contact_at else case.contact_at,
        pending_at=case.contact_at if case.register == Register.SOCIAL_WELFARE else None,
        assessed_at=assessed_at,
        specialty=_known(assessed.specialty if assessed else None, case.specialty or None),
        **known,  # type: ignore[arg-type]
    )


_STARTS = frozenset(map(str, MomentKind)) & frozenset(map(str, ClockStart))


_T = TypeVar("_T")


def _known(*found: _T | None) -> _T | None:
    """The first that is known: what is judged now, what the case keeps, what the person's own row says."""
    return next((one for one in found if one is not None), None)


@dataclass(frozen=True, slots=True)
class Unapplied:
    """A limit of this line that does not run: not yet (`starts` says from what), or not for this need (`why`)."""

    rule_id: str
    name: Trilingual
    reference: Trilingual
    status: str
    starts: ClockStart | None
    why: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The clocks a case would have, and of the other limits of its line those that a reader would ask about."""

    clocks: tuple[Clock, ...]
    later: tuple[Unapplied, ...]
    not_for_this: tuple[Unapplied, ...]


def limits_preview(
    case_id: int,
    assessed: AssessedNeed,
    *,
    now: datetime,
    today: date,
    also: Mapping[MomentKind, datetime] | None = None,
) -> Limits:
    """What would follow, were the need assessed so at `now` and had `also` happened. Two queries; writes nothing."""
    case = Case.objects.select_related("person").get(pk=case_id)
    moments = {**current_moments(case.pk), **(also or {})}
    matter = matter_of(case, moments=moments, assessed=assessed.of_register(case.register), assessed_at=now)
    law = load_law()
    clocks, not_applied = clocks_for(matter, law)
    found = [one for rule in not_applied if (one := _unapplied(rule, law, matter, today))]
    later = tuple(one for one in found if one.starts)
    return Limits(tuple(clocks), later, tuple(one for one in found if not one.starts))


def _unapplied(one: NotApplied, law: Law, matter: Matter, today: date) -> Unapplied | None:
    """None for rows of another register or line and for those not in force today: nobody asks about them here."""
    rule = law.rule(one.rule_id)
    row = next((row for row in rule.rows if row.never_in_force is None and row.validity.contains(today)), None)
    if row is None or not _of_this_line(row, matter):
        return None
    waits = getattr(matter, START_FIELD[row.start]) is None
    if waits and scope_obstacle(row.scope, matter, today) is not None:
        return None  # waits for what has not happened, and would not cover this need even then
    starts = row.start if waits else None
    return Unapplied(one.rule_id, row.names, rule.reference(row), row.status, starts, one.why)


def _of_this_line(row: Row, matter: Matter) -> bool:
    lines = row.scope.service_lines
    return matter.register in row.scope.registers and (lines is None or matter.service_line in lines)


def rule_texts(rule_id: str) -> tuple[Trilingual, Trilingual]:
    """The name and the reference of a rule by its newest row; the id itself where the files no longer hold it."""
    try:
        rule = load_law().rule(rule_id)
    except KeyError:
        return Trilingual(fi=rule_id), Trilingual()
    return rule.rows[-1].names, rule.reference(rule.rows[-1])


def clock_texts(rule_id: str, valid_from: date) -> tuple[Trilingual | None, Trilingual | None]:
    """The name and the reference of the row that a stored clock follows; None where the files no longer hold it."""
    law = load_law()
    row = law.row(rule_id, valid_from)
    return (row.names, law.rule(rule_id).reference(row)) if row else (None, None)
