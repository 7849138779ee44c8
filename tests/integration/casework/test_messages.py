"""Messages of a matter: whose turn it is, nothing lost and nothing twice, and who may write at all."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from PIL import Image

from ovi.casework import actions
from ovi.casework.models import Case
from ovi.casework.queries import AssessedNeed, message_list, messages_waiting
from ovi.casework.states import CloseReason
from ovi.contact.actions import Upload, Words, note_read
from ovi.contact.message_templates import load_templates
from ovi.contact.models import Contact, FollowUp, Message, MessageDraft, MessageFile, MessageThread
from ovi.contact.queries import drafts_of, follows, threads_of
from ovi.contact.states import Side, ThreadEnd, ThreadState
from ovi.foundation.refusals import Refused
from ovi.people.models import Notice, Representation
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import StoredFile
from tests.examples import examples
from tests.integration import people_for_tests as make
from tests.integration.contact.chats_for_tests import resident

HOUR = timedelta(hours=1)


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def nurse(county):
    return make.acting(make.worker(county.station, Role.NURSE, name="Noora Harjoitus"))


@pytest.fixture
def aino(county):
    return resident(county)


@pytest.fixture
def case(county, aino, now):
    return case_of(aino, now)


def case_of(who, now, **fields: str) -> Case:
    from ovi.people.models import Person

    return make.opened(Person.objects.get(pk=who.person_id), now, **fields)


def words(text: str = "Terve", **more) -> Words:  # type: ignore[no-untyped-def]
    return Words(key=more.pop("key", uuid4()), text=text, **more)


def from_client(case, by, now, text="Kysyisin vielä", *, thread=None, **more):  # type: ignore[no-untyped-def]
    return actions.write_to_unit(case_id=case.pk, thread_id=thread, subject="Lääkkeestä", words=words(text, **more),
                                 by=by, now=now)  # fmt: skip


def from_unit(case, by, now, text="Vastaus", *, thread=None, **more):  # type: ignore[no-untyped-def]
    return actions.write_to_client(case_id=case.pk, thread_id=thread, subject="Ajasta", words=words(text, **more),
                                   by=by, now=now)  # fmt: skip


def refused(code: str, call, *args, **given):  # type: ignore[no-untyped-def]
    with pytest.raises(Refused) as caught:
        call(*args, **given)
    assert caught.value.code == code


def state_of(thread_id: int) -> str:
    return MessageThread.objects.get(pk=thread_id).state


def close(case: Case, nurse, now) -> None:  # type: ignore[no-untyped-def]
    need = AssessedNeed("illness", "non_urgent", "primary_care", general_medicine=True)
    actions.assess(case_id=case.pk, assessed=need, note="", by=nurse, now=now)
    actions.close(case_id=case.pk, reason=CloseReason.CLIENT_WITHDREW, by=nurse, now=now)


def test_whose_turn_follows_from_who_wrote_last(case, aino, nurse, now):
    thread = from_client(case, aino, now).thread_id
    assert state_of(thread) == ThreadState.AWAITS_UNIT
    from_client(case, aino, now + HOUR, "Vielä yksi asia", thread=thread)
    assert MessageThread.objects.get().turn_since == now  # the client has waited since the first
    from_unit(case, nurse, now + HOUR * 2, thread=thread)
    assert state_of(thread) == ThreadState.AWAITS_CLIENT
    from_client(case, aino, now + HOUR * 3, thread=thread)
    from_unit(case, nurse, now + HOUR * 4, "Tiedoksi", thread=thread, wants_answer=False)
    assert state_of(thread) == ThreadState.INFORMED
    actions.close_messages(case_id=case.pk, thread_id=thread, reason=ThreadEnd.ANSWERED, by=nurse, now=now + HOUR * 5)
    assert state_of(thread) == ThreadState.CLOSED
    from_client(case, aino, now + HOUR * 6, "Ei auttanut", thread=thread)
    row = MessageThread.objects.get()
    assert (row.state, row.closed_at, row.end_reason) == (ThreadState.AWAITS_UNIT, None, "")
    assert [one.seq for one in Message.objects.order_by("id")] == [1, 2, 3, 4, 5, 6]


def test_the_worker_who_answers_is_named_and_each_side_sees_what_is_new(case, aino, nurse, now):
    thread = from_client(case, aino, now).thread_id
    from_unit(case, nurse, now + HOUR, thread=thread)
    seen = threads_of(case.contact_id, side=Side.CLIENT)[0]
    assert [(one.author, one.unread) for one in seen.messages] == [(aino.name, False), ("Noora Harjoitus", True)]
    assert threads_of(case.contact_id, side=Side.UNIT)[0].messages[1].read_by_other is False
    note_read(contact_id=case.contact_id, side=Side.CLIENT, now=now + HOUR * 2)
    assert threads_of(case.contact_id, side=Side.CLIENT)[0].unread == 0
    assert threads_of(case.contact_id, side=Side.UNIT)[0].messages[1].read_by_other is True


def test_a_key_is_one_message_and_no_text_is_lost_to_it(case, aino, nurse, now):
    key = uuid4()
    first = from_client(case, aino, now, "Sama", key=key)
    assert from_client(case, aino, now + HOUR, "Sama", key=key).pk == first.pk
    assert from_client(case, aino, now + HOUR, "Sama", key=key, thread=first.thread_id).pk == first.pk
    refused("message.changed", from_client, case, aino, now, "Muutettu", key=key)
    refused("message.key", from_unit, case, nurse, now, "Sama", key=key)
    assert Message.objects.count() == 1


def test_a_message_on_a_closed_case_is_on_the_units_list(case, aino, nurse, now):
    close(case, nurse, now + HOUR)
    from_client(case, aino, now + HOUR * 2, "Entä jos pahenee?")
    found = message_list(nurse)
    assert [(one.case_id, one.closed, one.unread) for one in found.rows] == [(case.pk, True, True)]
    assert messages_waiting(nurse) == 1
    note_read(contact_id=case.contact_id, side=Side.UNIT, now=now + HOUR * 3)
    assert [one.unread for one in message_list(nurse).rows] == [False]
    from_unit(case, nurse, now + HOUR * 3, thread=MessageThread.objects.get().pk)
    assert message_list(nurse).rows == ()
    assert [one.case_id for one in message_list(nurse, shown="client").rows] == [case.pk]


def test_the_longest_waiting_is_first_whatever_is_written(county, nurse, now):
    first, second = resident(county), resident(county)
    one, other = case_of(first, now), case_of(second, now)
    from_client(other, second, now + HOUR, "Kiitos avusta")
    from_client(one, first, now + HOUR * 2, "HÄTÄ! Rintakipu! Apua heti!")
    assert [row.case_id for row in message_list(nurse).rows] == [other.pk, one.pk]


def test_not_solved_in_an_open_case_is_a_message_and_of_a_closed_one_a_new_contact(case, aino, nurse, now):
    actions.tell_not_solved(case_id=case.pk, words=words("Ei auttanut"), by=aino, now=now + HOUR)
    assert MessageThread.objects.get().subject == "Asiani ei ratkennut"
    assert Contact.objects.count() == 1
    close(case, nurse, now + HOUR * 2)
    key = uuid4()
    made = [
        actions.tell_not_solved(case_id=case.pk, words=words("Vieläkin sattuu", key=key), by=aino, now=now + HOUR * 3)
        for _ in range(2)
    ]
    new = Contact.objects.exclude(pk=case.contact_id).get()
    assert [one.pk for one in made] == [new.pk, new.pk]
    assert (new.person_id, new.service_line, new.register) == (aino.person_id, case.service_line, case.register)
    assert new.arrived_at == now + HOUR * 3  # a lawful time of its own
    assert follows(new.number) == (case.contact.number, ())
    assert follows(case.contact.number) == (None, (new.number,))
    opened = actions.open_case(contact_id=new.pk, by=system("reception"), now=now + HOUR * 3)
    assert opened.state == "open"
    assert FollowUp.objects.count() == 1


def test_only_the_unit_that_answers_and_the_client_write(county, case, aino, nurse, now):
    elsewhere = make.acting(make.worker(county.other_station, Role.NURSE))
    social = make.acting(make.worker(county.station, Role.SOCIAL_WORKER))
    refused("case.not_yours", from_unit, case, elsewhere, now)
    refused("case.wall", from_unit, case, social, now)
    refused("permission.contact.message", from_unit, case, aino, now)
    refused("permission.contact.own_message", from_client, case, nurse, now)
    other = resident(county)
    refused("case.not_yours", from_client, case, other, now)
    missing = Case(pk=10**9)
    refused("case.not_yours", from_client, missing, other, now)
    assert not Message.objects.exists()


def test_a_matter_that_the_client_does_not_see_has_no_messages(case, aino, nurse, now):
    Case.objects.filter(pk=case.pk).update(shown_to_client=False)
    refused("case.not_yours", from_client, case, aino, now)
    refused("message.hidden.state", from_unit, case, nurse, now)


def test_nobody_is_written_to_where_nobody_is_known(county, nurse, now):
    refused("message.nobody", from_unit, make.opened(None, now), nurse, now)


@pytest.mark.parametrize(("more", "allowed"), [
    ({}, True), ({"view_only": True}, False), ({"scope": "social"}, False), ({"ended": True}, False),
])  # fmt: skip
def test_who_writes_for_the_client_is_shown_as_such_and_only_by_a_right_in_force(county, now, more, allowed):
    helper, client = resident(county), resident(county)
    case = case_of(client, now)
    given = {"scope": "health", "view_only": False, **{name: value for name, value in more.items() if name != "ended"}}
    Representation.objects.create(
        represented_id=client.person_id, representative_id=helper.person_id, kind="mandate", source="suomi_fi",
        valid_from=make.TODAY - timedelta(days=9), valid_to=make.TODAY + timedelta(days=9), recorded_at=now,
        **({"ended_at": now, "ended_why": "Peruttu"} if "ended" in more else {}), **given,
    )  # fmt: skip
    if not allowed:
        refused("case.not_yours", from_client, case, helper, now)
        return
    from_client(case, helper, now)
    told = threads_of(case.contact_id, side=Side.UNIT)[0].messages[0]
    assert (told.author, told.on_behalf) == (helper.name, True)
    from_client(case, client, now)
    assert {one.on_behalf for one in Message.objects.filter(account_id=client.account_id)} == {False}


def test_a_minors_own_matter_is_no_guardians_to_write_in(county, now):
    young, guardian = resident(county, born=make.TODAY.replace(year=2012)), resident(county)
    Representation.objects.create(
        represented_id=young.person_id, representative_id=guardian.person_id, kind="guardian",
        source="population_register", scope="both", valid_from=make.TODAY, recorded_at=now,
    )  # fmt: skip
    case = case_of(young, now)
    from_client(case, guardian, now)
    Contact.objects.update(private=True)
    refused("case.not_yours", from_client, case, guardian, now)
    Contact.objects.update(made_by=guardian.person_id, ground="guardian", representation=Representation.objects.get())
    from_client(case, guardian, now)


def test_a_message_is_told_of_by_a_notice_that_says_nothing_of_it(case, aino, nurse, now):
    from_unit(case, nurse, now, "Verikokeen tulos on normaali", wants_answer=False)
    told = Notice.objects.get()
    assert (told.person_id, told.kind, told.number) == (aino.person_id, "message_waiting", case.contact.number)
    assert "Verikokeen" not in " ".join(str(value) for value in Notice.objects.values().get().values())
    from_client(case, aino, now)
    assert Notice.objects.count() == 1


def test_a_notice_says_whether_we_ask_or_answer(case, aino, nurse, now):
    key = uuid4()
    asked = from_unit(case, nurse, now, "Mikä päivä sopii?")
    from_client(case, aino, now, thread=asked.thread_id)
    from_unit(case, nurse, now, "Selvä", thread=asked.thread_id, wants_answer=False, key=key)
    from_unit(case, nurse, now, "Vielä tiedoksi", thread=asked.thread_id, wants_answer=False)
    from_unit(case, nurse, now, "Selvä", thread=asked.thread_id, wants_answer=False, key=key)  # pressed once more
    kinds = list(Notice.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["request_for_information", "answer_waiting", "message_waiting"]


def test_a_ready_text_with_a_gap_is_not_sent(case, nurse, now):
    for text in ("Palaamme asiaan [päivä…].", "Terveisin {worker}", "Soita [...]"):
        refused("message.gap", from_unit, case, nurse, now, text)
    from_unit(case, nurse, now, "Viite [1] ja {jotain muuta} saa olla")
    for one in load_templates():
        for language in ("fi", "sv", "en"):
            said = one.filled(language, {"worker": "Noora", "unit": "Asema", "phone": "03 1", "number": "OVI-1"})
            assert "{" not in said
            assert "Noora" in said
            assert one.filled(language, {}).count("[…]") >= 1  # what is not known is a gap, never a wrong word


def test_faults_are_told_together_and_change_nothing(case, aino, now):
    with pytest.raises(Refused) as caught:
        actions.write_to_unit(case_id=case.pk, thread_id=None, subject=" ", words=words("  "), by=aino, now=now)
    assert {fault.where for fault in caught.value.faults} == {"subject", "text"}
    refused("message.faulty", from_client, case, aino, now, "x" * 10_001)
    refused("thread.missing", from_client, case, aino, now, thread=10**9)
    assert not MessageThread.objects.exists()


def test_a_thread_of_another_matter_is_not_written_in(county, case, aino, now):
    other = resident(county)
    thread = from_client(case_of(other, now), other, now).thread_id
    refused("thread.missing", from_client, case, aino, now, thread=thread)


def test_drafts_are_kept_for_oneself_and_forgotten_when_sent(case, aino, nurse, now):
    def keep(by, side, text, thread=None):  # type: ignore[no-untyped-def]
        actions.keep_message_draft(case_id=case.pk, thread_id=thread, subject="", text=text, side=side, by=by, now=now)

    keep(aino, Side.CLIENT, "Aloitin")
    keep(nurse, Side.UNIT, "Minä myös")
    assert drafts_of(case.contact_id, account_id=aino.account_id)[None].text == "Aloitin"
    thread = from_client(case, aino, now).thread_id
    assert drafts_of(case.contact_id, account_id=aino.account_id) == {}
    keep(nurse, Side.UNIT, "Vastausta", thread)
    keep(nurse, Side.UNIT, "Vastausta pidempään", thread)
    assert drafts_of(case.contact_id, account_id=nurse.account_id)[thread].text == "Vastausta pidempään"
    from_unit(case, nurse, now, thread=thread)
    keep(nurse, Side.UNIT, "  ")
    assert not MessageDraft.objects.exists()


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    return out.getvalue()


def test_files_come_with_the_message_and_a_bad_one_sends_nothing(case, aino, now):
    sent = from_client(case, aino, now, files=(Upload("polvi.png", picture()), Upload("toinen.png", picture())))
    files = threads_of(case.contact_id, side=Side.UNIT)[0].messages[0].files
    assert [one.name for one in files] == ["polvi.png", "toinen.png"]
    with pytest.raises(Refused) as caught, transaction.atomic():
        from_client(case, aino, now, files=(Upload("hyva.png", picture()), Upload("paha.exe", b"MZ" * 99)))
    assert caught.value.code.startswith("file.")
    assert Message.objects.count() == 1
    assert StoredFile.objects.count() == MessageFile.objects.filter(message=sent).count() == 2


def test_what_was_written_stays_as_it_was_written(case, aino, now):
    from_client(case, aino, now)
    for change in (lambda: Message.objects.update(text="muu"), lambda: Message.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


class ThreadMachine(RuleBasedStateMachine):
    """The client and two workers write, close and open again, in any order, with keys used again."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        county = make.make_county()
        self.now = self.now0
        self.client = resident(county)
        self.nurses = [make.acting(make.worker(county.station, Role.NURSE)) for _ in range(2)]
        self.case = case_of(self.client, self.now)
        self.thread = from_client(self.case, self.client, self.now, "1").thread_id
        self.sent: list[tuple[object, str, int]] = []
        self.texts = ["1"]

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    def attempt(self, verb, **given):  # type: ignore[no-untyped-def]
        self.now += HOUR
        before = self.snapshot()
        try:
            verb(case_id=self.case.pk, thread_id=self.thread, now=self.now, **given)
        except Refused:
            assert self.snapshot() == before
            return False
        return True

    def snapshot(self):  # type: ignore[no-untyped-def]
        return list(MessageThread.objects.values()), list(Message.objects.order_by("id").values())

    @rule(text=st.sampled_from(["a", "b", "😀"]))
    def client_writes(self, text):  # type: ignore[no-untyped-def]
        assert self.attempt(actions.write_to_unit, words=words(text), by=self.client)  # never refused
        self.texts.append(text)

    @rule(who=st.integers(0, 1), wants=st.booleans())
    def unit_writes(self, who, wants):  # type: ignore[no-untyped-def]
        sent = words("vastaus", wants_answer=wants)
        assert self.attempt(actions.write_to_client, words=sent, by=self.nurses[who])
        self.texts.append("vastaus")
        assert self.attempt(actions.write_to_client, words=sent, by=self.nurses[who])  # sent again: no second one
        assert self.attempt(actions.write_to_client, words=sent, by=self.nurses[1 - who]) is False

    @rule(reason=st.sampled_from(list(ThreadEnd)))
    def unit_closes(self, reason):  # type: ignore[no-untyped-def]
        self.attempt(actions.close_messages, reason=reason, by=self.nurses[0])

    @rule()
    def unit_opens(self) -> None:
        self.attempt(actions.reopen_messages, by=self.nurses[0])

    @rule(side=st.sampled_from([Side.CLIENT, Side.UNIT]))
    def reads(self, side):  # type: ignore[no-untyped-def]
        note_read(contact_id=self.case.contact_id, side=side, now=self.now)

    @invariant()
    def whole(self) -> None:
        thread = MessageThread.objects.get()
        rows = list(Message.objects.order_by("seq"))
        assert [one.text for one in rows] == self.texts
        assert [one.seq for one in rows] == list(range(1, thread.last_seq + 1))
        last = rows[-1]
        if thread.state == ThreadState.AWAITS_CLIENT:
            assert last.side == Side.UNIT
            assert last.wants_answer
        if last.side == Side.CLIENT:
            assert thread.state in (ThreadState.AWAITS_UNIT, ThreadState.CLOSED)
        assert (thread.turn_since is not None) == (thread.state in ("awaits_unit", "awaits_client"))


def test_no_sequence_of_messages_leaves_a_thread_wrong(db, now):
    ThreadMachine.now0 = now
    quick = settings(
        max_examples=examples(25), stateful_step_count=20, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    run_state_machine_as_test(ThreadMachine, settings=quick)
