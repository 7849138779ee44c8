"""Who is signed in, and in which roles, units and registers do they act?"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from ovi.people.models import Account, Membership
from ovi.plumbing.actor import ANONYMOUS, Actor, Role

# Which register a role may open by its own work; crossing needs a named ground (design §5.5).
REGISTERS: dict[Role, frozenset[str]] = {
    Role.NURSE: frozenset({"patient"}),
    Role.DOCTOR: frozenset({"patient"}),
    Role.THERAPIST: frozenset({"patient"}),
    Role.SOCIAL_WORKER: frozenset({"social_welfare"}),
    Role.STUDENT_WELFARE: frozenset({"student_welfare"}),  # a school nurse keeps the patient register
}
_PURPOSES = (
    (Role.NURSE, "care"), (Role.DOCTOR, "care"), (Role.THERAPIST, "care"), (Role.SOCIAL_WORKER, "service"),
    (Role.STUDENT_WELFARE, "service"),
    (Role.MANAGER, "management"), (Role.PROGRAMME_OFFICE, "management"), (Role.OPERATOR, "operation"),
    (Role.RESIDENT, "own_matter"),
)  # fmt: skip


def actor_for(user: AbstractBaseUser | AnonymousUser, *, today: date) -> Actor:
    """The actor behind a signed-in user, by the memberships valid today. One query beside the account's own."""
    if not isinstance(user, Account) or not user.is_active:
        return ANONYMOUS
    valid = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), account=user, valid_from__lte=today
    ).values_list("role", "unit_id", "account__person__subject_key", "account__professional__id")
    rows = list(valid)
    roles = frozenset(Role(role) for role, *_ in rows)
    return Actor(
        account_id=user.id,
        name=user.name,
        roles=roles,
        purpose=next((purpose for role, purpose in _PURPOSES if role in roles), "none"),
        units=frozenset(unit for _, unit, *_ in rows if unit is not None),
        registers=frozenset().union(*(REGISTERS.get(role, frozenset()) for role in roles)),
        person_id=user.person_id,
        professional_id=rows[0][3] if rows else None,
        subject_key=rows[0][2] if rows else None,
    )
