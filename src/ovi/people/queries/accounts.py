"""Who is signed in, and in which roles, units and registers do they act? And who is the person a worker means?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from ovi.foundation.identifiers import parse_hetu
from ovi.people.models import Account, Person
from ovi.people.representing import RepresentationView, representations_of
from ovi.plumbing import statements
from ovi.plumbing.actor import ANONYMOUS, Actor, Role

__all__ = [
    "FOUND_AT_MOST",
    "REGISTERS",
    "FoundPerson",
    "RepresentationView",
    "actor_for",
    "found_people",
    "person_with_code",
    "representations_of",
]

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
    held = statements.rows(_HELD, account=user.id, today=today)
    roles = frozenset(Role(role) for role, *_ in held)
    return Actor(
        account_id=user.id,
        name=user.name,
        roles=roles,
        purpose=next((purpose for role, purpose in _PURPOSES if role in roles), "none"),
        units=frozenset(unit for _, unit, *_ in held if unit is not None),
        registers=frozenset().union(*(REGISTERS.get(role, frozenset()) for role in roles)),
        person_id=user.person_id,
        professional_id=held[0][3] if held else None,
        subject_key=held[0][2] if held else None,
    )


_HELD = """
select held.role, held.unit_id, person.subject_key, professional.id
from people_membership held
join people_account account on account.id = held.account_id
left join people_person person on person.id = account.person_id
left join people_professional professional on professional.account_id = account.id
where held.account_id = %(account)s and held.valid_from <= %(today)s
  and (held.valid_to is null or held.valid_to > %(today)s)
"""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person as a search shows them: no more than tells two people apart."""

    subject_key: UUID
    name: str
    birth_date: date | None


FOUND_AT_MOST = 10


def found_people(
    *, henkilotunnus: str = "", last_name: str = "", birth_date: date | None = None
) -> tuple[FoundPerson, ...]:
    """Those with this identity code, or with this last name and date of birth; nothing else is a search.

    Needs one of the two, so that nobody can leaf through people. One query, at most FOUND_AT_MOST rows.
    """
    if henkilotunnus:
        people = Person.objects.filter(henkilotunnus=henkilotunnus)
    elif last_name and birth_date:
        people = Person.objects.filter(last_name__iexact=last_name, birth_date=birth_date)
    else:
        return ()
    rows = people.order_by("sort_name", "pk")[:FOUND_AT_MOST]
    return tuple(FoundPerson(row.subject_key, row.full_name, row.birth_date) for row in rows)


def person_with_code(henkilotunnus: str) -> Person | None:
    """The person with this identity code; None where there is none or it is not written as one."""
    try:
        code = parse_hetu(henkilotunnus)
    except ValueError:
        return None
    return Person.objects.filter(henkilotunnus=code.value).first()
