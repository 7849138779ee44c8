"""The picked services on one's own page: what is shown, one click about how it went, paper, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from ovi.casework.actions import pick_service, revoke_pick
from ovi.casework.models import Case, TrayPick
from ovi.directory.models import Service
from ovi.people.models import Professional
from ovi.people.queries import actor_for
from ovi.people.states import Profession
from ovi.plumbing import clock
from ovi.plumbing.actor import Role
from ovi.plumbing.models import Access
from tests.integration.desks_resident.test_pages import case_of
from tests.integration.residents_for_tests import (
    TODAY,
    assert_sound,
    at_most,
    main_of,
    make_county,
    own_catalogue,
    resident,
    worker,
)

MATTER = {"fi": "/omat/{}/", "sv": "/sv/mina/{}/", "en": "/en/my-matters/{}/"}
HEADING = {"fi": "Sinulle valittu", "sv": "Valt för dig", "en": "Picked for you"}


@pytest.fixture
def aino(db):  # type: ignore[no-untyped-def]
    make_county()
    own_catalogue(clock.now())
    return resident()


@pytest.fixture
def nurse(aino):  # type: ignore[no-untyped-def]
    case = case_of(aino, clock.now() - timedelta(hours=1))
    account = worker(Role.NURSE, case.unit)
    Professional.objects.create(
        account=account, name=account.name, sort_name="noora", profession=Profession.NURSE, licensed=True,
        unit=case.unit, valid_from=TODAY,
    )  # fmt: skip
    return actor_for(account, today=TODAY)


@pytest.fixture
def pick(aino, nurse):  # type: ignore[no-untyped-def]
    return pick_service(
        case_id=Case.objects.get().pk, service_id=Service.objects.order_by("pk")[0].pk,
        reason="Ryhmä on <b>lähellä</b> sinua.", by=nurse, now=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("language", MATTER)
def test_picks_stand_on_the_matters_page_with_their_reasons(aino, pick, language):
    html = assert_sound(aino.client().get(MATTER[language].format(pick.case_id)), language)
    assert HEADING[language] in html
    assert "Ryhmä on &lt;b&gt;lähellä&lt;/b&gt; sinua." in html
    assert html.count('name="take_up"') == 5


def test_a_matter_without_picks_has_no_section(aino, nurse):
    assert HEADING["fi"] not in main_of(aino.client().get(MATTER["fi"].format(Case.objects.get().pk)))


def test_one_click_tells_how_it_went_and_another_takes_it_back(aino, pick):
    client, address = aino.client(), f"/omat/{pick.case_id}/tarjotin/{pick.pk}/"
    answer = client.post(address, {"take_up": "full"})
    assert answer.url == f"/omat/{pick.case_id}/#tray"
    assert "Siellä oli täyttä" in main_of(client.get(f"/omat/{pick.case_id}/"))
    client.post(address, {"take_up": ""})
    pick.refresh_from_db()
    assert (pick.take_up, pick.told_at) == ("", None)


def test_others_neither_see_nor_answer_nor_print(pick):
    other = resident(first="Eino").client()
    assert other.get(f"/omat/{pick.case_id}/").status_code == 403
    assert other.get(f"/omat/{pick.case_id}/tarjotin/paperi/").status_code == 403
    assert other.post(f"/omat/{pick.case_id}/tarjotin/{pick.pk}/", {"take_up": "went"}).status_code == 403
    stranger = Client().post(f"/omat/{pick.case_id}/tarjotin/{pick.pk}/", {"take_up": "went"})
    assert stranger.status_code == 302
    assert TrayPick.objects.get().take_up == ""


def test_a_pick_taken_back_is_gone(aino, pick, nurse):
    revoke_pick(case_id=pick.case_id, pick_id=pick.pk, by=nurse, now=clock.now())
    client = aino.client()
    assert "lähellä" not in main_of(client.get(f"/omat/{pick.case_id}/"))
    assert client.get(f"/omat/{pick.case_id}/tarjotin/paperi/").status_code == 302


def test_the_paper_is_logged_as_ones_own_and_has_a_large_type(aino, pick):
    client = aino.client()
    plain, large = (client.get(f"/omat/{pick.case_id}/tarjotin/paperi/{more}") for more in ("", "?large=1"))
    assert plain.content.startswith(b"%PDF")
    assert plain.content != large.content
    assert Access.objects.get(page="tray").times == 2


def test_the_page_costs_one_statement_more(aino, pick):
    client = aino.client()
    client.get(f"/omat/{pick.case_id}/")
    with at_most(14):
        client.get(f"/omat/{pick.case_id}/")
