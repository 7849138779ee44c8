"""Statements written out say the same as the ORM, and what is asked often lies ready on the connection."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from ovi.contact.models import ContactDraft
from ovi.people.models import Account
from ovi.plumbing import audit, clock, statements
from ovi.plumbing.actor import system
from ovi.plumbing.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_what_is_inserted_is_what_the_orm_reads() -> None:
    now = clock.now()
    row = ContactDraft(answers={"own_words": "Polvi “särkee”", "safe": ["no_letters"]}, begun_at=now, kept_at=now)
    statements.insert(row)
    read = ContactDraft.objects.get(pk=row.pk)
    for field in ContactDraft._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(row, field.attname)
    read.kept_at = clock.now()
    read.save()
    row.save()  # it is known as stored: written anew, not once more
    assert ContactDraft.objects.count() == 1


def test_what_is_found_is_what_the_orm_finds() -> None:
    now = clock.now()
    for words in ("a", "b"):
        ContactDraft.objects.create(answers={"own_words": words}, begun_at=now, kept_at=now)
    found = statements.found(ContactDraft, "where kept_at = %(at)s order by id desc", at=now)
    assert [(one.pk, one.key, one.answers) for one in found] == [
        (one.pk, one.key, one.answers) for one in ContactDraft.objects.order_by("-pk")
    ]
    found[0].answers["own_words"] = "c"
    found[0].save()
    assert ContactDraft.objects.filter(answers__own_words="c").count() == 1
    assert statements.found(ContactDraft, "where key = %(key)s", key=uuid4()) == []


def test_a_row_against_the_rules_is_refused_as_by_the_orm() -> None:
    now, key = clock.now(), uuid4()
    statements.insert(ContactDraft(key=key, begun_at=now, kept_at=now))
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.insert(ContactDraft(key=key, begun_at=now, kept_at=now))
    assert ContactDraft.objects.count() == 1


def test_an_account_is_found_by_its_key_alone_or_not_at_all() -> None:
    account = Account.objects.create_user("somebody", name="S")
    assert Account.objects.get(pk=account.pk).name == "S"
    assert Account.objects.get(username="somebody") == account
    with pytest.raises(Account.DoesNotExist):
        Account.objects.get(pk=account.pk + 1)


def test_an_audit_row_keeps_what_it_was_given() -> None:
    subject, now = uuid4(), clock.now()
    audit.record(
        "room.verb", by=system("tests"), now=now, object_kind="case", object_id=7, subject_key=subject, code="x"
    )
    row = AuditEvent.objects.get(action="room.verb")
    assert (row.at, row.object_id, row.subject_key, row.details) == (now, "7", subject, {"code": "x"})


def test_what_is_asked_often_lies_ready() -> None:
    for number in range(6):
        statements.rows("select %(number)s::int + 41 -- lies ready", number=number)
    ready = statements.rows("select generic_plans + custom_plans from pg_prepared_statements "
                            "where statement like %(like)s", like="%41 -- lies ready")  # fmt: skip
    assert ready
    assert ready[0][0] >= 3
    assert connection.features.uses_server_side_binding  # type: ignore[attr-defined]
