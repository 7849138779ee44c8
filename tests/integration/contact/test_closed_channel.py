"""Is a closed form told before one writes, is nothing lost at sending, and does it open by itself?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from ovi.contact.models import Contact
from ovi.directory.models import ChannelClosure
from ovi.plumbing import clock
from tests.integration.contact.test_pages import STEPS, WORDS, hidden, walk
from tests.integration.residents_for_tests import assert_sound, make_county, own_catalogue, resident

WHOM, MATTER, SERVICE, ANSWER, CHECK = STEPS["fi"]


@pytest.fixture
def aino(db, now, monkeypatch):
    make_county()
    own_catalogue(now)
    monkeypatch.setattr(clock, "now", lambda: now)
    return resident()


def close(now, **change):
    fields = {
        "channel": "contact_form", "service_line": "oral_health", "closes_at": now - timedelta(hours=1),
        "opens_at": now + timedelta(hours=3), "message_fi": "Lomake on huollossa", "instead_fi": "Soita 03 000 0000",
        "closed_by_name": "Testi",
    }  # fmt: skip
    return ChannelClosure.objects.create(**fields | change)


def test_what_was_written_is_kept_and_sent_when_the_form_opens(aino, now, monkeypatch):
    client = aino.client()
    sending = walk(client)
    close(now)
    answer = client.post(CHECK, sending)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Lomake on huollossa" in html
    assert "Soita 03 000 0000" in html
    assert not Contact.objects.exists()
    kept = hidden(html)
    assert kept["own_words"].replace("\r\n", "\n") == WORDS
    assert kept["idempotency_key"] == sending["idempotency_key"]
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=3))
    assert aino.client().post(CHECK, kept).status_code == 302, "signed in again, for an idle session has ended"
    assert Contact.objects.get().own_words == WORDS


def test_a_message_already_sent_is_never_refused_afterwards(aino, now):
    client = aino.client()
    sending = walk(client)
    first = client.post(CHECK, sending)
    close(now)
    again = client.post(CHECK, sending)
    assert again.headers["Location"] == first.headers["Location"]
    assert Contact.objects.count() == 1


def test_a_form_closed_for_all_services_says_so_on_the_first_page(aino, now):
    close(now, service_line="")
    html = assert_sound(aino.client().get(WHOM), "fi")
    assert "Lomake on huollossa" in html
    assert "112" in html


def test_another_service_stays_open(aino, now):
    close(now, service_line="primary_care")
    client = aino.client()
    assert client.post(CHECK, walk(client)).status_code == 302


def test_closed_call_backs_leave_the_other_answers_open(aino, now):
    close(now, channel="phone_callback", service_line="")
    client = aino.client()
    sending = walk(client)
    assert "Lomake on huollossa" in client.get(ANSWER).content.decode()
    assert client.post(CHECK, sending).status_code == 409
    assert client.post(CHECK, sending | {"reply_by": "my_matters", "reply_to": ""}).status_code == 302
