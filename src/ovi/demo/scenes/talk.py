"""What do people write to each other in the practice county: messages that wait, chats that go on, chats that were?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from ovi.casework import actions as casework
from ovi.casework.models import Case
from ovi.casework.queries import AssessedNeed
from ovi.casework.states import CareReason, CaseState, Urgency
from ovi.contact import actions
from ovi.contact.actions import Asked, Words
from ovi.contact.models import Chat
from ovi.contact.queries import desk_now
from ovi.demo.scenes.stage import Stage
from ovi.directory.actions import publish_unit_info
from ovi.directory.opening_hours import Hours, read_day
from ovi.directory.queries import unit_info
from ovi.foundation.calendar import HELSINKI
from ovi.people.models import Account, Membership, Person
from ovi.people.queries import actor_for
from ovi.plumbing.actor import Actor, Role, system

_MINUTE = timedelta(minutes=1)


def talk(stage: Stage, now: datetime) -> None:
    """All of it; left out where the small county has nobody to talk with."""
    spec = stage.spec["talk"]
    for row in spec["desks"]:
        _open_desk(stage, row)
    nurse = stage.account("demo-nurse")
    _answer_resident(stage, spec["answer"])
    for number, row in enumerate(spec["questions"]):
        _ask(stage, nurse, row, number)
    ended, waiting = spec["ended"], spec["waiting"]
    people = _people(stage, len(ended) + 1 + len(waiting))
    if len(people) < len(ended) + 1 + len(waiting):
        return
    for number, (asked, answer) in enumerate(ended):
        _ended(stage, nurse, people.pop(), asked, answer, number)
    _active(stage, nurse, people.pop(), spec["active"], now)
    for number, text in enumerate(waiting):
        _wait(stage, people.pop(), text, number, now)


def _open_desk(stage: Stage, row: dict[str, Any]) -> None:
    """The unit's chat with its hours, every day of the week, so that there is something to try."""
    unit, manager, at = stage.home[row["unit"]], stage.account("demo-manager"), stage.at(90, 9)
    info = unit_info(unit)
    week = (read_day(row["hours"]) or (),) * 7
    hours = Hours({**info.hours.weekly, "chat": week}, info.hours.exceptions)
    content = replace(info, hours=hours)
    publish_unit_info(unit_id=unit.pk, content=content, based_on=info.version, by=manager, now=at)
    actions.set_desk(
        unit_id=unit.pk, is_open=True, anonymous=row["anonymous"], return_minutes=row["return_minutes"], by=manager,
        now=at,
    )  # fmt: skip


def _answer_resident(stage: Stage, row: dict[str, str]) -> None:
    """The practice resident has asked and has an answer, which waits for them."""
    resident = stage.account("demo-resident")
    mine = Case.objects.filter(person_id=resident.person_id or 0, unit__in=stage.home.values(), person__isnull=False)
    case = mine.exclude(state=CaseState.CLOSED).filter(contact_at__lt=stage.at(2)).order_by("-contact_at").first()
    if case is None or case.unit.pk not in stage.account("demo-nurse").units:
        return
    asked = casework.write_to_unit(
        case_id=case.pk, thread_id=None, subject=row["subject"],
        words=Words(stage.key("own question"), row["asked"]), by=resident, now=stage.at(1, 10),
    )  # fmt: skip
    casework.write_to_client(
        case_id=case.pk, thread_id=asked.thread_id, words=Words(stage.key("own answer"), row["said"]),
        by=stage.account("demo-nurse"), now=stage.at(1, 14),
    )  # fmt: skip


def _ask(stage: Stage, nurse: Actor, row: dict[str, Any], number: int) -> None:
    """A client of the nurse's own has written and waits for an answer."""
    now = stage.at(row["ago"], 9, 40)
    grown = stage.today - timedelta(days=25 * 365)
    case = stage.case(nurse, before=now, used_too=True, person__account=None, person__birth_date__lt=grown)
    if case is None or case.person is None:
        return
    casework.write_to_unit(
        case_id=case.pk, thread_id=None, subject=row["subject"],
        words=Words(stage.key(f"question {number}"), row["text"]), by=_signed_in(case.person, stage.today), now=now,
    )  # fmt: skip


def _people(stage: Stage, most: int) -> list[Actor]:
    """Some adults of the home town who have no account yet: they get one, as if they had signed in."""
    town = stage.home["health_station"].municipality_id
    adult = stage.today - timedelta(days=25 * 365)
    found = Person.objects.filter(municipality=town, account=None, non_disclosure=False, birth_date__lt=adult)
    return [_signed_in(one, stage.today) for one in found.order_by("-pk")[:most]]


def _signed_in(person: Person, today: date) -> Actor:
    account = Account.objects.create_user(f"demo-client-{person.pk}", name=person.full_name, person=person)
    Membership.objects.create(account=account, role=Role.RESIDENT, valid_from=today - timedelta(days=400))
    return actor_for(account, today=today)


def _begin(stage: Stage, by: Actor, text: str, name: str, now: datetime) -> Chat:
    unit = stage.home["health_station"]
    asked = Asked(text, "primary_care", "self", "fi")
    chat = actions.begin_chat(unit_id=unit.pk, asked=asked, key=stage.key(name), by=by, now=now)
    casework.open_case(contact_id=chat.contact_id, by=system("reception"), now=now)
    return chat


def _ended(stage: Stage, nurse: Actor, client: Actor, asked: str, answer: str, number: int) -> None:
    """A chat of the last two weeks that settled its matter: by what these waited the estimate is made."""
    chat = _begin(
        stage, client, asked, f"ended chat {number}", stage.at(1 + number % 9, 9 + number // 5, (number * 17) % 60)
    )
    taken = chat.started_at + _MINUTE * (2 + number % 5)
    actions.take_chat(chat_id=chat.pk, by=nurse, now=taken)
    actions.say_as_unit(
        chat_id=chat.pk, text=answer, key=stage.key(f"ended answer {number}"), by=nurse, now=taken + _MINUTE * 3
    )
    over = taken + _MINUTE * 4
    actions.end_chat(chat_id=chat.pk, by=nurse, now=over)
    case = Case.objects.get(contact=chat.contact_id)
    advice = AssessedNeed(CareReason.OTHER, Urgency.NON_URGENT, "primary_care", general_medicine=True)
    casework.assess(case_id=case.pk, assessed=advice, note=answer, by=nurse, now=over)
    casework.resolve_at_first_contact(case_id=case.pk, by=nurse, now=over)


def _active(stage: Stage, nurse: Actor, client: Actor, lines: list[list[str]], now: datetime) -> None:
    """A chat that the nurse has under way, with something in it that the nurse has not read."""
    at = _open_before(stage, now)
    chat = _begin(stage, client, lines[0][1], "active chat", at)
    actions.take_chat(chat_id=chat.pk, by=nurse, now=at + _MINUTE)
    for number, (who, text) in enumerate(lines[1:]):
        said: dict[str, Any] = {"chat_id": chat.pk, "text": text, "key": stage.key(f"active line {number}")}
        moment = at + _MINUTE * (2 + number)
        if who == "u":
            actions.say_as_unit(by=nurse, now=moment, **said)
        else:
            actions.say_as_client(by=client, now=moment, **said)
    actions.note_client(chat_id=chat.pk, read=1, now=now)


def _wait(stage: Stage, client: Actor, text: str, number: int, now: datetime) -> None:
    """Somebody who waits in the queue, and whose page is open as the county is made."""
    chat = _begin(stage, client, text, f"waiting chat {number}", _open_before(stage, now) + _MINUTE * number)
    actions.note_client(chat_id=chat.pk, read=1, now=now)


def _open_before(stage: Stage, now: datetime) -> datetime:
    """A moment a little before now at which the chat was open."""
    at = now - _MINUTE * 12
    desk = desk_now(stage.home["health_station"].pk, now=at)
    if desk is not None and desk.opening.open:
        return at
    day = now.astimezone(HELSINKI) - timedelta(days=1)
    while True:
        found = desk_now(stage.home["health_station"].pk, now=day.replace(hour=20, minute=30))
        if found is None or found.opening.open:
            return day.replace(hour=20, minute=30)
        day -= timedelta(days=1)
