"""The tray in the work: search, pick, take back, take-up, paper, saved lists, content gaps; privacy and the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from pypdf import PdfReader

from ovi.casework import actions
from ovi.casework.models import SavedList, TrayPick
from ovi.casework.states import LINES_OF, TakeUp
from ovi.desks import tray_words
from ovi.directory.actions import count_question, load_own_catalogue
from ovi.directory.asked_words import asked
from ovi.directory.models import AskedQuestion, Service
from ovi.directory.queries import GapKind
from ovi.directory.states import GapState
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import Access, AuditEvent
from tests.integration import people_for_tests as make
from tests.integration.desks_staff.conftest import signed_in
from tests.integration.desks_staff.test_pages import url


@pytest.fixture
def catalogue(county, now):
    load_own_catalogue(by=system("test"), now=now)


@pytest.fixture
def case(county, now):
    return make.opened(make.person(county.tampere, last_name="Virtanen"), now - timedelta(hours=2))


@pytest.fixture
def service(catalogue):
    return Service.objects.filter(service_line="primary_care").order_by("pk").first()


@pytest.fixture
def pick(case, nurse, service):
    nurse.post(url("tray", case.pk), {"service": service.pk, "reason": "Lähellä <b>kotia</b>."})
    return TrayPick.objects.get()


@pytest.fixture
def kept(nurse, county, service):
    nurse.post(
        url("saved_list_new"), {"name": "Liikuntaa", "unit": county.station.pk, "for_whom": "Aikuisille", "note": ""}
    )
    return SavedList.objects.get()


@pytest.fixture
def manager(county):
    return signed_in(make.worker(county.station, Role.MANAGER))


def page(response):
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def test_the_tables_of_words_are_total():
    assert set(tray_words.TAKE_UPS) == set(tray_words.OWN_TAKE_UPS) == set(TakeUp)
    assert set(tray_words.GAP_STATES) == set(GapState)
    assert set(tray_words.GAP_KINDS) == set(GapKind)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_answers_in_three_languages(nurse, manager, case, pick, kept, language):
    for name, args in (("case", [case.pk]), ("tray", [case.pk]), ("saved_lists", []), ("saved_list_new", []),
                       ("saved_list", [kept.pk]), ("saved_list_edit", [kept.pk])):  # fmt: skip
        html = page(nurse.get(url(name, *args, language=language)))
        assert html.count("<h1") == 1, name
        assert f'<html lang="{language}"' in html
    assert page(manager.get(url("gaps", language=language))).count("<h1") == 1


def test_a_pick_is_searched_reasoned_shown_and_taken_back(nurse, case, service):
    html = page(nurse.get(url("tray", case.pk), {"q": "terveysasema"}))
    assert "Valitse asiakkaalle" in html
    empty = nurse.post(url("tray", case.pk), {"service": service.pk, "reason": " "})
    assert empty.status_code == 422
    assert "error-summary" in empty.content.decode() or "Kirjoita yhdellä tai kahdella" in empty.content.decode()
    done = nurse.post(
        url("tray", case.pk) + "?q=terveysasema", {"service": service.pk, "reason": "Hyvä <i>sinulle</i>"}
    )
    assert done.status_code == 302
    assert "?q=terveysasema" in done.url
    html = page(nurse.get(url("case", case.pk)))
    assert "Hyvä &lt;i&gt;sinulle&lt;/i&gt;" in html
    row = TrayPick.objects.get()
    nurse.post(url("tray_take_up", case.pk, row.pk), {"take_up": "full"})
    assert "Palvelu oli täynnä" in page(nurse.get(url("case", case.pk)))
    nurse.post(url("tray_take_up", case.pk, row.pk), {"take_up": ""})
    nurse.post(url("tray_revoke", case.pk, row.pk))
    assert "1 peruttu valinta" in page(nurse.get(url("case", case.pk)))
    nurse.post(url("tray_restore", case.pk, row.pk))
    row.refresh_from_db()
    assert (row.revoked_at, row.take_up) == (None, "")


def test_strangers_and_other_registers_see_no_picks(nurse, receiver, social_worker, case, pick):
    for stranger in (receiver, social_worker, Client()):
        for name, args in (("tray", [case.pk]), ("tray_paper", [case.pk])):
            answer = stranger.get(url(name, *args))
            assert answer.status_code in (302, 403), name
            assert b"kotia" not in answer.content
        assert stranger.post(url("tray_revoke", case.pk, pick.pk)).status_code in (302, 403)
    pick.refresh_from_db()
    assert pick.revoked_at is None
    assert AuditEvent.objects.filter(action="desks.denied").count() >= 2


def test_a_pick_shows_on_its_own_case_only(nurse, case, pick, now):
    other = make.opened(case.person, now)
    assert "kotia" not in page(nurse.get(url("case", other.pk)))
    assert "kotia" not in page(nurse.get(url("tray", other.pk)))


def test_pages_with_the_client_are_in_the_access_log(nurse, case, pick):
    nurse.get(url("tray", case.pk))
    nurse.get(url("tray_paper", case.pk))
    seen = Access.objects.filter(page="tray")
    assert seen.count() == 1
    assert seen.get().times >= 2


def test_the_paper_names_neither_client_nor_unit_nor_place(nurse, county, case, pick):
    answer = nurse.get(url("tray_paper", case.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert "Virtanen" not in answer["Content-Disposition"]
    read = PdfReader(BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in read.pages)
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Lähellä <b>kotia</b>." in text
    assert case.contact.number in text
    for word in ("Virtanen", "Aino", county.station.name_fi, "Tampere"):
        assert word not in text, word
    assert nurse.get(url("tray_paper", case.pk) + "?large=1").content != answer.content


def test_a_hidden_home_narrows_nothing(receiver, county, catalogue, now):
    hidden = make.opened(make.person(county.nokia, non_disclosure=True), now)
    known = make.opened(make.person(county.nokia), now)
    assert 'value="536" selected' in page(receiver.get(url("tray", known.pk)))
    html = page(receiver.get(url("tray", hidden.pk)))
    assert 'value="536" selected' not in html
    assert 'value="536"' not in html


@pytest.mark.parametrize("register", list(LINES_OF))
def test_every_service_line_can_pick(county, catalogue, service, now, register):
    for line in LINES_OF[register]:
        unit = make.unit(county.station.organisation, county.tampere, f"Yksikkö {register} {line}", register, [line])
        # No role works in the student welfare register yet; the rule is the same for whoever will.
        by = replace(make.acting(make.worker(unit, Role.NURSE)), registers=frozenset({register}))
        case = make.opened(make.person(county.tampere), now, line=line, register=register)
        type(case).objects.filter(pk=case.pk).update(unit=unit)
        pick = actions.pick_service(case_id=case.pk, service_id=service.pk, reason="Sopii hyvin.", by=by, now=now)
        assert pick.service_line == line


def test_a_list_is_filled_reordered_shared_and_deleted(nurse, receiver, kept, catalogue):
    first, second = Service.objects.order_by("pk")[:2]
    for one in (first, second):
        nurse.post(
            url("saved_list_change", kept.pk) + "?q=x", {"add": one.pk, "based_on": SavedList.objects.get().version}
        )
    nurse.post(url("saved_list_change", kept.pk), {"up": second.pk, "based_on": SavedList.objects.get().version})
    assert list(kept.items.order_by("position").values_list("service_id", flat=True)) == [second.pk, first.pk]
    stale = nurse.post(url("saved_list_change", kept.pk), {"out": first.pk, "based_on": 1})
    assert stale.status_code == 409
    html = page(receiver.get(url("saved_list", kept.pk)))
    assert "saved_list_change" not in html
    assert "palvelut/" in html
    outside = Client()
    assert outside.get(url("open_list", kept.key)).status_code == 404
    form = {
        "name": "Liikuntaa",
        "unit": kept.unit_id,
        "for_whom": "",
        "note": "",
        "public": "on",
        "based_on": SavedList.objects.get().version,
    }
    assert nurse.post(url("saved_list_edit", kept.pk), form).status_code == 302
    answer = outside.get(url("open_list", kept.key))
    assert "Liikuntaa" in page(answer)
    assert answer["X-Robots-Tag"] == "noindex"
    assert nurse.actor.name not in answer.content.decode()
    assert outside.get(url("open_list_paper", kept.key)).content.startswith(b"%PDF")
    assert outside.get(url("open_list", uuid4())).status_code == 404
    receiver.post(url("saved_list_copy", kept.pk))
    assert SavedList.objects.count() == 2
    gone = nurse.post(url("saved_list_delete", kept.pk))
    assert "poistettiin" in page(nurse.get(gone.url))
    assert outside.get(url("open_list", kept.key)).status_code == 404
    nurse.post(url("saved_list_restore", kept.pk))
    assert outside.get(url("open_list", kept.key)).status_code == 200


def test_a_list_refuses_an_identity_code(nurse, county):
    form = {"name": "Lista", "unit": county.station.pk, "for_whom": "", "note": "Asiakas 010190-900P"}
    answer = nurse.post(url("saved_list_new"), form)
    assert answer.status_code == 422
    assert "Poista tekstistä henkilötunnus" in answer.content.decode()
    assert not SavedList.objects.exists()


def test_a_list_offers_its_services_on_a_case(nurse, case, kept, service):
    nurse.post(url("saved_list_change", kept.pk), {"add": service.pk, "based_on": 1})
    html = page(nurse.get(url("tray", case.pk), {"list": kept.pk, "municipality": ""}))
    assert html.count("Valitse asiakkaalle") == 1


def test_gaps_are_for_owners_and_say_nothing_of_clients(nurse, manager, case, pick, now):
    today = helsinki_date(now)
    for day in range(5):
        count_question(
            asked("lumiapu", "fi"), language="fi", municipality="", found=0, today=today - timedelta(days=day)
        )
    actions.mark_take_up(case_id=case.pk, pick_id=pick.pk, take_up=TakeUp.FULL, by=nurse.actor, now=now)
    assert nurse.get(url("gaps")).status_code == 403
    html = page(manager.get(url("gaps")))
    assert "lumiapu" in html
    assert "1–4" in html
    for word in ("Virtanen", "kotia", case.contact.number, "Kipua"):
        assert word not in html
    row = AskedQuestion.objects.get()
    manager.post(url("gap_mark", row.pk) + "?kind=nothing_found", {"state": "word_added"})
    assert "lumiapu" not in page(manager.get(url("gaps")))
    html = page(manager.get(url("gaps"), {"handled": "1"}))
    assert "Arkisana lisätty" in html
    manager.post(url("gap_mark", row.pk), {"state": "gap_open"})
    assert "lumiapu" in page(manager.get(url("gaps"), {"kind": "nothing_found", "language": "fi"}))
    assert manager.post(url("gap_mark", row.pk), {"state": "x"}).status_code == 400


def test_the_search_counts_residents_and_never_professionals(nurse, catalogue, now):
    Client().get("/palvelut/", {"q": "xyzzyq"})
    Client().get("/palvelut/", {"q": "xyzzyq", "page": "2"})
    Client().get("/palvelut/", {"q": "xyzz"}, headers={"HX-Request": "true"})
    nurse.get("/palvelut/", {"q": "asiakkaani"})
    nurse.get("/tyo/1/tarjotin/", {"q": "asiakkaani"})
    Client().get("/palvelut/", {"q": "soita 040 123 4567"})
    (row,) = AskedQuestion.objects.all()
    assert (row.text, row.days.get().asked, row.days.get().not_found) == ("", 1, 1)
    html = page(Client().get("/palvelut/", {"q": "hammaslääkäri"}))
    digest = asked("hammaslääkäri", "fi").digest
    assert f"?h={digest}" in html
    target = html.split(f"?h={digest}")[0].rsplit('"', 1)[1]
    Client().get(target, {"h": digest})
    assert AskedQuestion.objects.get(digest=digest).days.get().opened == 1
