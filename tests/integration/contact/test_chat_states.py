"""No sequence of what clients and professionals do leaves a chat wrong."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ovi.contact import actions
from ovi.contact.models import Chat, ChatMessage
from ovi.contact.states import CHAT_TRANSITIONS, ChatState
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role
from tests.examples import examples
from tests.integration import people_for_tests as make
from tests.integration.contact.chats_for_tests import begun, chat_of, resident


class ChatMachine(RuleBasedStateMachine):
    """Two clients, two professionals, every verb in any order: a refusal changes nothing, and the lines are whole."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.now = self.now0
        self.county = make.make_county()
        chat_of(self.county.station)
        self.workers = [make.acting(make.worker(self.county.station, Role.NURSE)) for _ in range(2)]
        self.clients = [resident(self.county) for _ in range(2)]
        self.chats = [begun(self.county.station, one, self.now).pk for one in self.clients]
        self.said: dict[int, list[str]] = {pk: ["Hei"] for pk in self.chats}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    def attempt(self, verb, chat, *, text="", **given):  # type: ignore[no-untyped-def]
        self.now += timedelta(seconds=20)
        pk = self.chats[chat]
        before = self.snapshot()
        try:
            verb(chat_id=pk, now=self.now, **({"text": text, "key": uuid4()} if text else {}), **given)
        except Refused:
            assert self.snapshot() == before
        else:
            self.said[pk] += [text] if text else []

    def snapshot(self):  # type: ignore[no-untyped-def]
        return list(Chat.objects.order_by("id").values()), list(ChatMessage.objects.order_by("id").values())

    which = st.integers(0, 1)

    @rule(chat=which, who=which)
    def take(self, chat, who):  # type: ignore[no-untyped-def]
        self.attempt(actions.take_chat, chat, by=self.workers[who])

    @rule(chat=which, who=which, text=st.sampled_from(["a", "b\nc", "<b>"]))
    def unit_says(self, chat, who, text):  # type: ignore[no-untyped-def]
        self.attempt(actions.say_as_unit, chat, text=text, by=self.workers[who])

    @rule(chat=which, text=st.sampled_from(["x", "😀", "שלום"]))
    def client_says(self, chat, text):  # type: ignore[no-untyped-def]
        self.attempt(actions.say_as_client, chat, text=text, by=self.clients[chat])

    @rule(chat=which, who=which, to=which)
    def offer(self, chat, who, to):  # type: ignore[no-untyped-def]
        self.attempt(actions.offer_chat, chat, to_professional_id=self.workers[to].professional_id,
                     by=self.workers[who])  # fmt: skip

    @rule(chat=which, who=which)
    def withdraw(self, chat, who):  # type: ignore[no-untyped-def]
        self.attempt(actions.withdraw_chat_offer, chat, by=self.workers[who])

    @rule(chat=which, who=which)
    def give_back(self, chat, who):  # type: ignore[no-untyped-def]
        self.attempt(actions.return_chat, chat, by=self.workers[who])

    @rule(chat=which, who=which)
    def unit_ends(self, chat, who):  # type: ignore[no-untyped-def]
        self.attempt(actions.end_chat, chat, by=self.workers[who])

    @rule(chat=which)
    def client_ends(self, chat):  # type: ignore[no-untyped-def]
        self.attempt(actions.end_as_client, chat, by=self.clients[chat])

    @rule(chat=which)
    def comes_back(self, chat):  # type: ignore[no-untyped-def]
        self.attempt(actions.come_back, chat, by=self.clients[chat])

    @rule(minutes=st.integers(1, 30))
    def time_goes(self, minutes):  # type: ignore[no-untyped-def]
        self.now += timedelta(minutes=minutes)
        states = dict(Chat.objects.values_list("pk", "state"))
        actions.lapse_waiting(now=self.now)
        for pk, state in Chat.objects.values_list("pk", "state"):
            assert state == states[pk] or state in CHAT_TRANSITIONS[ChatState(states[pk])]

    @invariant()
    def lines_are_whole(self) -> None:
        for row in Chat.objects.all():
            lines = list(ChatMessage.objects.filter(chat=row).order_by("seq"))
            assert [one.seq for one in lines] == list(range(1, row.last_seq + 1))
            assert [one.text for one in lines if one.line == "said"] == self.said[row.pk]
            assert (row.state == ChatState.ACTIVE) <= (row.professional_id is not None)
            assert max(row.client_read, row.unit_read) <= row.last_seq


def test_no_sequence_of_steps_leaves_a_chat_wrong(db, now):
    ChatMachine.now0 = now
    quick = settings(
        max_examples=examples(25), stateful_step_count=25, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    run_state_machine_as_test(ChatMachine, settings=quick)
