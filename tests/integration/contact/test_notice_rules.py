"""Does every notification keep the rules, whoever writes it down and whatever they write?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovi.casework.models import Case
from ovi.contact.actions.notifying import seen
from ovi.contact.models import Contact, Notification
from ovi.contact.states import NoticeKind, NotifierKind
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role
from ovi.plumbing.models import AuditEvent
from tests.examples import examples
from tests.integration.contact.notices_for_tests import (
    ABOUT,
    FI,
    WORRY,
    hidden,
    nameless,
    notice,
    told,
    walk,
)  # fmt: skip
from tests.integration.residents_for_tests import make_county, resident, text_of, worker


@pytest.fixture
def county(db):  # type: ignore[no-untyped-def]
    cache.clear()
    return make_county()


def test_a_worker_writes_down_what_somebody_tells_by_phone(county, now):
    client = Client()
    account = worker(Role.SOCIAL_WORKER)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert "channel" in text_of(client.get(FI["kind"]))
    assert client.post(FI["kind"], {"kind": "older_person"}).status_code == 422
    client.post(FI["kind"], {"kind": "older_person", "channel": "phone"})
    client.post(FI["who"], {"notifier_kind": "anonymous"})
    client.post(FI["about"], ABOUT)
    client.post(FI["knows"], {"subject_knows": "unsure"})
    client.post(FI["worry"], {"own_words": WORRY})
    sent = client.post(FI["check"], hidden(text_of(client.get(FI["check"]))))
    assert "ilmoittajalle" in text_of(client.get(sent.headers["Location"]))
    assert Contact.objects.get().channel == "phone"
    assert AuditEvent.objects.get(action="contact.notify").account_id == account.pk


def test_nobody_else_can_say_that_it_came_by_phone(county, now):
    with pytest.raises(Refused) as refused:
        told(now, by=resident().actor, channel="phone")
    assert refused.value.code == "permission.contact.record_notification"
    client = Client()
    client.post(FI["check"], {**walk(client), "channel": "desk"})
    assert Contact.objects.get().channel == "web"


def test_front_door_and_contact_lead_there(county):
    for path in ("/", "/yhteys/", "/yhteys/toisen-puolesta/"):
        assert 'href="/ilmoitus/"' in text_of(Client().get(path))
    assert 'href="/sv/anmalan/"' in text_of(Client().get("/sv/"))


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(NoticeKind),
    by=st.sampled_from(NotifierKind),
    name=_TEXT,
    role=_TEXT,
    organisation=_TEXT,
    subject=_TEXT,
    where=_TEXT,
    words=_TEXT,
)
def test_whatever_is_written_either_is_refused_whole_or_keeps_the_rules(
    county, kind, by, name, role, organisation, subject, where, words
):
    now = datetime(2026, 3, 3, 7, 12, tzinfo=UTC)
    what = notice(
        kind=kind, notifier_kind=by, notifier_name=name, notifier_role=role, notifier_organisation=organisation,
        notifier_phone="050 1", notifier_email="", subject_name=subject, subject_where=where, own_words=words,
    )  # fmt: skip
    before = Contact.objects.count()
    try:
        contact = told(now, what=what)
    except Refused as refused:
        answer = (refused.code, bool(refused.faults), Contact.objects.count())
    else:
        answer = None
    if answer:
        assert answer == ("contact.faulty", True, before)
        return
    row = Notification.objects.get(contact=contact)
    assert row.notifier_kind != NotifierKind.ANONYMOUS, "a telephone number was given"
    assert seen(name)
    assert by == NotifierKind.PRIVATE or (seen(role) and seen(organisation))
    assert seen(words)
    assert seen(subject) or seen(where)
    assert contact.own_words == words


def test_an_anonymous_one_keeps_nothing_but_what_was_seen(county, now):
    row = told(now, what=nameless()).notification
    assert [value for name, value in vars(row).items() if name.startswith("notifier_")] == ["anonymous"] + [""] * 5
    assert not Case.objects.exists(), "the case is opened by its job"
