"""A unit with a chat that is open on the tests' morning, and who chats in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from ovi.contact import actions
from ovi.contact.models import Chat, ChatDesk
from ovi.directory.models import Unit, UnitInfo
from ovi.people.models import Account, Membership, Person
from ovi.people.queries import actor_for
from ovi.plumbing.actor import ANONYMOUS, Actor, Role
from tests.integration import people_for_tests as make

OPEN = ((8 * 60, 16 * 60),)


def chat_of(unit: Unit, *, anonymous: bool = False, return_minutes: int = 10, hours: tuple = OPEN) -> ChatDesk:
    """The unit's chat, open on every weekday from 8 to 16."""
    week = [[list(span) for span in hours]] * 7
    UnitInfo.objects.create(
        unit=unit, version=1, phone="03 000 1234", hours={"weekly": {"chat": week}, "exceptions": []},
        published_at=datetime.fromisoformat("2026-01-01T10:00+02:00"), published_by_name="Esihenkilö",
    )  # fmt: skip
    return ChatDesk.objects.create(unit=unit, anonymous=anonymous, return_minutes=return_minutes)


def resident(county: make.County, **fields: object) -> Actor:
    """Somebody who can sign in as themselves."""
    person = make.person(county.tampere, **fields)
    account = account_of(person)
    return actor_for(account, today=make.TODAY)


def account_of(person: Person) -> Account:
    account = Account.objects.create_user(f"resident-{person.pk}", name=person.full_name, person=person)
    Membership.objects.create(account=account, role=Role.RESIDENT, valid_from=make.TODAY.replace(year=2020))
    return account


def asked(words: str = "Onko polvi syytä näyttää?", line: str = "primary_care") -> actions.Asked:
    return actions.Asked(words, line, "self", "fi")


def begun(unit: Unit, by: Actor, now: datetime, *, words: str = "Hei", key: UUID | None = None) -> Chat:
    return actions.begin_chat(unit_id=unit.pk, asked=asked(words), key=key or uuid4(), by=by, now=now)


NAMELESS = ANONYMOUS
