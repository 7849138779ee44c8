"""The access log: one row per view, extended on refresh, sealed, and proof against change."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from ovi.plumbing import access
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.models import Access, AccessSubject
from tests import database

NURSE = Actor(account_id=7, name="Aino Testi", roles=frozenset({Role.NURSE}), purpose="care")


def test_one_view_of_many_people_is_one_row_and_one_per_person_in_one_statement(db, now, django_assert_num_queries):
    people = [Shown(uuid4(), "case", "case", str(number)) for number in range(50)]
    with django_assert_num_queries(1):
        access.write(page="worklist", shown=people, by=NURSE, now=now)
    assert Access.objects.count() == 1
    assert AccessSubject.objects.count() == 50


def test_a_refresh_within_ten_minutes_lengthens_the_row_and_a_later_one_is_a_new_row(db, now):
    person = [Shown(uuid4(), "case")]
    access.write(page="case", shown=person, by=NURSE, now=now)
    access.write(page="case", shown=person, by=NURSE, now=now + timedelta(minutes=9))
    assert list(Access.objects.values_list("times", flat=True)) == [2]
    access.write(page="case", shown=person, by=NURSE, now=now + timedelta(minutes=20))
    assert Access.objects.count() == 2


def test_another_person_page_or_viewer_is_a_row_of_its_own(db, now):
    first, second = uuid4(), uuid4()
    access.write(page="case", shown=[Shown(first, "case")], by=NURSE, now=now)
    access.write(page="case", shown=[Shown(second, "case")], by=NURSE, now=now)
    access.write(page="worklist", shown=[Shown(first, "case")], by=NURSE, now=now)
    assert Access.objects.count() == 3


@pytest.mark.parametrize(
    "statement",
    [
        "update plumbing_access set viewer_name = 'somebody else'",
        "delete from plumbing_access",
        "update plumbing_accesssubject set relation = 'none'",
        "delete from plumbing_accesssubject",
        "delete from plumbing_accessseal",
        "update plumbing_auditevent set action = 'nothing'",
        "truncate plumbing_access cascade",
    ],
)
def test_the_running_role_cannot_rewrite_the_logs(db, statement):
    with pytest.raises(ProgrammingError, match="permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


def test_verify_is_silent_on_a_whole_log_and_names_the_seal_of_a_changed_row(committed_db, now):
    for minute in range(3):
        access.write(page=f"page-{minute}", shown=[Shown(uuid4(), "case")], by=NURSE, now=now)
        access.seal(now=now + timedelta(minutes=minute))
    assert list(access.verify()) == []
    with database.superuser_connection() as attacker:
        attacker.execute("update plumbing_access set viewer_name = 'Nobody' where page = 'page-1'")
    assert any("has been changed" in fault for fault in access.verify())


def test_verify_finds_a_removed_row_and_a_removed_seal(committed_db, now):
    for minute in range(3):
        access.write(page=f"page-{minute}", shown=[Shown(uuid4(), "case")], by=NURSE, now=now)
        access.seal(now=now)
    with database.superuser_connection() as attacker:
        attacker.execute("delete from plumbing_accesssubject where access_id = 2")
        attacker.execute("delete from plumbing_access where id = 2")
    assert any("removed or added" in fault for fault in access.verify())
    with database.superuser_connection() as attacker:
        attacker.execute("delete from plumbing_accessseal where id = 2")
    assert any("does not follow" in fault for fault in access.verify())


def test_lengthening_a_sealed_row_does_not_break_the_seal(committed_db, now):
    person = [Shown(uuid4(), "case")]
    access.write(page="case", shown=person, by=NURSE, now=now)
    access.seal(now=now)
    access.write(page="case", shown=person, by=NURSE, now=now + timedelta(minutes=5))
    assert list(access.verify()) == []
    assert access.seal(now=now + timedelta(minutes=6)) == 0
