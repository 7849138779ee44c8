"""What does a resident see of the front door and of their own matters, and nobody else's?"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from ovi.casework.actions import open_case
from ovi.casework.models import Case
from ovi.contact.actions import receive
from ovi.contact.models import Contact
from ovi.foundation.calendar import HELSINKI
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor, Role, system
from ovi.plumbing.models import Access, AccessSubject
from tests.integration.residents_for_tests import (
    assert_sound,
    at_most,
    main_of,
    make_county,
    resident,
    text_of,
    worker,
)  # fmt: skip

MINE = {"fi": "/omat/", "sv": "/sv/mina/", "en": "/en/my-matters/"}
FRONT = {"fi": "/", "sv": "/sv/", "en": "/en/"}


@pytest.fixture
def station(db):  # type: ignore[no-untyped-def]
    return make_county()


@pytest.fixture
def aino(station):  # type: ignore[no-untyped-def]
    return resident()


def contact_of(who, at, *, words: str = "Selkä on kipeä", line: str = "primary_care") -> Contact:  # type: ignore[no-untyped-def]
    return receive(
        idempotency_key=uuid4(), own_words=words, service_line=line, language="fi", reply_by="my_matters",
        by=who.actor, now=at,
    )  # fmt: skip


def case_of(who, at, **more: str) -> Case:  # type: ignore[no-untyped-def]
    return open_case(contact_id=contact_of(who, at, **more).pk, by=system("reception"), now=at)


@pytest.mark.parametrize("language", FRONT)
def test_the_front_door_has_one_search_three_doors_and_the_emergency_numbers(station, language):
    client = Client()
    with at_most(4):  # how fast one gets care now, themes and life events
        response = client.get(FRONT[language])
    html = assert_sound(response, language)
    assert html.count('role="search"') == 1
    assert html.count('class="ds-card"') == 3
    for link in ("tel:112", "tel:116117", MINE[language]):
        assert link in html
    assert html.count("?line=") == 17


def test_words_for_insiders_are_not_shown_to_residents(aino):
    case = case_of(aino, clock.now())
    client = aino.client()
    for path in ("/", "/omat/", f"/omat/{case.pk}/", "/palvelut/", "/yhteys/"):
        html = main_of(client.get(path))
        for word in ("HTA", "asiakkuussegmentti", "PHC-", "case", "triage"):
            assert word not in html.replace("ds-", ""), (path, word)


@pytest.mark.parametrize("language", MINE)
def test_my_matters_when_there_are_none_says_what_to_do(aino, language):
    html = assert_sound(aino.client().get(MINE[language]), language)
    assert "empty-state" in html


@pytest.mark.parametrize("language", MINE)
def test_each_matter_tells_state_due_date_ground_place_and_turn(aino, language):
    case, client = case_of(aino, clock.now()), aino.client()
    with at_most(8):
        response = client.get(MINE[language])
    html = assert_sound(response, language)
    words = {
        "fi": (
            "Odottaa arviointia",
            "terveydenhuoltolaki 1326/2010 51 §",
            "Vuorosi on 1. Odottavia asioita on yhteensä 1.",
            "Meidän.",
        ),
        "sv": ("Väntar på bedömning", "hälso- och sjukvårdslagen 1326/2010 51 §", "Din tur är nummer 1.", "Vår."),
        "en": ("Waits for assessment", "Health Care Act 1326/2010, section 51", "Your turn is number 1.", "Ours."),
    }[language]
    for word in words:
        assert word in html
    clock_row = case.clocks.get()
    assert f'datetime="{clock_row.due_on.isoformat()}"' in html


def test_the_place_goes_by_the_lawful_day_in_the_same_unit_and_service(aino, station):
    at = clock.now()
    others = [resident(first="Eino"), resident(first="Elli")]
    for number, other in enumerate(others):
        case_of(other, at - timedelta(hours=2 + number))
    case_of(resident(first="Later"), at)
    case_of(resident(first="Teeth"), at - timedelta(hours=3), line="oral_health")
    late = case_of(others[0], at - timedelta(hours=4))
    Case.objects.filter(pk=late.pk).update(next_due_on=clock.today() + timedelta(days=9))
    no_limit = case_of(others[0], at - timedelta(hours=5))
    Case.objects.filter(pk=no_limit.pk).update(next_due_on=None)
    mine = case_of(aino, at - timedelta(hours=1))
    html = main_of(aino.client().get(f"/omat/{mine.pk}/"))
    assert "Vuorosi on 3. Odottavia asioita on yhteensä 6." in html


def test_no_place_is_told_in_child_protection_nor_to_who_has_a_time(aino):
    hidden, booked = case_of(aino, clock.now()), case_of(aino, clock.now())
    Case.objects.filter(pk=hidden.pk).update(service_line="child_protection")
    Case.objects.filter(pk=booked.pk).update(next_event_at=clock.now() + timedelta(days=2))
    assert "Vuorosi on" not in main_of(aino.client().get("/omat/"))


def test_the_estimate_rests_on_what_the_unit_has_begun_and_says_so(aino, station):
    mine = case_of(aino, clock.now() - timedelta(minutes=5))
    now, monday = clock.now(), clock.today() - timedelta(days=clock.today().weekday())
    Case.objects.filter(pk=mine.pk).update(state="assessed", assessed_at=now)
    other = resident(first="Eino")
    for week, begun in enumerate((2, 3, 4, 3, 9, 3, 4, 0)):  # the slowest and the fastest week do not decide
        start = monday - timedelta(weeks=week + 1)
        for _ in range(begun):
            case = case_of(other, now - timedelta(days=90))
            Case.objects.filter(pk=case.pk).update(
                state="in_service", assessed_at=now - timedelta(days=80),
                first_event_at=datetime.combine(start + timedelta(days=2), time(10), tzinfo=HELSINKI),
            )  # fmt: skip
    for hours in range(7):
        ahead = case_of(other, now - timedelta(hours=hours + 1))
        Case.objects.filter(pk=ahead.pk).update(state="assessed", assessed_at=now)
    html = main_of(aino.client().get(f"/omat/{mine.pk}/"))
    assert "Vuorosi on 8." in html
    assert "noin 2–4 viikossa" in html
    assert "2–4 viikossa. Arvio ei ole lupaus" in html
    Case.objects.filter(state="in_service").update(first_event_at=now - timedelta(days=70))
    assert "Nykyisellä vauhdilla" not in main_of(aino.client().get(f"/omat/{mine.pk}/"))


def test_a_contact_whose_case_is_not_open_yet_is_there_at_once(aino):
    contact = contact_of(aino, clock.now())
    html = assert_sound(aino.client().get("/omat/"), "fi")
    assert contact.number in html
    assert f"/yhteys/kiitos/{contact.number}/" in html


def test_a_matter_whose_limit_has_passed_says_so_and_what_to_do(aino, now):
    case_of(aino, now - timedelta(days=30))
    html = main_of(aino.client().get("/omat/"))
    assert "määräaika on ylittynyt" in html
    assert "03 000 0000" in html


@pytest.mark.parametrize("language", MINE)
def test_a_matter_shows_own_words_limits_events_and_who_has_viewed_it(aino, station, language):
    at = clock.now()
    case = case_of(aino, at - timedelta(hours=2), words="שלום <b>selkä</b>\n😀")
    nurse = Actor(account_id=77, name="Noora Hoitaja", roles=frozenset({Role.NURSE}), purpose="care")
    shown = Shown(aino.person.subject_key, "case", "case", str(case.pk))
    access.write(page="case", shown=[shown], by=nurse, now=at - timedelta(hours=1), unit="Keskustan terveysasema")
    client = aino.client()
    client.get(f"{MINE[language]}{case.pk}/")
    with at_most(11):  # three of them: what is withheld of the log, messages, notices
        response = client.get(f"{MINE[language]}{case.pk}/")
    html = assert_sound(response, language)
    assert "שלום &lt;b&gt;selkä&lt;/b&gt;<br>😀" in html
    assert 'dir="auto"' in html
    unit = {"fi": "Keskustan terveysasema", "sv": "Centrum", "en": "Keskustan terveysasema"}[language]
    section = {"fi": "1326/2010 51 §", "sv": "1326/2010 51 §", "en": "1326/2010, section 51"}[language]
    for word in ("Noora Hoitaja", unit, case.contact.number, section):
        assert word in html
    reason = {"fi": "sairaanhoitaja", "sv": "sjukskötare", "en": "nurse"}[language]
    assert reason in html
    own = {"fi": "Olet itse katsonut", "sv": "Du har själv tittat", "en": "You have viewed it yourself"}[language]
    assert own in html
    assert html.count("Aino Esimerkki") == 1  # only in the header: own views are folded


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 2, 28, 12, tzinfo=HELSINKI), "koska viestisi saapui viikonloppuna"),
        (datetime(2026, 3, 3, 20, tzinfo=HELSINKI), "koska viestisi saapui virka-ajan ulkopuolella"),
        (datetime(2026, 3, 3, 10, tzinfo=HELSINKI), "Aika lasketaan yhteydenottopäivästä"),
    ],
)
def test_a_matter_says_truly_from_when_its_time_runs(aino, at, said):
    case = case_of(aino, at)
    assert said in main_of(aino.client().get(f"/omat/{case.pk}/"))


def test_own_views_are_logged_too(aino):
    case = case_of(aino, clock.now())
    client = aino.client()
    client.get("/omat/")
    client.get(f"/omat/{case.pk}/")
    assert list(Access.objects.order_by("id").values_list("page", "purpose")) == [
        ("my_matters", "own_matter"),
        ("matter", "own_matter"),
    ]
    assert set(AccessSubject.objects.values_list("subject_key", "relation")) == {
        (aino.person.subject_key, "own_matter")
    }


def test_others_matters_and_missing_ones_get_the_same_answer_and_no_log_row(aino):
    theirs = case_of(resident(first="Eino"), clock.now(), words="salaisuus")
    client = aino.client()
    answers = [client.get(f"/omat/{pk}/") for pk in (theirs.pk, 999_999, 2**62)]
    assert {answer.status_code for answer in answers} == {403}
    assert len({main_of(answer) for answer in answers}) == 1
    assert "salaisuus" not in text_of(answers[0])
    assert not Access.objects.exists()
    assert "Eino" not in text_of(client.get("/omat/"))


def test_a_visitor_is_sent_to_sign_in_and_a_professional_is_told_no(aino):
    case = case_of(aino, clock.now())
    for path in ("/omat/", f"/omat/{case.pk}/"):
        assert Client().get(path).headers["Location"] == f"/kirjaudu/?next={path.replace('/', '%2F')}"
        client = Client()
        client.force_login(worker(Role.NURSE), backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(path).status_code == 403


def test_an_ended_matter_tells_why(aino, now):
    case = case_of(aino, now)
    Case.objects.filter(pk=case.pk).update(
        state="closed", assessed_at=now, closed_at=now + timedelta(hours=1), close_reason="resolved_at_first_contact"
    )
    client = aino.client()
    assert "hoitui ensimmäisellä yhteydenotolla" in main_of(client.get("/omat/"))
    html = assert_sound(client.get(f"/omat/{case.pk}/"), "fi")
    assert "Asia päättyi" in html


def test_pages_of_own_data_are_not_kept_by_the_browser(aino):
    assert aino.client().get("/omat/").headers["Cache-Control"] == "no-store"
