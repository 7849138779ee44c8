"""Picks from the tray and saved lists: who may, what is kept, what is taken back, what owners hear, two at once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from ovi.casework import actions
from ovi.casework.models import SavedList, TrayPick
from ovi.casework.queries import (
    open_list,
    picks_for_client,
    picks_of,
    saved_list,
    saved_lists,
    tray_feedback,
)
from ovi.casework.states import CloseReason, TakeUp
from ovi.directory.actions import load_own_catalogue
from ovi.directory.models import Service
from ovi.directory.states import ServiceState
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor, Role, system
from ovi.plumbing.models import AuditEvent
from tests.integration import people_for_tests as make
from tests.integration.casework.test_goals import refused
from tests.integration.casework.test_two_at_once import at_once

HETU = "010190-900P"  # artificial


@pytest.fixture
def services(db, now):
    load_own_catalogue(by=system("test"), now=now)
    return list(Service.objects.filter(state=ServiceState.ACTIVE).order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def client_person(county):
    return make.person(county.tampere)


@pytest.fixture
def case(client_person, now):
    return make.opened(client_person, now - timedelta(hours=2))


@pytest.fixture
def act(case, nurse, now):
    def do(name, **given):
        return getattr(actions, name)(**{"case_id": case.pk, "by": nurse, "now": now, **given})

    return do


@pytest.fixture
def pick(act, services):
    return act("pick_service", service_id=services[0], reason="Ryhmä on lähellä ja ilmainen.")


def resident(person):
    return Actor(1, "Asukas", frozenset({Role.RESIDENT}), "own_matter", person_id=person.pk)


def test_a_pick_has_its_reason_day_and_maker_and_is_audited_without_the_words(act, case, pick, services, nurse, now):
    assert act("pick_service", service_id=services[0], reason=" Ryhmä on lähellä  ja ilmainen. ").pk == pick.pk
    assert refused(partial(act, "pick_service"), service_id=services[0], reason="Muu syy") == "tray.picked.state"
    assert refused(partial(act, "pick_service"), service_id=services[1], reason="  ") == "tray.reason"
    assert refused(partial(act, "pick_service"), service_id=services[1], reason="x" * 501) == "tray.reason"
    assert refused(partial(act, "pick_service"), service_id=services[1], reason=f"Kuten {HETU}") == "tray.identity"
    assert refused(partial(act, "pick_service"), service_id=10**9, reason="Hyvä") == "tray.service"
    (found,) = picks_of(case.pk)
    assert (found.picked_at, found.picked_by) == (now, nurse.name)
    rows = AuditEvent.objects.filter(action="casework.tray_picked", object_id=str(case.pk))
    assert [row.details for row in rows] == [{"pick": pick.pk, "service": services[0]}]


def test_a_pick_is_taken_back_and_restored(act, case, pick, services, now):
    act("revoke_pick", pick_id=pick.pk)
    act("revoke_pick", pick_id=pick.pk, now=now + timedelta(days=1))
    assert picks_for_client(case.pk) == ()
    assert picks_of(case.pk)[0].revoked_at == now
    assert refused(partial(act, "mark_take_up"), pick_id=pick.pk, take_up=TakeUp.WENT) == "tray.revoked.state"
    act("restore_pick", pick_id=pick.pk)
    assert len(picks_for_client(case.pk)) == 1
    act("revoke_pick", pick_id=pick.pk)
    act("pick_service", service_id=services[0], reason="Uusi syy")
    assert refused(partial(act, "restore_pick"), pick_id=pick.pk) == "tray.picked.state"


def test_only_the_cases_own_unit_picks_and_nobody_in_a_closed_case(
    act, case, pick, services, nurse, receiver, social_worker, now
):
    for stranger, code in (
        (receiver, "case.not_yours"),
        (social_worker, "case.wall"),
        (system("x"), "permission.casework.tray"),
    ):
        assert refused(partial(act, "pick_service"), service_id=services[1], reason="Hyvä", by=stranger) == code
        assert refused(partial(act, "mark_take_up"), pick_id=pick.pk, take_up=TakeUp.WENT, by=stranger) == code
    other = make.opened(make.person(None), now)
    assert refused(partial(act, "revoke_pick"), case_id=other.pk, pick_id=pick.pk) == "tray.missing"
    case.assessed_at, case.state, case.closed_at = now, "closed", now
    case.close_reason = CloseReason.SERVICE_GIVEN
    case.save()
    assert refused(partial(act, "pick_service"), service_id=services[1], reason="Hyvä") == "case.state"
    assert refused(partial(act, "revoke_pick"), pick_id=pick.pk) == "case.state"
    assert act("mark_take_up", pick_id=pick.pk, take_up=TakeUp.WENT).take_up == "went"


def test_the_client_tells_of_their_own_pick_only(act, case, pick, client_person, county, now):
    mine, other = resident(client_person), resident(make.person(county.nokia))
    tell = partial(act, "tell_take_up", pick_id=pick.pk, take_up=TakeUp.FULL)
    assert refused(tell, by=other) == "case.not_yours"
    tell(by=mine)
    (found,) = picks_for_client(case.pk)
    assert (found.take_up, found.told_by_client, found.told_at) == ("full", True, now)
    act("tell_take_up", pick_id=pick.pk, take_up=None, by=mine)
    (found,) = picks_for_client(case.pk)
    assert (found.take_up, found.told_at, found.told_by_client) == ("", None, False)


def test_the_database_keeps_an_answer_whole(pick):
    with pytest.raises(IntegrityError), transaction.atomic():
        TrayPick.objects.filter(pk=pick.pk).update(take_up="went")


def test_owners_hear_counts_and_reasons_and_of_few_clients_no_number(act, services, nurse, county, now):
    for number in range(7):
        case = make.opened(make.person(county.tampere), now - timedelta(hours=2))
        pick = act("pick_service", case_id=case.pk, service_id=services[2], reason="Hyvä")
        act(
            "mark_take_up", case_id=case.pk, pick_id=pick.pk, take_up=TakeUp.FULL if number < 5 else TakeUp.NOT_SUITABLE
        )
    found = {(one.take_up, one.times) for one in tray_feedback(since=now - timedelta(days=365))}
    assert found == {("full", 5), ("not_suitable", None)}
    assert tray_feedback(since=now + timedelta(days=1)) == ()


@pytest.fixture
def kept(nurse, services, county, now):
    return actions.save_list(
        unit_id=county.station.pk, name="Liikuntaa", for_whom="Aikuisille", note="", public=False,
        services=[services[1], services[0], services[1]], by=nurse, now=now,
    )  # fmt: skip


def save(kept, by, now, **given):
    whole = {
        "unit_id": kept.unit_id, "name": kept.name, "for_whom": "", "note": "", "services": [], "public": False,
        "list_id": kept.pk, "based_on": kept.version,
    }  # fmt: skip
    return actions.save_list(by=by, now=now, **{**whole, **given})


def test_a_list_keeps_its_order_and_refuses_identity_codes(kept, nurse, services, now):
    assert saved_list(kept.pk).services == (services[1], services[0])
    for field in ("name", "for_whom", "note"):
        with pytest.raises(Refused) as found:
            save(kept, nurse, now, **{field: f"Asiakas {HETU}"})
        assert found.value.code == "tray.identity"
        assert [fault.where for fault in found.value.faults] == [field]
    for wrong in ({"name": " "}, {"note": "x" * 1001}, {"services": [10**9]}, {"services": list(range(1, 62))}):
        assert refused(partial(save, kept, nurse, now), **wrong) == "saved_list.input"
    assert saved_list(kept.pk).version == 1


def test_lists_belong_to_units_are_copied_and_come_back(kept, nurse, receiver, county, services, now):
    assert refused(partial(save, kept, receiver, now)) == "saved_list.not_yours"
    assert refused(partial(actions.delete_list), list_id=kept.pk, by=receiver, now=now) == "saved_list.not_yours"
    copy = actions.copy_list(list_id=kept.pk, unit_id=county.other_station.pk, name="Oma", by=receiver, now=now)
    assert saved_list(copy.pk).services == (services[1], services[0])
    assert copy.key != kept.key
    assert [one.name for one in saved_lists([county.station.pk])] == ["Liikuntaa"]
    actions.delete_list(list_id=kept.pk, by=nurse, now=now)
    assert saved_lists([county.station.pk]) == ()
    assert (
        refused(partial(actions.copy_list), list_id=kept.pk, unit_id=county.station.pk, name="x", by=nurse, now=now)
        == "saved_list.missing"
    )
    actions.restore_list(list_id=kept.pk, by=nurse, now=now)
    assert len(saved_lists([county.station.pk])) == 1


def test_only_an_opened_list_is_read_outside_and_vanished_services_are_counted(kept, nurse, services, now):
    assert open_list(kept.key) is None
    save(kept, nurse, now, public=True, services=services[:3])
    Service.objects.filter(pk=services[0]).update(state=ServiceState.VANISHED)
    found = open_list(kept.key)
    assert (found.services, found.gone) == (tuple(services[1:3]), 1)
    actions.delete_list(list_id=kept.pk, by=nurse, now=now)
    assert open_list(kept.key) is None


def test_of_two_at_once_one_pick_and_one_change_of_a_list_win(committed_db, now):
    county = make.make_county()
    load_own_catalogue(by=system("test"), now=now)
    service = Service.objects.first().pk
    workers = [make.acting(make.worker(county.station, Role.NURSE)) for _ in range(2)]
    case = make.opened(make.person(county.tampere), now)
    pick = partial(actions.pick_service, case_id=case.pk, service_id=service, now=now)
    answers = at_once(*(partial(pick, reason=f"Syy {number}", by=by) for number, by in enumerate(workers)))
    assert answers.count("tray.picked.state") == 1
    assert TrayPick.objects.count() == 1
    kept = save_new(county.station.pk, workers[0], now)
    answers = at_once(*(partial(save, kept, by, now, name=by.name) for by in workers))
    assert answers.count("saved_list.state") == 1
    assert SavedList.objects.get().version == 2


def save_new(unit_id, by, now):
    return actions.save_list(
        unit_id=unit_id, name="Lista", for_whom="", note="", services=[], public=False, by=by, now=now
    )
