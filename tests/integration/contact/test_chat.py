"""A chat: who waits where, who talks, and that every line stands once in one order."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from ovi.casework.actions import open_case
from ovi.contact import actions, queries
from ovi.contact.models import Chat, ChatMessage, Contact
from ovi.contact.states import ChatState, Side
from ovi.directory.models import ChannelClosure
from ovi.foundation.refusals import Refused
from ovi.people.models import Representation
from ovi.people.states import Profession
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent
from tests.integration import people_for_tests as make
from tests.integration.contact.chats_for_tests import NAMELESS, begun, chat_of, resident

MINUTE = timedelta(minutes=1)


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def nurse(county):
    return make.acting(make.worker(county.station, Role.NURSE, name="Noora Harjoitus"))


@pytest.fixture
def colleague(county):
    return make.acting(make.worker(county.station, Role.NURSE, name="Eeva Sijainen"))


def view(chat: Chat) -> queries.ChatView:
    found = queries.chat_view(chat.key)
    assert found is not None
    return found


def refused(code: str, call, **given):  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as caught:
        call(**given)
    assert caught.value.code == code


def test_a_chat_is_a_contact_at_once_and_its_case_is_the_chats_units(county, now):
    chat_of(county.other_station)
    aino = resident(county)
    chat = begun(county.other_station, aino, now, words="Polvi on kipeä")
    contact = Contact.objects.get()
    assert (contact.channel, contact.own_words, contact.person_id) == ("chat", "Polvi on kipeä", aino.person_id)
    case = open_case(contact_id=contact.pk, by=system("reception"), now=now)
    assert case.unit_id == county.other_station.pk != county.station.pk  # though the person lives by the other
    assert [(one.seq, one.text, one.side) for one in view(chat).lines] == [(1, "Polvi on kipeä", "client")]
    assert view(chat).case_id == case.pk


def test_places_go_by_arrival_and_the_next_is_the_one_who_has_waited_longest(county, nurse, now):
    chat_of(county.station)
    chats = [begun(county.station, resident(county), now + MINUTE * n) for n in range(3)]
    assert [view(one).place for one in chats] == [1, 2, 3]
    assert [one.queued_as for one in chats] == [1, 2, 3]
    taken = actions.take_next(by=nurse, now=now + MINUTE * 5)
    assert taken.pk == chats[0].pk
    assert [view(one).place for one in chats] == [0, 1, 2]
    actions.take_chat(chat_id=chats[2].pk, by=nurse, now=now + MINUTE * 6)  # a chosen one; several at once
    assert view(chats[1]).place == 1
    assert Chat.objects.filter(professional=nurse.professional_id).count() == 2


def test_who_writes_words_of_any_kind_waits_in_the_same_place(county, now):
    chat_of(county.station)
    first = begun(county.station, resident(county), now, words="Kysyn reseptistä")
    second = begun(county.station, resident(county), now, words="Rintaan koskee kovasti, apua heti")
    assert (view(first).place, view(second).place) == (1, 2)


def test_the_same_key_is_one_chat_and_one_line(county, nurse, now):
    chat_of(county.station)
    aino, key = resident(county), uuid4()
    first = begun(county.station, aino, now, key=key)
    again = begun(county.station, aino, now + MINUTE, key=key)
    assert first.pk == again.pk
    said = uuid4()
    for _ in range(3):
        actions.say_as_client(chat_id=first.pk, text="Oletteko siellä?", key=said, by=aino, now=now)
    actions.take_chat(chat_id=first.pk, by=nurse, now=now)
    answer = uuid4()
    for _ in range(2):
        actions.say_as_unit(chat_id=first.pk, text="Täällä ollaan", key=answer, by=nurse, now=now)
    assert [one.text for one in view(first).lines] == ["Hei", "Oletteko siellä?", "", "Täällä ollaan"]
    refused("contact.key", actions.begin_chat, unit_id=county.station.pk, asked=_asked(), key=key,
            by=resident(county), now=now)  # fmt: skip


def _asked(line: str = "primary_care") -> actions.Asked:
    return actions.Asked("Kysymys", line, "self", "fi")


def test_who_begins_again_goes_on_in_the_chat_that_is_open(county, now):
    chat_of(county.station)
    aino = resident(county)
    first = begun(county.station, aino, now)
    second = begun(county.station, aino, now + MINUTE, words="Vielä tämä")
    assert first.pk == second.pk
    assert [one.text for one in view(first).lines] == ["Hei", "Vielä tämä"]
    assert Contact.objects.count() == 1


def test_hand_over_leaves_the_client_never_alone_and_tells_who_talks_now(county, nurse, colleague, now):
    chat_of(county.station)
    chat = begun(county.station, resident(county), now)
    actions.take_chat(chat_id=chat.pk, by=nurse, now=now)
    actions.offer_chat(chat_id=chat.pk, to_professional_id=colleague.professional_id, by=nurse, now=now)
    assert view(chat).professional == "Noora Harjoitus"
    assert view(chat).offered_to == "Eeva Sijainen"
    actions.say_as_unit(chat_id=chat.pk, text="Hetki vielä", key=uuid4(), by=nurse, now=now)
    refused("chat.taken.state", actions.say_as_unit, chat_id=chat.pk, text="En vielä", key=uuid4(), by=colleague,
            now=now)  # fmt: skip
    actions.take_chat(chat_id=chat.pk, by=colleague, now=now)
    assert view(chat).professional == "Eeva Sijainen"
    assert view(chat).offered_to == ""
    assert [one.line for one in view(chat).lines] == ["said", "joined", "said", "handed_over"]
    refused("chat.taken.state", actions.say_as_unit, chat_id=chat.pk, text="Vielä", key=uuid4(), by=nurse, now=now)
    told = list(AuditEvent.objects.filter(object_kind="chat").values_list("action", flat=True))
    assert told == ["contact.chat_taken", "contact.chat_offered", "contact.chat_taken"]


def test_a_colleague_of_another_unit_is_offered_nothing_and_sees_nothing(county, nurse, now):
    chat_of(county.station)
    elsewhere = make.acting(make.worker(county.other_station, Role.NURSE))
    social = make.acting(make.worker(county.station, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))
    chat = begun(county.station, resident(county), now)
    for by in (elsewhere, social):  # another unit; the same unit, but behind the wall between the registers
        refused("chat.not_yours", actions.take_chat, chat_id=chat.pk, by=by, now=now)
        assert queries.board(by) == []
    actions.take_chat(chat_id=chat.pk, by=nurse, now=now)
    refused("chat.colleague", actions.offer_chat, chat_id=chat.pk, to_professional_id=elsewhere.professional_id,
            by=nurse, now=now)  # fmt: skip


def test_a_returned_chat_keeps_its_old_place(county, nurse, colleague, now):
    chat_of(county.station)
    first = begun(county.station, resident(county), now)
    second = begun(county.station, resident(county), now + MINUTE)
    actions.take_next(by=nurse, now=now + MINUTE * 2)
    actions.return_chat(chat_id=first.pk, by=colleague, now=now + MINUTE * 3)  # the nurse has fallen ill
    assert (view(first).place, view(second).place) == (1, 2)
    assert view(first).professional == ""


def test_who_comes_back_in_time_has_their_place_and_who_does_not_loses_only_the_place(county, now):
    chat_of(county.station, return_minutes=10)
    aino, eino = resident(county), resident(county)
    first, second = begun(county.station, aino, now), begun(county.station, eino, now)
    actions.note_client(chat_id=second.pk, read=1, now=now + MINUTE * 8)
    assert actions.lapse_waiting(now=now + MINUTE * 10) == 0
    assert view(first).place == 1
    actions.note_client(chat_id=first.pk, read=1, now=now + MINUTE * 10)  # came back
    assert actions.lapse_waiting(now=now + MINUTE * 19) == 1
    assert view(first).place == 1
    assert view(second).state == ChatState.LEFT
    assert actions.lapse_waiting(now=now + MINUTE * 19) == 0
    third = begun(county.station, resident(county), now + MINUTE * 19)
    actions.come_back(chat_id=second.pk, by=eino, now=now + MINUTE * 20)
    actions.note_client(chat_id=first.pk, read=1, now=now + MINUTE * 20)
    assert [view(one).place for one in (first, third, second)] == [1, 2, 3]
    assert Contact.objects.filter(person_id=eino.person_id).count() == 1


def test_either_side_ends_and_nothing_more_is_said(county, nurse, now):
    chat_of(county.station)
    aino = resident(county)
    chat = begun(county.station, aino, now)
    actions.end_as_client(chat_id=chat.pk, by=aino, now=now)  # also while waiting
    actions.end_as_client(chat_id=chat.pk, by=aino, now=now)
    assert view(chat).ended_by == Side.CLIENT
    assert ChatMessage.objects.filter(chat=chat).count() == 2
    refused("chat.ended.state", actions.say_as_client, chat_id=chat.pk, text="Hei vielä", key=uuid4(), by=aino, now=now)
    refused("chat.state", actions.take_chat, chat_id=chat.pk, by=nurse, now=now)
    other = begun(county.station, aino, now)
    assert other.pk != chat.pk
    actions.take_chat(chat_id=other.pk, by=nurse, now=now)
    actions.end_chat(chat_id=other.pk, by=nurse, now=now)
    assert view(other).ended_by == Side.UNIT
    refused("chat.ended.state", actions.say_as_unit, chat_id=other.pk, text="Vielä", key=uuid4(), by=nurse, now=now)


def test_hours_and_closures_are_honest(county, now):
    chat_of(county.station)
    early = now.replace(hour=4)  # 6 o'clock in Helsinki
    desk = queries.desk_now(county.station.pk, now=early)
    assert desk is not None
    assert desk.opening.open is False
    assert desk.opening.next_at == now.replace(hour=6, minute=0)
    refused("chat.closed.state", actions.begin_chat, unit_id=county.station.pk, asked=_asked(), key=uuid4(),
            by=resident(county), now=early)  # fmt: skip
    assert not Contact.objects.exists()
    ChannelClosure.objects.create(
        unit=county.station, channel="chat", closes_at=now - MINUTE, opens_at=now + MINUTE * 60, message_fi="Vika",
        instead_fi="Soita", closed_by_name="Esihenkilö",
    )  # fmt: skip
    desk = queries.desk_now(county.station.pk, now=now)
    assert desk is not None
    assert desk.opening.open is False
    assert desk.closure is not None
    refused("chat.closed.state", actions.begin_chat, unit_id=county.station.pk, asked=_asked(), key=uuid4(),
            by=resident(county), now=now)  # fmt: skip


def test_on_a_holiday_the_weeks_hours_prove_nothing(county, now):
    chat_of(county.station)
    holiday = now.replace(month=5, day=1)
    desk = queries.desk_now(county.station.pk, now=holiday)
    assert desk is not None
    assert desk.opening.open is None
    refused("chat.closed.state", actions.begin_chat, unit_id=county.station.pk, asked=_asked(), key=uuid4(),
            by=resident(county), now=holiday)  # fmt: skip


def test_a_nameless_chat_only_where_the_unit_lets_and_never_for_staff(county, nurse, now):
    desk = chat_of(county.station)
    given = {"unit_id": county.station.pk, "asked": _asked(), "now": now}
    refused("permission.contact.chat", actions.begin_chat, key=uuid4(), by=NAMELESS, **given)
    desk.anonymous = True
    desk.save()
    chat = actions.begin_chat(key=uuid4(), by=NAMELESS, **given)
    assert chat.person_id is None
    assert chat.contact.person_id is None
    assert view(chat).name == ""
    refused("permission.contact.chat", actions.begin_chat, key=uuid4(), by=nurse, **given)


def test_a_line_that_the_unit_does_not_serve_is_refused_with_everything_else_that_is_wrong(county, now):
    chat_of(county.station)
    with pytest.raises(Refused) as caught:
        actions.begin_chat(unit_id=county.station.pk, asked=actions.Asked("Hei", "adult_social_work", "x", "xx"),
                           key=uuid4(), by=resident(county), now=now)  # fmt: skip
    assert {fault.where for fault in caught.value.faults} == {"service_line", "for_whom", "language"}


def test_the_estimate_rests_on_realised_waits_and_is_silent_when_they_are_few(county, nurse, now):
    chat_of(county.station)
    aino = resident(county)
    for number in range(11):
        chat = begun(county.station, aino, now + MINUTE * number)
        actions.take_chat(chat_id=chat.pk, by=nurse, now=now + MINUTE * (number + 4))
        actions.end_chat(chat_id=chat.pk, by=nurse, now=now + MINUTE * (number + 5))
    assert queries.chat_estimate(county.station.pk, place=1, now=now + MINUTE * 60) is None
    chat = begun(county.station, aino, now + MINUTE * 20)
    actions.take_chat(chat_id=chat.pk, by=nurse, now=now + MINUTE * 50)  # one odd wait does not decide
    estimate = queries.chat_estimate(county.station.pk, place=3, now=now + MINUTE * 60)
    assert estimate is not None
    assert (estimate.minutes, estimate.basis) == ((12, 12), 12)
    assert queries.chat_estimate(county.station.pk, place=3, now=now + timedelta(days=15)) is None


def test_the_board_marks_what_nobody_has_read(county, nurse, colleague, now):
    chat_of(county.station)
    aino = resident(county)
    chat = begun(county.station, aino, now)
    assert [(one.unread, one.mine) for one in queries.board(nurse)] == [(1, False)]
    actions.take_chat(chat_id=chat.pk, by=nurse, now=now)
    actions.say_as_client(chat_id=chat.pk, text="Kiitos", key=uuid4(), by=aino, now=now)
    assert [(one.unread, one.mine) for one in queries.board(nurse)] == [(1, True)]
    actions.note_unit(chat_id=chat.pk, read=3, by=colleague)  # a colleague's look is not the holder's
    assert queries.board(nurse)[0].unread == 1
    actions.note_unit(chat_id=chat.pk, read=3, by=nurse)
    assert queries.board(nurse)[0].unread == 0
    actions.note_unit(chat_id=chat.pk, read=99, by=nurse)  # nobody has read what is not written
    assert Chat.objects.get().unit_read == 3


def test_what_was_said_stays_as_it_was_said(county, now):
    from django.db import DatabaseError

    chat_of(county.station)
    begun(county.station, resident(county), now)
    for change in (lambda: ChatMessage.objects.update(text="muu"), lambda: ChatMessage.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_client_who_acts_for_a_child_chats_in_the_childs_matter(county, now):
    from dataclasses import replace

    from ovi.plumbing.actor import OnBehalf

    chat_of(county.station)
    child = make.person(county.tampere, born=make.TODAY.replace(year=2018))
    guardian = resident(county)
    right = Representation.objects.create(
        represented=child, representative_id=guardian.person_id, kind="guardian", source="population_register",
        scope="both", valid_from=make.TODAY, recorded_at=now,
    )  # fmt: skip
    guardian = replace(guardian, on_behalf=OnBehalf(
        person_id=child.pk, subject_key=child.subject_key, name="Lapsi", ground="guardian", ground_id=right.pk,
        registers=frozenset({"patient"}), reads=True, writes=True,
    ))  # fmt: skip
    chat = begun(county.station, guardian, now)
    assert (chat.person_id, chat.contact.person_id) == (child.pk, child.pk)
    assert (chat.contact.made_by_id, chat.contact.ground) == (guardian.person_id, "guardian")
    own = begun(county.station, replace(guardian, on_behalf=None), now)
    assert own.pk != chat.pk  # one's own matter is another chat
    actions.end_as_client(chat_id=chat.pk, by=guardian, now=now)
    Representation.objects.update(ended_at=now, ended_why="Peruttu")  # in the middle
    refused("permission.on_behalf", begun, unit=county.station, by=guardian, now=now)


def test_a_minors_own_chat_and_a_nameless_one_reach_no_guardian(county, now):
    chat_of(county.station, anonymous=True)
    young = resident(county, born=make.TODAY.replace(year=2012))
    assert begun(county.station, young, now).contact.private
    assert begun(county.station, NAMELESS, now).contact.private
    assert not begun(county.station, resident(county), now).contact.private
