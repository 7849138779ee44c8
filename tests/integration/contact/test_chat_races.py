"""Two press at the same moment: each line and each chat is one, and the numbers have no gap."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from ovi.contact import actions
from ovi.contact.models import Chat, ChatMessage, Contact, Message
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make
from tests.integration.casework.test_two_at_once import at_once
from tests.integration.contact.chats_for_tests import begun, chat_of, resident


def taken(chat_id, by, now):
    return actions.take_chat(chat_id=chat_id, by=by, now=now).professional_id


def next_taken(by, now):
    return actions.take_next(by=by, now=now).pk


def test_of_two_who_take_the_same_chat_one_has_it(committed_db, now):
    county = make.make_county()
    chat_of(county.station)
    workers = [make.acting(make.worker(county.station, Role.NURSE)) for _ in range(2)]
    for _ in range(4):
        chat = begun(county.station, resident(county), now)
        answers = at_once(*(partial(taken, chat.pk, by, now) for by in workers))
        assert "chat.taken.state" in answers
        assert Chat.objects.get(pk=chat.pk).professional_id in answers
        assert ChatMessage.objects.filter(chat=chat, line="joined").count() == 1


def test_of_four_who_take_the_next_each_gets_another(committed_db, now):
    county = make.make_county()
    chat_of(county.station)
    workers = [make.acting(make.worker(county.station, Role.NURSE)) for _ in range(4)]
    chats = [begun(county.station, resident(county), now).pk for _ in range(3)]
    answers = at_once(*(partial(next_taken, by, now) for by in workers))
    assert sorted(one for one in answers if one != "chat.empty.state") == chats
    assert answers.count("chat.empty.state") == 1


def test_the_same_line_sent_at_once_is_one_and_others_have_no_gap(committed_db, now):
    county = make.make_county()
    chat_of(county.station)
    aino = resident(county)
    nurse = make.acting(make.worker(county.station, Role.NURSE))
    chat = begun(county.station, aino, now)
    actions.take_chat(chat_id=chat.pk, by=nurse, now=now)
    key = uuid4()

    def say(side, text, of_key):
        verb, by = (actions.say_as_client, aino) if side == "client" else (actions.say_as_unit, nurse)
        return verb(chat_id=chat.pk, text=text, key=of_key, by=by, now=now).seq

    calls = [partial(say, "client", "sama", key) for _ in range(3)]
    calls += [partial(say, side, f"{side} {n}", uuid4()) for side in ("client", "unit") for n in range(3)]
    answers = at_once(*calls)
    assert len(set(answers[:3])) == 1
    seqs = list(ChatMessage.objects.filter(chat=chat).order_by("id").values_list("seq", flat=True))
    assert seqs == list(range(1, 2 + 1 + 6 + 1))
    assert Chat.objects.get().last_seq == seqs[-1]


def test_the_same_chat_begun_at_once_is_one(committed_db, now):
    county = make.make_county()
    chat_of(county.station)
    aino, key = resident(county), uuid4()

    def begin():
        return begun(county.station, aino, now, key=key).pk

    answers = at_once(begin, begin, begin)
    assert len(set(answers)) == 1
    assert Contact.objects.count() == Chat.objects.count() == 1


def test_the_same_message_sent_at_once_is_one(committed_db, now):
    from ovi.casework.actions import write_to_unit
    from ovi.contact.actions import Words
    from ovi.people.models import Person

    county = make.make_county()
    aino = resident(county)
    case = make.opened(Person.objects.get(pk=aino.person_id), now)
    key = uuid4()

    def send():
        return write_to_unit(case_id=case.pk, thread_id=None, subject="Aihe", words=Words(key, "Terve"), by=aino,
                             now=now).pk  # fmt: skip

    answers = at_once(send, send, send)
    assert len(set(answers)) == 1
    assert Message.objects.count() == 1


def test_end_and_answer_at_once_leave_no_line_after_the_end(committed_db, now):
    county = make.make_county()
    chat_of(county.station)
    nurse = make.acting(make.worker(county.station, Role.NURSE))
    for _ in range(4):
        aino = resident(county)
        chat = begun(county.station, aino, now)
        actions.take_chat(chat_id=chat.pk, by=nurse, now=now)

        def say(chat=chat):
            try:
                return actions.say_as_unit(chat_id=chat.pk, text="Vielä", key=uuid4(), by=nurse, now=now).seq
            except Refused as refused:
                return refused.code

        at_once(say, partial(actions.end_as_client, chat_id=chat.pk, by=aino, now=now))
        lines = list(ChatMessage.objects.filter(chat=chat).order_by("seq").values_list("line", flat=True))
        assert lines[-1] == "ended"
        assert lines.count("ended") == 1
