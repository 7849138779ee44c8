"""A number of the walk-in queue is given once, called by one, and knows nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ovi.booking import actions
from ovi.booking.models import Ticket, TicketQueue
from ovi.booking.queries import board_of, queue_of, ticket_of
from ovi.booking.states import TicketState
from ovi.contact.models import Contact
from ovi.foundation.refusals import Refused
from ovi.people.models import Account
from ovi.plumbing import clock
from ovi.plumbing.actor import Role, system
from tests.integration import people_for_tests as make

TODAY = make.TODAY


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def nurse(county):
    return make.acting(make.worker(county.station, Role.NURSE))


@pytest.fixture
def queue(county, nurse, now):
    return actions.open_queue(unit_id=county.station.pk, is_open=True, by=nurse, now=now)


def give(unit, by, now, key=None):
    return actions.give_ticket(unit_id=unit.pk, language="fi", idempotency_key=key or uuid4(), by=by, now=now)


def refused(call, **given):
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value.code


def at_once(*calls):
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_numbers_run_from_one_each_day_and_the_same_press_gives_the_same_number(county, queue, nurse, now):
    key = uuid4()
    first, again, second = (give(county.station, nurse, now, one) for one in (key, key, None))
    assert (first.number, again.number, second.number) == (1, 1, 2)
    assert give(county.station, nurse, now + timedelta(days=1)).number == 1


def test_many_presses_at_once_give_no_number_twice_and_no_number_to_two_workers(committed_db, now):
    county = make.make_county()
    workers = [make.acting(make.worker(county.station, Role.NURSE)) for _ in range(6)]
    actions.open_queue(unit_id=county.station.pk, is_open=True, by=workers[0], now=now)
    given = at_once(*(lambda by=by: give(county.station, by, now).number for by in workers))
    assert sorted(given) == [1, 2, 3, 4, 5, 6]
    called = at_once(
        *(lambda by=by: actions.call_next(unit_id=county.station.pk, place="1", by=by, now=now).number
          for by in workers)
    )  # fmt: skip
    assert sorted(called) == [1, 2, 3, 4, 5, 6]
    assert actions.call_next(unit_id=county.station.pk, place="1", by=workers[0], now=now) is None


def test_calling_the_next_ends_the_one_before_it(county, queue, nurse, now):
    first, _second = give(county.station, nurse, now), give(county.station, nurse, now)
    actions.call_next(unit_id=county.station.pk, place="Luukku 2", by=nurse, now=now)
    actions.call_next(unit_id=county.station.pk, place="Luukku 2", by=nurse, now=now)
    first.refresh_from_db()
    assert first.state == TicketState.SERVED
    assert [one.number for one in queue_of(county.station.pk, today=TODAY).called] == [2]


def test_who_did_not_come_may_come_late_and_the_served_is_not_called_again(county, queue, nurse, now):
    ticket = give(county.station, nurse, now)
    actions.call_next(unit_id=county.station.pk, place="2", by=nurse, now=now)
    actions.end_ticket(ticket_id=ticket.pk, state=TicketState.NO_SHOW, by=nurse, now=now)
    assert board_of(county.station.slug, today=TODAY).called == ()
    actions.call_again(ticket_id=ticket.pk, place="2", by=nurse, now=now)
    actions.end_ticket(ticket_id=ticket.pk, state=TicketState.SERVED, by=nurse, now=now)
    assert refused(actions.call_again, ticket_id=ticket.pk, place="2", by=nurse, now=now) == "ticket.state"


def test_a_closed_queue_gives_no_numbers_but_calls_those_given(county, queue, nurse, now):
    give(county.station, nurse, now)
    actions.open_queue(unit_id=county.station.pk, is_open=False, by=nurse, now=now)
    with pytest.raises(Refused, match="closed"):
        give(county.station, nurse, now)
    assert actions.call_next(unit_id=county.station.pk, place="2", by=nurse, now=now).number == 1


def test_another_units_queue_is_not_ones_own(county, queue, now):
    stranger = make.acting(make.worker(county.other_station, Role.NURSE))
    assert refused(actions.call_next, unit_id=county.station.pk, place="2", by=stranger, now=now) == "ticket.not_yours"
    with pytest.raises(Refused):
        give(county.station, stranger, now)


def test_the_kiosk_gives_numbers_to_nobody_in_particular_until_its_address_changes(county, queue, nurse, now):
    by = system("kiosk")
    taken = actions.take_ticket(kiosk_key=queue.kiosk_key, language="sv", idempotency_key=uuid4(), by=by, now=now)
    assert (taken.number, taken.language) == (1, "sv")
    actions.new_kiosk_key(unit_id=county.station.pk, by=nurse, now=now)
    old = {"kiosk_key": queue.kiosk_key, "language": "fi", "idempotency_key": uuid4(), "by": by, "now": now}
    assert refused(actions.take_ticket, **old) == "ticket.closed.state"
    assert ticket_of(uuid4()) is None


class TestPages:
    @pytest.fixture(autouse=True)
    def still(self, monkeypatch, now):
        monkeypatch.setattr(clock, "now", lambda: now)

    @pytest.fixture
    def desk(self, nurse):
        client = Client()
        account = Account.objects.get(pk=nurse.account_id)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def test_a_day_at_the_desk(self, desk, county):
        page = reverse("tickets")
        assert "open" in desk.get(page).content.decode()
        desk.post(page, {"do": "open"})
        slip = desk.post(page, {"do": "give", "idempotency_key": str(uuid4())})
        assert '<p class="slip__number">1</p>' in desk.get(slip.url).content.decode()
        assert desk.post(page, {"do": "next", "place": ""}).status_code == 409
        desk.post(page, {"do": "next", "place": "Luukku 3"})
        ticket = Ticket.objects.get()
        assert ticket.state == TicketState.CALLED
        board = Client().get(reverse("ticket_board", args=[county.station.slug])).content.decode()
        assert "Luukku 3" in board
        form = desk.get(reverse("contact_log"), {"ticket": str(ticket.pk)}).content.decode()
        assert f'name="ticket" value="{ticket.pk}"' in form
        logged = {"channel": "desk", "identity_check": "document", "own_words": "Korva", "by_letter": "on",
                  "service_line": "primary_care", "idempotency_key": str(uuid4()), "do": "save",
                  "ticket": str(ticket.pk)}  # fmt: skip
        assert desk.post(reverse("contact_log"), logged).status_code == 200
        ticket.refresh_from_db()
        assert (ticket.state, ticket.contact) == (TicketState.SERVED, Contact.objects.get())

    def test_the_waiting_room_and_the_kiosk_ask_and_show_nobody(self, desk, county, nurse):
        desk.post(reverse("tickets"), {"do": "open"})
        kiosk = reverse("ticket_kiosk", args=[TicketQueue.objects.get().kiosk_key])
        visitor = Client()
        key = str(uuid4())
        for _ in range(2):
            taken = visitor.post(kiosk, {"idempotency_key": key})
        assert '<p class="slip__number">1</p>' in visitor.get(taken.url).content.decode()
        assert Ticket.objects.count() == 1
        desk.post(reverse("tickets"), {"do": "next", "place": "2"})
        part = visitor.get(reverse("ticket_board", args=[county.station.slug]), {"part": "1"})
        assert nurse.name not in part.content.decode()
        assert part["Cache-Control"] == "no-store"
        assert visitor.get(reverse("ticket_board", args=[county.other_station.slug])).status_code == 404
        assert visitor.get(reverse("ticket_kiosk", args=[uuid4()])).status_code == 404
        assert visitor.get(reverse("tickets")).status_code == 302
