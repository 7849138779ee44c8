"""What does the invented county hold once it is loaded? Work on every page, people who may act, rows to go on from."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from ovi.casework.models import (
    Assignment,
    Case,
    CaseLink,
    CaseMoment,
    CasePath,
    Cover,
    HandOver,
    MeetingItem,
    Opening,
    OwnWorker,
    PathStep,
    WaitPeriod,
)
from ovi.casework.queries import message_list
from ovi.casework.queries.attention import open_escalations, overdue_offers
from ovi.contact.models import Contact, MessageThread, Notification
from ovi.contact.queries import board, chat_estimate
from ovi.demo import load
from ovi.directory.models import ChannelClosure, NearStop, Team, Unit, UnitInfo
from ovi.foundation.refusals import Refused
from ovi.people.models import Account, Membership
from ovi.people.queries import actor_for
from ovi.people.queries.notices import outbox_health
from ovi.plumbing import access
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent
from ovi.staffing.models import Competence

TODAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 7, 12, tzinfo=UTC)


def _ensure(county_id: str = "pirkanmaa") -> bool:
    return load.ensure_county(county_id, 1, 600, TODAY, NOW)


@pytest.fixture(scope="module")
def invented(module_db: None) -> None:
    assert _ensure() is True
    connection.check_constraints()  # here, once: left to the end of each test, it is done for each


@pytest.fixture
def county(invented: None, db: None) -> None:
    """The invented county, and whatever the test does to it gone afterwards."""


def test_the_work_of_the_practice_accounts_is_there(county):
    """Every page of the work has something on it: what each scene leaves, counted where the pages read it."""
    assert Team.objects.filter(kind="area").count() == 2
    assert set(Team.objects.filter(kind="expert").values_list("preset", flat=True)) == {
        "disability_services", "legal_and_supervision", "substance_and_mental_health", "foster_care",
    }  # fmt: skip
    assert Team.objects.filter(members__isnull=True).count() == 0
    assert MeetingItem.objects.filter(handled_at=None).count() == 3
    assert UnitInfo.objects.values("unit").distinct().count() == Unit.objects.count()
    assert ChannelClosure.objects.count() == 1
    assert Cover.objects.filter(valid_from__lte=TODAY, valid_to__gt=TODAY).count() == 1
    carriers = set(CasePath.objects.values_list("case__owner__account__username", flat=True))
    assert {"demo-nurse", "demo-social-worker", "demo-child-protection", None} == carriers
    assert PathStep.objects.filter(state="done").exists()
    assert PathStep.objects.filter(state="to_do", due_on__lt=TODAY).exists()
    nurse = Account.objects.get(username="demo-nurse").professional
    assert WaitPeriod.objects.filter(ended_on=None, case__owner=nurse).count() >= 2
    manager = actor_for(Account.objects.get(username="demo-manager"), today=TODAY)
    assert len(open_escalations(manager)) == 1
    assert HandOver.objects.filter(pk__in=overdue_offers(now=NOW, days=1), from_unit=nurse.unit).exists()
    assert Assignment.objects.filter(to_professional=nurse, seen_at=None).count() == 1
    child = Account.objects.get(username="demo-child-protection").professional.unit
    waiting = Notification.objects.filter(contact__case__state="open", contact__person=None)
    assert waiting.filter(contact__case__unit=child).count() == 2
    assert waiting.filter(contact__service_line="elderly_services").count() == 2
    assert CaseLink.objects.filter(to_case__unit=child, from_case__service_line="family_social_work").count() == 1
    assert CaseMoment.objects.exclude(supersedes=None).count() == 1
    assert Opening.objects.filter(review_state="waiting").count() == 1
    own = OwnWorker.objects.values_list("kind", flat=True)
    assert {"own_doctor", "own_nurse", "own_worker"} <= set(own)
    assert Competence.objects.filter(code="tule_direct_access").exists()
    by = actor_for(Account.objects.get(username="demo-nurse"), today=TODAY)
    assert [one.unread for one in board(by) if one.mine] == [2]
    assert sum(one.state == "chat_waiting" for one in board(by)) == 2
    assert message_list(by).rows
    resident = Account.objects.get(username="demo-resident").person
    assert MessageThread.objects.filter(contact__person=resident, state="awaits_client").count() == 1
    assert chat_estimate(nurse.unit_id, place=3, now=NOW) is not None
    settled = Case.objects.filter(contact__channel="chat", close_reason="resolved_at_first_contact")
    assert settled.count() > 8
    assert settled.values("person").distinct().count() == settled.count()
    assert {one.called_off != "" for one in NearStop.objects.all()} == {True, False}
    assert outbox_health(now=NOW).overdue == 0, "no job has been there to send, so the scenes do"


def test_second_time_changes_nothing_and_another_county_is_refused(county):
    before = Contact.objects.count(), AuditEvent.objects.count()
    assert _ensure() is False
    assert (Contact.objects.count(), AuditEvent.objects.count()) == before
    with pytest.raises(Refused) as refused:
        _ensure("ita_uusimaa")
    assert refused.value.code == "demo.other_county"


def test_work_goes_on_after_the_load(county):
    """Rows made by the actions come after the loaded ones: the sequences have moved on, history is written again."""

    from ovi.casework.actions import open_case

    last = Contact.objects.order_by("-id").first()
    assert last is not None
    fields = {
        one.attname: getattr(last, one.attname)
        for one in Contact._meta.concrete_fields
        if one.name not in ("id", "number", "idempotency_key", "state")
    }
    fresh = Contact.objects.create(**fields, number="OVI-TEST-1", state="received")
    assert fresh.id > last.id
    case = open_case(contact_id=fresh.id, by=system("reception"), now=NOW)
    assert case.id > last.id
    with connection.cursor() as cursor:
        cursor.execute(
            "select array_agg(state order by pgh_id) from contact_contactevent where pgh_obj_id=%s", [fresh.id]
        )
        assert cursor.fetchone()[0] == ["received", "in_case"]


def test_demo_accounts_act_in_their_roles_and_have_no_password(county):
    for account in Account.objects.all():
        assert not account.has_usable_password()
        assert not account.check_password("")
    roles = {one.account.username: one.role for one in Membership.objects.select_related("account")}
    assert roles["demo-nurse"] == Role.NURSE
    assert roles["demo-resident"] == Role.RESIDENT
    nurse = actor_for(Account.objects.get(username="demo-nurse"), today=TODAY)
    assert nurse.registers == {"patient"}
    assert nurse.professional_id is not None
    assert len(nurse.units) == 1
    worker = actor_for(Account.objects.get(username="demo-social-worker"), today=TODAY)
    assert worker.registers == {"social_welfare"}
    resident = actor_for(Account.objects.get(username="demo-resident"), today=TODAY)
    assert Case.objects.filter(person_id=resident.person_id).count() == 4
    assert any(not view.own for view in access.views_of(resident.subject_key, since=datetime(2025, 1, 1, tzinfo=UTC),
                                                        own_account_id=resident.account_id))  # fmt: skip
