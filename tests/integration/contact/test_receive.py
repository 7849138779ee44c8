"""Is a contact received once, whole and as it was written?"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from ovi.contact import queries
from ovi.contact.actions import OWN_WORDS_MAX, next_number, receive
from ovi.contact.models import Contact
from ovi.directory.models import Service
from ovi.foundation.refusals import Refused
from ovi.people.queries import actor_for
from ovi.plumbing.actor import ANONYMOUS, Role
from ovi.plumbing.models import AuditEvent
from tests.integration.residents_for_tests import TODAY, make_county, own_catalogue, resident, worker


@pytest.fixture
def aino(db, now):  # type: ignore[no-untyped-def]
    make_county()
    own_catalogue(now)
    return resident()


def send(who, now, **changed):  # type: ignore[no-untyped-def]
    given = {
        "idempotency_key": uuid4(),
        "own_words": "Selkä on kipeä",
        "service_line": "primary_care",
        "language": "fi",
        "reply_by": "my_matters",
        **changed,
    }
    return receive(**given, by=who.actor, now=now)


def test_a_contact_is_stored_with_number_audit_and_a_job_that_opens_its_case(aino, now):
    contact = send(aino, now)
    assert contact.number.startswith("OVI-2026-")
    assert (contact.state, contact.channel, contact.sector, contact.register) == (
        "received",
        "web",
        "health",
        "patient",
    )
    assert contact.arrived_at == now
    audit = AuditEvent.objects.get(action="contact.receive")
    assert audit.subject_key == aino.person.subject_key
    assert "Selkä" not in str(audit.details)
    job = ProcrastinateJob.objects.get(args__contact_id=contact.pk)
    assert job.task_name == "casework.open_case_for_contact"


def test_the_same_form_again_is_the_same_contact(aino, now):
    key = uuid4()
    first = send(aino, now, idempotency_key=key)
    again = send(aino, now, idempotency_key=key, own_words="Toinen teksti")
    assert again.pk == first.pk
    assert Contact.objects.get().own_words == "Selkä on kipeä"
    assert AuditEvent.objects.filter(action="contact.receive").count() == 1
    assert ProcrastinateJob.objects.count() == 1


def test_another_persons_key_opens_nothing(aino, now):
    key = uuid4()
    send(aino, now, idempotency_key=key)
    with pytest.raises(Refused) as refused:
        send(resident(first="Eino"), now, idempotency_key=key)
    assert refused.value.code == "contact.key"


def test_two_submits_at_the_same_moment_are_one_contact(committed_db, now):
    make_county()
    who, key = resident(), uuid4()
    numbers: list[str] = []

    def one() -> None:
        try:
            numbers.append(send(who, now, idempotency_key=key).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 4
    assert len(set(numbers)) == 1
    assert Contact.objects.count() == 1


WORDS = {
    "emoji": "Päänsärky 🤕👩‍👩‍👧‍👦 jo viikon",
    "right to left": "אני צריך עזרה – أحتاج إلى مساعدة",
    "html": '<script>alert("x")</script><b>&amp;</b>',
    "sql": "Robert'); DROP TABLE contact_contact;--",
    "template": "{{ settings.SECRET_KEY }} {% csrf_token %} %s %(x)s",
    "combining": "Z̷a̶l̵g̴o̸ é ≠ é",
    "lines": "ensin\n\n  sisennetty\n\tsarkain",
    "longest": "ä" * OWN_WORDS_MAX,
}


@pytest.mark.parametrize("kind", WORDS)
def test_words_are_kept_as_they_were_written(aino, now, kind):
    contact = send(aino, now, own_words=WORDS[kind])
    assert Contact.objects.get(pk=contact.pk).own_words == WORDS[kind]


def test_every_fault_is_told_and_nothing_is_stored(aino, now):
    with pytest.raises(Refused) as refused:
        send(aino, now, own_words="x" * (OWN_WORDS_MAX + 1), service_line="magic", reply_by="phone", language="xx")
    assert {fault.where for fault in refused.value.faults} == {"own_words", "service_line", "language", "reply_to"}
    with pytest.raises(Refused):
        send(aino, now, own_words="a\x00b")
    assert not Contact.objects.exists()


def test_only_a_resident_makes_contact_and_only_for_themselves(aino, now):
    nurse = actor_for(worker(Role.NURSE), today=now.date())
    for actor in (ANONYMOUS, nurse):
        with pytest.raises(Refused) as refused:
            receive(
                idempotency_key=uuid4(), own_words="x", service_line="primary_care", language="fi",
                reply_by="my_matters", by=actor, now=now,
            )  # fmt: skip
        assert refused.value.code == "permission.contact.make"


def test_the_service_asked_for_decides_the_register(aino, now):
    social = Service.objects.get(source_id="recovery-meeting-place")
    contact = send(aino, now, service_id=social.pk, service_line=social.service_line)
    assert (contact.service_id, contact.register, contact.sector) == (social.pk, "social_welfare", "social")
    psychologist = Service.objects.get(source_id="school-psychologist")
    contact = send(aino, now, service_id=psychologist.pk, service_line="student_welfare")
    assert contact.register == "student_welfare"


def test_a_service_of_another_line_or_closed_to_contacts_is_not_taken(aino, now):
    closed = Service.objects.filter(contactable=False, service_line="primary_care").first()
    other = Service.objects.filter(contactable=True, service_line="oral_health").first()
    assert closed
    assert other
    assert send(aino, now, service_id=closed.pk).service_id is None
    assert send(aino, now, service_id=other.pk).service_id is None
    assert send(aino, now, service_id=2**62).service_id is None


def test_numbers_go_on_after_those_that_a_bulk_load_brought(aino, now):
    contact = send(aino, now)
    current = int(contact.number.rsplit("-", 1)[1])
    Contact.objects.filter(pk=contact.pk).update(number=f"OVI-2026-{current + 1:06d}")
    assert next_number(now) == f"OVI-2026-{current + 2:06d}"
    assert next_number(now) == f"OVI-2026-{current + 3:06d}"


MOMENTS = {
    "weekday before four": (datetime(2026, 3, 3, 7, 12, tzinfo=UTC), "2026-03-03"),
    "weekday after four": (datetime(2026, 3, 3, 14, 30, tzinfo=UTC), "2026-03-04"),
    "saturday": (datetime(2026, 3, 7, 9, 0, tzinfo=UTC), "2026-03-09"),
    "before a holiday": (datetime(2026, 4, 2, 15, 0, tzinfo=UTC), "2026-04-07"),
}


@pytest.mark.parametrize("kind", MOMENTS)
def test_the_receipt_promises_what_the_law_says(aino, kind):
    at, due = MOMENTS[kind]
    receipt = queries.receipt(send(aino, at).number, by=aino.actor, today=TODAY)
    assert receipt.promises[0].due_on.isoformat() == due
    assert "51 §" in receipt.promises[0].reference.fi


def test_an_adult_in_social_welfare_has_no_number_of_days_to_assessment_and_one_of_75_has_seven(aino, now):
    number = send(aino, now, service_line="adult_social_work").number
    promises = queries.receipt(number, by=aino.actor, today=TODAY).promises
    assert [(promise.stop, str(promise.due_on)) for promise in promises] == [
        ("service_started", "2026-06-03"),
        ("assessment_completed", "None"),
    ]
    old = resident(born=now.date().replace(year=1945))
    number = send(old, now, service_line="adult_social_work").number
    promises = queries.receipt(number, by=old.actor, today=TODAY).promises
    assert [promise.due_on.isoformat() for promise in promises] == ["2026-03-12", "2026-06-03"]
