"""What is told goes once, by the way that safe contact allows, at an hour when people are awake, and is never lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ovi.foundation.refusals import Refused
from ovi.people import actions
from ovi.people.actions import About, Address, notify
from ovi.people.models import Account, ContactPoint, Membership, NoticeTry
from ovi.people.queries import actor_for, allowed_ways, notices_about
from ovi.people.states import NoticeState, NotifyKind, PointKind, Purpose, RuleKind, TryOutcome, Way
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import SunkMessage
from ovi.plumbing.outbound import ways
from ovi.plumbing.outbound.messages import LastingError, PassingError, Sent
from tests.integration import people_for_tests as make

SYSTEM = system("test")
MATTER = "OVI-2026-000123"
HETU = "010190-900P"


def about(**more):
    return About("case", "7", **{"number": MATTER, **more})


def point(person, kind=PointKind.EMAIL, value="aino@example.fi", matched=None, **more):
    given = {"given_at": datetime(2026, 1, 1, tzinfo=UTC), "confirmed_at": datetime(2026, 1, 1, tzinfo=UTC), **more}
    return ContactPoint.objects.create(person=person, kind=kind, value=value, matched=matched or value, **given)


def told(person, kind=NotifyKind.ANSWER_WAITING, *, now, address=None, **more):
    person_id = person.pk if person else None
    return notify(person_id=person_id, address=address, kind=kind, about=about(**more), by=SYSTEM, now=now)


def sent(notice, now):
    actions.send_notice(notice_id=notice.pk, by=SYSTEM, now=now)
    notice.refresh_from_db()
    return notice


def resident(person):
    account = Account.objects.create_user(f"own-{person.pk}", name=person.full_name, person=person)
    Membership.objects.create(account=account, role=Role.RESIDENT, valid_from=date(2020, 1, 1))
    return actor_for(account, today=make.TODAY)


def answering(monkeypatch, *answers):
    """The ways out answer so, one try after another; the messages handed over are collected."""
    left, handed = list(answers), []

    def send(way, message, *, now):
        handed.append((way, message))
        answer = left.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    monkeypatch.setattr("ovi.people.actions.sending.send", send)
    return handed


def test_one_that_is_told_twice_goes_once(db, now):
    person = make.person(None)
    point(person)
    first, again = told(person, now=now), told(person, now=now)
    assert first.pk == again.pk
    assert told(person, now=now, occasion="2").pk != first.pk
    assert sent(first, now).state == NoticeState.SENT
    sent(first, now)
    assert SunkMessage.objects.count() == 1
    assert "Esimerkki" not in SunkMessage.objects.get().body


def test_without_a_confirmed_address_nothing_goes_and_a_worker_tells_it(db, now):
    county = make.make_county()
    person = make.person(county.tampere, phone="040 123 4567", email="aino@example.fi")
    point(person, confirmed_at=None)
    notice = sent(told(person, now=now), now)
    assert (notice.state, notice.why_not) == (NoticeState.NOT_SENT, "nothing_allowed")
    assert not SunkMessage.objects.exists()
    nurse = make.acting(make.worker(county.station, Role.NURSE))
    with pytest.raises(Refused, match="no such notice"):
        actions.tell_otherwise(notice_id=notice.pk, number="OVI-2026-999999", by=nurse, now=now)
    for _ in range(2):
        assert actions.tell_otherwise(notice_id=notice.pk, number=MATTER, by=nurse, now=now).state == NoticeState.TOLD
    (seen,) = notices_about(MATTER)
    assert seen.told_by == nurse.name


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("2026-03-03T07:12+00:00", "2026-03-03T07:12+00:00"),
        ("2026-03-03T18:59+00:00", "2026-03-03T18:59+00:00"),
        ("2026-03-03T19:00+00:00", "2026-03-04T05:00+00:00"),  # 21.00 in Helsinki
        ("2026-03-04T02:00+00:00", "2026-03-04T05:00+00:00"),
        ("2026-03-28T22:00+00:00", "2026-03-29T04:00+00:00"),  # the night in which clocks go forward
        ("2026-10-24T22:30+00:00", "2026-10-25T05:00+00:00"),  # and back
        ("2026-10-25T00:30+00:00", "2026-10-25T05:00+00:00"),  # in the hour that comes twice
    ],
)
def test_nothing_leaves_in_the_quiet_hours_unless_it_is_waited_for(db, at, leaves):
    person = make.person(None)
    point(person)
    instant, due = datetime.fromisoformat(at), datetime.fromisoformat(leaves)
    notice = told(person, now=instant)
    assert notice.due_at == due
    assert sent(notice, instant).state == (NoticeState.SENT if due == instant else NoticeState.WAITING)
    assert sent(notice, due).state == NoticeState.SENT
    receipt = told(person, NotifyKind.RECEIPT, now=instant)
    assert sent(receipt, instant).state == NoticeState.SENT


def test_what_is_said_never_to_be_used_is_not_used_whatever_else_was_said(db, now):
    person = make.person(None, henkilotunnus=HETU)
    actor = resident(person)
    mail, phone = point(person), point(person, PointKind.PHONE, "040 123 4567", "+358401234567")
    assert [one.way for one in ways_of(person, now)] == [Way.SUOMI_FI, Way.EMAIL, Way.SMS, Way.PHONE]
    rule = {"person_id": person.pk, "by": actor, "now": now}
    actions.set_rule(kind=RuleKind.NEVER, way=Way.SUOMI_FI, **rule)
    actions.set_rule(kind=RuleKind.ALSO, way=Way.SUOMI_FI, **rule)
    assert Way.SUOMI_FI not in [one.way for one in ways_of(person, now)]
    actions.set_rule(kind=RuleKind.NEVER, way=Way.EMAIL, purposes=[Purpose.APPOINTMENT], **rule)
    assert Way.EMAIL in [one.way for one in ways_of(person, now)]
    assert Way.EMAIL not in [one.way for one in ways_of(person, now, Purpose.APPOINTMENT)]
    actions.set_rule(kind=RuleKind.ONLY, way=Way.SMS, matter=MATTER, point_id=phone.pk, **rule)
    assert [one.way for one in allowed_ways(person, Purpose.ANSWER, now, matter=MATTER)] == [Way.SMS]
    assert Way.EMAIL in [one.way for one in ways_of(person, now)]
    actions.set_rule(kind=RuleKind.ALSO, way=Way.VOICE_MAIL, until_on=make.TODAY + timedelta(days=2), **rule)
    assert Way.VOICE_MAIL in [one.way for one in ways_of(person, now)]
    assert Way.VOICE_MAIL not in [one.way for one in ways_of(person, now + timedelta(days=2))]
    assert mail.pk in [one.point_id for one in ways_of(person, now)]


def ways_of(person, now, purpose=Purpose.ANSWER):
    return allowed_ways(person, purpose, now)


def test_what_safe_contact_reads_is_three_queries(db, now, django_assert_num_queries):
    person = make.person(None, henkilotunnus=HETU)
    point(person)
    with django_assert_num_queries(3):
        ways_of(person, now)


def test_under_a_non_disclosure_order_a_letter_goes_only_where_it_is_called_safe(db, now):
    person = make.person(None, non_disclosure=True)
    home = point(person, PointKind.POSTAL, "Kotikatu 1\n33100 Tampere", confirmed_at=None)
    notice = told(person, now=now, address=Address(Way.LETTER, "Kotikatu 1\n33100 Tampere"))
    assert sent(notice, now).state == NoticeState.NOT_SENT
    assert notice.to == ""
    point(person, PointKind.POSTAL, "PL 1\n33101 Tampere", safe=True)
    assert [one.to for one in ways_of(person, now)] == ["PL 1\n33101 Tampere"]
    other = make.person(None)
    ContactPoint.objects.filter(pk=home.pk).update(person=other)
    assert [one.way for one in ways_of(other, now)] == [Way.LETTER]
    actions.set_rule(person_id=other.pk, kind=RuleKind.NEVER, way=Way.HOME, by=resident(other), now=now)
    assert ways_of(other, now) == ()


def test_an_address_that_two_people_share_hears_less(db, now):
    person, other = make.person(None), make.person(None, email="Perhe@Example.fi")
    point(person, value="perhe@example.fi")
    notice = sent(told(person, NotifyKind.APPOINTMENT, now=now, at=now), now)
    assert notice.state == NoticeState.SENT
    body = SunkMessage.objects.get().body
    assert MATTER not in body
    assert "klo" not in body
    other.email = ""
    other.save()
    sent(told(person, NotifyKind.APPOINTMENT, now=now, at=now, occasion="2"), now)
    assert "klo 9.12" in SunkMessage.objects.order_by("-pk").first().body


@pytest.mark.parametrize("register", ["040 111 2222", "+358401112222", "0401112222"])
def test_a_childs_own_matter_never_reaches_the_guardian(db, now, register):
    child, mother = make.person(None, born=date(2012, 5, 1), henkilotunnus=HETU), make.person(None, phone=register)
    point(child, PointKind.PHONE, "040 111 2222", "+358401112222")
    own = told(child, now=now)
    assert sent(own, now).state == NoticeState.NOT_SENT
    asked = told(child, now=now, occasion="a", address=Address(Way.SMS, "0401112222"))
    assert sent(asked, now).state == NoticeState.NOT_SENT
    to_mother = told(mother, now=now, subject_id=child.pk, made_by_id=child.pk)
    assert to_mother.state == NoticeState.WITHHELD
    assert sent(to_mother, now).state == NoticeState.WITHHELD
    made_for = told(mother, now=now, subject_id=child.pk, made_by_id=mother.pk, occasion="b")
    assert made_for.state == NoticeState.WAITING
    assert not SunkMessage.objects.exists()


def test_a_passing_fault_is_tried_again_later_and_then_the_next_way(db, now, monkeypatch):
    monkeypatch.setattr("ovi.people.next_way.settings", lambda: type("S", (), {"notice_tries": 2}))
    person = make.person(None)
    point(person)
    point(person, PointKind.PHONE, "040 1", "+358401234567")
    handed = answering(monkeypatch, PassingError("smtp.451"), PassingError("smtp.451", after_seconds=600), Sent("x"))
    notice = sent(told(person, now=now), now)
    assert notice.state == NoticeState.WAITING
    assert notice.due_at == now + timedelta(seconds=30)
    assert sent(notice, now).tries == 1
    later = notice.due_at
    assert sent(notice, later).due_at == later + timedelta(seconds=600)
    assert sent(notice, notice.due_at).state == NoticeState.SENT
    assert [way for way, _message in handed] == [Way.EMAIL, Way.EMAIL, Way.SMS]
    assert handed[0][1].key == handed[1][1].key != handed[2][1].key
    assert handed[2][1].to == "+358401234567"


def test_a_way_that_does_not_answer_is_left_in_peace_for_a_while(db, now, monkeypatch):
    people = [make.person(None) for _ in range(3)]
    for number, person in enumerate(people):
        point(person, value=f"a{number}@example.fi")
    handed = answering(monkeypatch, PassingError("smtp.TimeoutError", whole=True))
    notices = [sent(told(person, now=now), now) for person in people]
    assert len(handed) == 1, "the others did not wait for the same silence"
    assert [one.tries for one in notices] == [1, 0, 0]
    assert {one.due_at for one in notices} == {now + timedelta(seconds=30)}


def test_a_lasting_fault_marks_the_address_and_the_next_way_goes_at_once(db, now, monkeypatch):
    person = make.person(None)
    mail = point(person)
    point(person, PointKind.POSTAL, "Kotikatu 1\n33100 Tampere")
    answering(monkeypatch, LastingError("smtp.550", bad_address=True))
    notice = sent(told(person, now=now), now)
    assert notice.state == NoticeState.TO_PRINT
    mail.refresh_from_db()
    assert mail.bounced_at == now
    assert [one.outcome for one in NoticeTry.objects.order_by("pk")] == [TryOutcome.REFUSED, TryOutcome.TAKEN]
    assert Way.EMAIL not in [one.way for one in ways_of(person, now)]


def test_a_bounce_that_comes_afterwards_opens_the_next_way(db, now, monkeypatch):
    person = make.person(None)
    point(person)
    answering(monkeypatch, Sent("<1@example.fi>"))
    notice = sent(told(person, now=now), now)
    assert actions.take_bounce(provider_id="<nobody@example.fi>", by=SYSTEM, now=now) is None
    for _ in range(2):
        actions.take_bounce(provider_id="<1@example.fi>", by=SYSTEM, now=now)
    notice.refresh_from_db()
    assert notice.state == NoticeState.WAITING
    assert sent(notice, now).state == NoticeState.NOT_SENT


def test_a_killed_workers_notice_is_taken_up_with_the_same_key(db, now, monkeypatch):
    person = make.person(None)
    point(person)
    notice = told(person, now=now)

    class Killed(BaseException):
        pass

    handed = answering(monkeypatch, Killed(), Sent("x"))
    with pytest.raises(Killed):
        sent(notice, now)
    assert actions.due_notices(now=now) == []
    sent(notice, now)
    assert len(handed) == 1, "somebody has it in hand"
    later = now + timedelta(minutes=3)
    assert actions.due_notices(now=later) == [notice.pk]
    assert sent(notice, later).state == NoticeState.SENT
    assert handed[0][1].key == handed[1][1].key
    assert notices_about(MATTER)[0].twice


def test_a_rule_set_while_it_waits_holds_when_it_leaves(db, now):
    person = make.person(None)
    point(person)
    late = datetime(2026, 3, 3, 20, 0, tzinfo=UTC)
    notice = told(person, now=late)
    actions.set_rule(person_id=person.pk, kind=RuleKind.NEVER, way=Way.EMAIL, by=resident(person), now=late)
    assert sent(notice, notice.due_at).state == NoticeState.NOT_SENT
    assert not SunkMessage.objects.exists()


def test_a_code_goes_where_it_was_asked_for_and_is_forgotten(db, now):
    person = make.person(None)
    point(person)
    notice = told(person, NotifyKind.CODE_LETTER, now=now, code="ABCD", address=Address(Way.SMS, "040 555 1234"))
    assert sent(notice, now).state == NoticeState.SENT
    assert (notice.code, notice.to) == ("", "")
    assert (SunkMessage.objects.get().way, SunkMessage.objects.get().to) == ("sms", "+358405551234")
    wrong = told(person, NotifyKind.CODE_LETTER, now=now, code="ABCD", occasion="2", address=Address(Way.SMS, "no"))
    assert sent(wrong, now).state == NoticeState.NOT_SENT


def test_somebody_without_a_row_hears_at_the_address_they_gave(db, now):
    notice = told(None, NotifyKind.RECEIPT, now=now, address=Address(Way.EMAIL, "nobody@example.fi", "sv"))
    assert sent(notice, now).state == NoticeState.SENT
    assert "Din kontakt har kommit fram" in SunkMessage.objects.get().body
    with pytest.raises(ValueError, match="person or an address"):
        told(None, now=now)


def test_the_demo_lets_nothing_out_even_when_a_way_is_configured(monkeypatch):
    class Configured:
        mode, smtp_host, email_from, sms_url = (
            ways.Mode.DEMO,
            "mail.example.fi",
            "a@example.fi",
            "https://sms.example.fi",
        )
        suomi_fi_url, suomi_fi_service_id = "https://viestit.example.fi", "1"

    demo = Configured()
    monkeypatch.setattr(ways, "settings", lambda: demo)
    assert all(ways.goes_to_sink(way) for way in ways.WAYS)
    demo.mode = ways.Mode.PRODUCTION
    assert not any(ways.goes_to_sink(way) for way in ways.WAYS)
    assert all(ways.is_open(way) for way in ways.WAYS)
    demo.sms_url = ""
    assert not ways.is_open("sms")
