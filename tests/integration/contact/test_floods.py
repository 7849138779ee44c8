"""Does a flood wait its turn, and does everybody behind a shared address come through?"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from ovi.contact import floods
from ovi.contact.actions import forget_turns, take_turn
from ovi.contact.models import Contact, ContactDraft, Turn
from ovi.plumbing import clock
from tests.integration.casework.test_two_at_once import at_once
from tests.integration.contact.forms_for_tests import walk_for
from tests.integration.residents_for_tests import (
    assert_sound,
    at_most,
    make_county,
    own_catalogue,
    resident,
    text_of,
)

CHECK, LIBRARY = "/yhteys/tarkistus/", "203.0.113.9"
SECOND = timedelta(seconds=1)


def take(now, key: str = "k", free: int = 3):  # type: ignore[no-untyped-def]
    return take_turn(key=key, free=free, gap=SECOND, window=600 * SECOND, longest=300 * SECOND, now=now)


@pytest.fixture
def county(db, now, monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(clock, "now", lambda: now)
    own_catalogue(now)
    return make_county()


def test_the_first_go_at_once_and_each_later_one_a_second_after_the_one_before(db, now):
    assert [take(now) for _ in range(3)] == [now] * 3
    assert [take(now) for _ in range(3)] == [now + SECOND, now + 2 * SECOND, now + 3 * SECOND]
    assert take(now + 60 * SECOND) == now + 61 * SECOND, "a turn is counted from now, not from what is past"
    assert take(now, key="another") == now


def test_no_turn_is_further_away_than_five_minutes_and_the_count_ends_with_its_window(db, now):
    assert max(take(now) for _ in range(400)) == now + 300 * SECOND
    assert take(now + 601 * SECOND) == now + 601 * SECOND
    assert Turn.objects.get().count == 1


def test_of_many_at_once_each_has_a_turn_of_its_own(committed_db, now):
    turns = at_once(*(partial(take, now, "k", 2) for _ in range(8)))
    assert sorted(turns) == [now, now, *(now + number * SECOND for number in range(1, 7))]


def test_old_counts_are_forgotten(db, now):
    take(now)
    take(now + 300 * SECOND, key="later")
    assert forget_turns(now=now + 700 * SECOND) == 1
    assert Turn.objects.get().key == "later"


def test_in_a_crowded_library_one_waits_with_everything_kept_and_comes_through(county, now, monkeypatch):
    first, second = resident().client(), resident(first="Eino").client()
    assert first.post(CHECK, walk_for(first, None, whose="self"), REMOTE_ADDR=LIBRARY).status_code == 302
    Turn.objects.update(count=floods.FREE)  # fifty-nine others have sent from the same address
    sending = walk_for(second, None, whose="self", words="Lapsi yskii")
    waits = second.post(CHECK, sending, REMOTE_ADDR=LIBRARY)
    assert waits.status_code == 429
    page = assert_sound(waits, "fi")
    assert "Viestisi on tallessa" in page
    assert "tel:" in page
    assert second.post(CHECK, sending, REMOTE_ADDR="203.0.113.10").status_code == 429, "the turn is the message's own"
    assert Contact.objects.count() == 1
    monkeypatch.setattr(clock, "now", lambda: now + int(waits.headers["Retry-After"]) * SECOND)
    assert "Lapsi yskii" in text_of(second.get(CHECK))
    assert second.post(CHECK, sending, REMOTE_ADDR=LIBRARY).status_code == 302
    assert Contact.objects.filter(own_words="Lapsi yskii").count() == 1
    assert not ContactDraft.objects.exists()


def test_the_last_press_asks_little_of_the_database(county):
    client = resident().client()
    sending = walk_for(client, None, whose="self")
    with at_most(24):  # bench/intake.py measures what they cost
        assert client.post(CHECK, sending).status_code == 302
