"""A contact that is sent becomes a case through the real job queue, or not at all."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from ovi.casework.models import Case
from ovi.contact import actions as contact
from ovi.contact.models import Contact
from ovi.people.models import Account, Membership
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make


@pytest.fixture
def resident(committed_db):
    county = make.make_county()
    who = make.person(county.tampere)
    account = Account.objects.create_user("asukas", name="Aino Asukas", person=who)
    Membership.objects.create(account=account, role=Role.RESIDENT, unit=None, valid_from=make.date(2020, 1, 1))
    return make.acting(account)


def send(resident, now):
    return contact.receive(
        idempotency_key=uuid4(), own_words="Polvi on kipeä", service_line="primary_care", language="fi",
        reply_by="my_matters", by=resident, now=now,
    )  # fmt: skip


def work_off():
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def test_the_worker_opens_the_case(resident, now):
    row = send(resident, now)
    assert not Case.objects.exists()
    work_off()
    case = Case.objects.get(contact=row)
    assert (case.state, case.clocks.get().rule_id) == ("open", "PHC-CONTACT")
    opening = ProcrastinateJob.objects.filter(task_name__endswith="open_case_for_contact")
    assert list(opening.values_list("status", flat=True)) == ["succeeded"]


def test_a_send_that_is_rolled_back_leaves_neither_contact_nor_job(resident, now):
    with transaction.atomic():
        send(resident, now)
        transaction.set_rollback(True)
    assert not Contact.objects.exists()
    assert not ProcrastinateJob.objects.exists()
