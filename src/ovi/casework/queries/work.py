"""What surrounds the work on one case: why it waits, who gave it to whom, what was raised to a manager?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from ovi.casework.models import Assignment, Case, Escalation, WaitPeriod
from ovi.people.models import Membership, Professional
from ovi.plumbing.actor import Role

CARE_ROLES = (Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.SOCIAL_WORKER)


@dataclass(frozen=True, slots=True)
class Wait:
    """One period with its reason; `ended_on` None is in force now."""

    reason: str
    from_on: date
    ended_on: date | None
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Given:
    """The case was given to a worker by somebody else."""

    to: str
    to_id: int
    by: str
    reason: str
    at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """The case was raised to the managers, and what they answered."""

    by: str
    reason: str
    at: datetime
    state: str
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseWork:
    """Newest first in each."""

    waits: tuple[Wait, ...]
    given: tuple[Given, ...]
    raised: tuple[Raised, ...]
    hand_overs: int

    @property
    def wait(self) -> Wait | None:
        """The reason for waiting that is in force."""
        return next((one for one in self.waits if one.ended_on is None), None)


def case_work(case_id: int) -> CaseWork:
    """The work around a case that the reader has already been let into. One statement."""
    mine = OuterRef("pk")
    waits = WaitPeriod.objects.filter(case=mine).order_by("-from_on", "-pk")
    given = Assignment.objects.filter(case=mine).order_by("-pk")
    raised = Escalation.objects.filter(case=mine).order_by("-pk")
    found = (
        Case.objects.filter(pk=case_id)
        .annotate(
            waits=ArraySubquery(waits.values(row=JSONObject(**_WAIT))),
            given=ArraySubquery(given.values(row=JSONObject(**_GIVEN))),
            raised=ArraySubquery(raised.values(row=JSONObject(**_RAISED))),
        )
        .values("waits", "given", "raised", "hand_overs")
        .get()
    )
    return CaseWork(
        tuple(_wait(row) for row in found["waits"]),
        tuple(Given(**{**row, "at": _at(row["at"]), "new": row["new"] is None}) for row in found["given"]),
        tuple(_raised(row) for row in found["raised"]),
        found["hand_overs"],
    )


_WAIT = {
    "reason": "reason",
    "from_on": "from_on",
    "ended_on": "ended_on",
    "by": "by_professional__name",
    "note": "note",
}
_GIVEN = {
    "to": "to_professional__name", "to_id": "to_professional_id", "by": "by_account__name", "reason": "reason",
    "at": "assigned_at", "new": "seen_at",
}  # fmt: skip
_RAISED = {
    "by": "by_professional__name", "reason": "reason", "at": "raised_at", "state": "state", "answer": "answer",
    "answered_by": "answered_by__name", "answered_at": "answered_at",
}  # fmt: skip


def _wait(row: dict[str, Any]) -> Wait:
    ended = date.fromisoformat(row["ended_on"]) if row["ended_on"] else None
    return Wait(row["reason"], date.fromisoformat(row["from_on"]), ended, row["by"], row["note"])


def _raised(row: dict[str, Any]) -> Raised:
    answered = _at(row["answered_at"]) if row["answered_at"] else None
    return Raised(**{**row, "at": _at(row["at"]), "answered_at": answered, "answered_by": row["answered_by"] or ""})


def _at(value: str) -> datetime:
    return datetime.fromisoformat(value)


def workers_of(unit_ids: Iterable[int], on: date) -> QuerySet[Professional]:
    """The professionals who may have cases of these units on that day: their account works there in a caring role."""
    valid = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    members = Membership.objects.filter(valid, unit__in=list(unit_ids), role__in=CARE_ROLES, valid_from__lte=on)
    return Professional.objects.filter(valid, valid_from__lte=on, account__in=members.values("account"))


@dataclass(frozen=True, slots=True)
class Colleague:
    """A worker to whom a case may be given."""

    id: int
    name: str
    profession: str


def colleagues(unit_ids: Iterable[int], on: date) -> list[Colleague]:
    """The workers of these units by name."""
    rows = workers_of(unit_ids, on).order_by("sort_name", "id").values_list("id", "name", "profession")
    return [Colleague(*row) for row in rows]
