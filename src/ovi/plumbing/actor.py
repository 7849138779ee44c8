"""Who acts? Every write and every guarded read is given an Actor, never a request or a session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ovi.foundation.refusals import Refused


class Role(StrEnum):
    """What a person may be here. One account may hold several."""

    RESIDENT = "resident"
    NURSE = "nurse"
    DOCTOR = "doctor"
    THERAPIST = "therapist"
    SOCIAL_WORKER = "social_worker"
    STUDENT_WELFARE = "student_welfare"  # kuraattori, koulupsykologi: the student welfare register
    MANAGER = "manager"
    PROGRAMME_OFFICE = "programme_office"
    OPERATOR = "operator"
    SYSTEM = "system"


class AssuranceLevel(StrEnum):
    """How surely is it known who signed in? The eIDAS levels (910/2014 art. 8), lowest first; none: not asked."""

    NONE = "none"
    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    def at_least(self, other: AssuranceLevel) -> bool:
        order = list(AssuranceLevel)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """Whose matters the actor has chosen to see to, proved anew at each request.

    `ground`: guardian, trustee, mandate, carer, or help (a worker beside the person); `ground_id` is its row.
    `registers` are those that it reaches; `reads` and `writes` say what it allows there.
    """

    person_id: int
    subject_key: UUID
    name: str
    ground: str
    ground_id: int
    registers: frozenset[str]
    reads: bool
    writes: bool
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which roles and units, and why (purpose: care, own_matter, management, operation, …)."""

    account_id: int | None
    name: str
    roles: frozenset[Role]
    purpose: str
    units: frozenset[int] = frozenset()
    registers: frozenset[str] = frozenset()
    person_id: int | None = None
    professional_id: int | None = None
    subject_key: UUID | None = field(default=None)
    level: AssuranceLevel = AssuranceLevel.NONE
    sign_in_id: int | None = None
    on_behalf: OnBehalf | None = None

    def has(self, *roles: Role) -> bool:
        """Does the actor hold any of these roles?"""
        return not self.roles.isdisjoint(roles)

    def own_account(self) -> int:
        """The actor's account; Refused for the product itself and for who has not signed in."""
        if self.account_id is None:
            raise Refused("Sign in first.", code="permission.account")
        return self.account_id


ANONYMOUS = Actor(account_id=None, name="", roles=frozenset(), purpose="public")


def system(purpose: str) -> Actor:
    """The product itself, in a job or a command; `purpose` says which."""
    return Actor(account_id=None, name="system", roles=frozenset({Role.SYSTEM}), purpose=purpose)
