"""Does the tray narrow, sort, mark and draw what it should, and does each service's page tell the whole of it?"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from ovi.directory.models import (
    Activity,
    Channel,
    ChannelClosure,
    ChannelPlace,
    Municipality,
    Organisation,
    Service,
    ServiceChannelLink,
    Unit,
    UnitInfo,
)
from ovi.directory.opening_hours import Hours
from ovi.directory.service_hours import HourRule, HourSpan, ServiceHours
from ovi.plumbing import clock
from tests.integration.residents_for_tests import assert_sound, at_most, main_of, make_county, own_catalogue, text_of

TUESDAY_NOON = datetime(2026, 3, 3, 10, tzinfo=UTC)
OFFICE = ServiceHours((HourRule(tuple(HourSpan(day, 480, 960) for day in range(5))),)).as_json()
LIST = "/palvelut/"


@pytest.fixture
def catalogue(db, now):  # type: ignore[no-untyped-def]
    unit = make_county()
    own_catalogue(now)
    return unit


@pytest.fixture
def noon(monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(clock, "now", lambda: TUESDAY_NOON)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 3))


def national(now: datetime, name: str = "Kävelyryhmä", **fields: object) -> Service:
    """A service as an organisation publishes it in the national catalogue."""
    given = {
        "source": "ptv_service", "source_id": name, "state": "active", "name_fi": name, "content_hash": "x",
        "first_seen_at": now, "updated_at": now, "service_classes": ["P27.1"], "target_groups": ["KR1.1"],
        "languages": ["fi", "sv"], "charge": "free", "area_kind": "limited", "municipalities": ["837"], **fields,
    }  # fmt: skip
    return Service.objects.create(**given)


def channel(service: Service, now: datetime, kind: str = "service_location", **fields: object) -> Channel:
    given = {
        "source": "ptv_service", "source_id": f"{service.pk}-{kind}", "state": "active", "kind": kind,
        "name_fi": "Liikuntatalo", "hours": OFFICE, "languages": ["fi"], "content_hash": "x", "first_seen_at": now,
        "updated_at": now, "contacts": {"phones": [{"number": "03 000 4321", "charge_info": "Normaali hinta"}]},
        **fields,
    }  # fmt: skip
    made = Channel.objects.create(**given)
    ServiceChannelLink.objects.create(service=service, channel=made, position=0)
    return made


def place(made: Channel, *, sentence: str = "", latitude: float = 61.5, longitude: float = 23.77) -> None:
    told = {"group": {"fi": "Sisäänkäynti"}, "sentences": [{"fi": sentence}]}
    ChannelPlace.objects.create(
        channel=made, position=0, street_fi="Koivukuja 1", postal_code="33100", municipality_code="837",
        municipality_fi="Tampere", latitude=latitude, longitude=longitude,
        entrances=[{"main": True, "accessibility": [told]}] if sentence else [],
    )  # fmt: skip


def names(response) -> list[str]:  # type: ignore[no-untyped-def]
    return re.findall(r'<h2><a href="/palvelut/\d+/[^"]*">([^<]*)</a></h2>', text_of(response))


def found(**asked: object) -> list[str]:
    return names(Client().get(LIST, asked))


# --- narrowing


@pytest.mark.parametrize(
    "asked",
    [
        {"municipality": "837"}, {"group": "KR1.1"}, {"group": "KR1"}, {"area": "P27"}, {"area": "P27.1"},
        {"language": "sv"}, {"way": "visit"}, {"free": "1"}, {"shelf": "exercise"}, {"open": "1"},
        {"shelf": "lifestyle", "topic": "1"},
    ],
)  # fmt: skip
def test_each_filter_keeps_what_it_should_and_drops_the_rest(db, now, noon, asked):
    make_county()
    keep = national(now)
    place(channel(keep, now))
    national(
        now, "Toinen", service_classes=["P2.1"], target_groups=["KR2"], languages=["fi"], charge="chargeable",
        municipalities=["020"],
    )  # fmt: skip
    assert found(**asked) == ["Kävelyryhmä"]
    assert len(found()) == 2


@pytest.mark.parametrize("asked", [{"area": "P2"}, {"area": "P27.2"}, {"way": "online"}, {"event": "KE9"}])
def test_a_class_is_not_found_by_the_first_letters_of_its_code(db, now, asked):
    national(now)
    assert found(**asked) == []


def test_a_life_event_finds_by_its_owners_word_and_by_its_classes(db, now):
    national(now, "Sanottu", life_events=["KE9"])
    national(now, "Velkaneuvonta", service_classes=["P15.1"])
    national(now, "Muu")
    assert found(event="KE9") == ["Sanottu", "Velkaneuvonta"]


@pytest.mark.parametrize(
    "asked",
    [
        {"municipality": "999"}, {"group": "KR99"}, {"event": "x"}, {"area": "P1; drop"}, {"way": "?"}, {"at": "1,2,3"},
        {"at": "nan,nan"}, {"language": "<b>"}, {"shelf": "nothing"}, {"topic": "7"}, {"sort": "?"}, {"needs": "?"},
        {"near": "\x00"}, {"page": "-1"},
    ],
)  # fmt: skip
def test_what_we_do_not_know_narrows_nothing(db, now, asked):
    national(now)
    assert found(**asked) == ["Kävelyryhmä"]


def test_open_now_is_said_and_never_promised_on_a_holiday(db, now, noon, monkeypatch):
    place(channel(national(now), now))
    html = main_of(Client().get(LIST, {"open": "1"})).replace("\N{NO-BREAK SPACE}", " ")
    assert "Auki nyt, sulkeutuu klo 16" in html
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 3, 9, tzinfo=UTC))  # Good Friday
    assert found(open="1") == []
    assert "Tänään on pyhäpäivä" in main_of(Client().get(LIST))


def test_open_now_of_the_countys_own_units(catalogue, now, noon):
    hours = Hours({"phone": tuple(((480, 960),) if day < 5 else () for day in range(7))}).as_json()
    assert "Auki nyt" not in "".join(found(line="oral_health", open="1"))
    UnitInfo.objects.create(unit=catalogue, version=1, hours=hours, published_at=now, published_by_name="N")
    assert "Suun terveydenhuolto" in " ".join(found(line="oral_health", open="1"))


def test_a_channel_that_is_switched_off_is_not_open(catalogue, now, noon):
    hours = Hours({"phone": tuple(((480, 960),) if day < 5 else () for day in range(7))}).as_json()
    UnitInfo.objects.create(unit=catalogue, version=1, hours=hours, published_at=now, published_by_name="N")
    assert "Suun terveydenhuolto" in found(line="oral_health", open="1")
    hour = timedelta(hours=1)
    closed = ChannelClosure.objects.create(
        channel="phone", unit=catalogue, closes_at=TUESDAY_NOON - hour, opens_at=TUESDAY_NOON + hour, message_fi="Vika",
        instead_fi="Kirjoita", closed_by_name="N",
    )  # fmt: skip
    assert found(line="oral_health", open="1") == []
    assert found(line="oral_health", open="1", q="hammas") == []
    page = main_of(Client().get(LIST, {"line": "oral_health"})).replace(" ", " ")
    assert "Suljettu nyt, avautuu klo 13" in page
    teeth = Service.objects.get(source_id="oral-health-care")
    there = main_of(Client().get(f"{LIST}{teeth.pk}/"))
    assert "suljettu nyt" in there
    assert "Vika" in there
    assert "Kirjoita" in there
    closed.ended_at = TUESDAY_NOON
    closed.save()
    assert "Suun terveydenhuolto" in found(line="oral_health", open="1", q="hammas")
    assert "Vika" not in main_of(Client().get(f"{LIST}{teeth.pk}/"))


def test_a_page_of_results_asks_the_database_seven_times_at_most(catalogue, now):
    for number in range(12):
        place(channel(national(now, f"Kävelyryhmä {number}"), now))
    asked = {"q": "kävelyryhmä hammas", "open": "1", "municipality": "837", "near": "33100"}
    Client().get(LIST, asked)  # makes the index
    with at_most(7):
        Client().get(LIST, asked)


def test_near_counts_from_a_town_a_postal_code_or_a_position_and_sorts(db, now):
    make_county()
    place(channel(national(now, "Kaukana"), now), latitude=62.2, longitude=23.2)
    place(channel(national(now, "Lähellä"), now), latitude=61.5, longitude=23.77)
    for asked in ({"near": "tampere"}, {"near": "33100"}, {"near": "Tammerfors"}, {"at": "61.50,23.77"}):
        assert found(sort="near", **asked) == ["Lähellä", "Kaukana"]
    html = main_of(Client().get(LIST, {"at": "61.50,23.77"}))
    assert "alle 1 km päässä" in html
    assert "noin 83 km päässä" in html
    assert "Emme tunne tätä paikkaa" in main_of(Client().get(LIST, {"near": "Atlantis"}))


def test_nothing_found_offers_to_leave_one_choice_out_and_a_human(db, now):
    national(now)
    html = main_of(Client().get(LIST, {"free": "1", "municipality": "", "area": "P2"}))
    assert "Näillä rajauksilla ei löytynyt palvelua" in html
    assert "?free=1" in html
    assert "(1 palvelu)" in html
    assert "/yhteys/" in html


def test_the_address_keeps_everything_through_paging_and_chips(db, now):
    for number in range(12):
        national(now, f"Ryhmä {number:02}")
    html = main_of(Client().get(LIST, {"free": "1", "language": "sv"}))
    assert "free=1&amp;language=sv&amp;page=2" in html
    assert 'href="/palvelut/?language=sv"' in html
    assert 'href="/palvelut/?free=1"' in html
    second = main_of(Client().get(LIST, {"free": "1", "language": "sv", "page": "2"}))
    assert '<ol class="tray-list" start="11">' in second


def test_open_now_asks_the_town_that_is_chosen(catalogue, now, noon):
    hours = Hours({"desk": tuple(((480, 960),) if day < 5 else () for day in range(7))}).as_json()
    elsewhere = Municipality.objects.create(
        code="020", name_fi="Akaa", name_sv="Ackas", name_en="Akaa", sort_fi="akaa", sort_sv="ackas",
        county="pirkanmaa", latitude=61.15, longitude=23.75,
    )  # fmt: skip
    other = Unit.objects.create(
        slug="akaa", organisation=catalogue.organisation, municipality=elsewhere, name_fi="Akaan hammashoitola",
        sort_fi="akaa", sort_sv="akaa", register="patient", service_lines=["oral_health"],
    )  # fmt: skip
    closed = Hours({"desk": (((1200, 1260),),) * 7}).as_json()
    for unit, kept in ((catalogue, hours), (other, closed)):
        UnitInfo.objects.create(unit=unit, version=1, hours=kept, published_at=now, published_by_name="N")
    assert "Auki nyt joissakin paikoissa" in main_of(Client().get(LIST, {"line": "oral_health"}))
    here = main_of(Client().get(LIST, {"line": "oral_health", "municipality": "837", "open": "1"}))
    assert "Auki nyt, sulkeutuu klo\N{NO-BREAK SPACE}16" in here
    assert found(line="oral_health", municipality="020", open="1") == []


# --- needs that a reader keeps


def test_needs_are_kept_in_the_browser_only_marked_first_and_cleared(db, now):
    place(channel(national(now, "Aaa"), now), sentence="Sisäänkäynnissä on portaat, paikka ei ole esteetön.")
    place(channel(national(now, "Bbb"), now), sentence="Sisäänkäynti on esteetön.")
    assert found() == ["Aaa", "Bbb"]
    browser = Client()
    answer = browser.post("/palvelut/omat-tarpeet/", {"needs": ["step_free", "large_type"], "back": "/palvelut/?q="})
    assert answer.url == "/palvelut/?q="
    cookie = answer.cookies["ovi_needs"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = browser.get(LIST)
    assert names(page) == ["Bbb", "Aaa"]
    assert 'data-size="lg"' in text_of(page)
    assert main_of(page).count("Esteetön kulku</span>") == 1
    assert names(browser.get(LIST, {"needs": "step_free"})) == ["Bbb"]
    browser.post("/palvelut/omat-tarpeet/", {"clear": "1"})
    assert names(browser.get(LIST)) == ["Aaa", "Bbb"]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_one_is_sent_back_to_our_own_pages_only(db, back):
    assert Client().post("/palvelut/omat-tarpeet/", {"back": back}).url == LIST


# --- the map


def test_the_map_has_a_link_for_each_place_and_each_town_and_no_inline_style(catalogue, now):
    place(channel(national(now), now))
    html = assert_sound(Client().get(LIST, {"shelf": "exercise"}), "fi")
    svg = html[html.index('<svg class="tray-map"') : html.index("</svg>", html.index('<svg class="tray-map"'))]
    assert re.search(r'<a href="/palvelut/\d+/" aria-label="\d+\. Kävelyryhmä" class="exact">', svg)
    assert "style=" not in svg
    towns = main_of(Client().get(LIST, {"line": "oral_health"}))
    assert 'aria-label="Tampere: ' in towns
    assert "line=oral_health&amp;municipality=837" in towns


# --- the page of a service


def test_the_page_of_a_catalogue_service_tells_channels_hours_price_access_and_source(db, now, noon):
    organisation = Organisation.objects.create(slug="club", name_fi="Liikkujat ry", kind="Organization")
    service = national(
        now, organisation=organisation, description_fi="Kävellään yhdessä.", source_modified_at=now,
        details={"requirements": {"fi": "Ulkovaatteet"}},
    )  # fmt: skip
    hours = ServiceHours.of_json(OFFICE).rules + (HourRule(holiday="GoodFriday", closed=True),)
    made = channel(service, now, hours=ServiceHours(hours).as_json())
    place(made, sentence="Sisäänkäynti on esteetön.")
    html = assert_sound(Client().get(f"{LIST}{service.pk}/"), "fi").replace("\N{NO-BREAK SPACE}", " ")
    for text in (
        "Soita 03 000 4321", 'href="tel:030004321"', "Koivukuja 1", "33100", "Normaali hinta", "Ulkovaatteet",
        "Auki nyt, sulkeutuu klo 16", "pe 3.4. (Pitkäperjantai)", "suljettu", "Sisäänkäynti on esteetön.", "Maksuton",
        "Liikkujat ry", "CC0 1.0", "Päivitetty", "Suomi.fi-palvelutietovaranto", "suomi, ruotsi",
    ):  # fmt: skip
        assert text.casefold() in html.casefold(), text
    with at_most(7):
        Client().get(f"{LIST}{service.pk}/")


def test_the_page_names_its_collection_and_the_others_in_it_first(db, now):
    arm = {"collections": [{"id": "c1", "name": {"fi": "Arjen tuki"}}]}
    service = national(now, details=arm)
    national(now, "Aamukahvila", service_classes=["P9.9"], details=arm)
    national(now, "Aarrekerho")
    html = main_of(Client().get(f"{LIST}{service.pk}/"))
    assert "Arjen tuki" in html
    assert html.index("Aamukahvila") < html.index("Aarrekerho")


def test_the_page_marks_a_foreign_text_with_its_language(db, now):
    service = national(now, description_fi="Kävellään yhdessä.")
    html = text_of(Client().get(f"/sv/tjanster/{service.pk}/"))
    assert '<div class="flow" lang="fi"><p>Kävellään yhdessä.</p></div>' in html
    assert "finns inte på svenska" in html


def test_texts_of_a_source_are_never_executed(db, now):
    evil = "<script>alert(1)</script>"
    service = national(now, evil, summary_fi=evil, description_fi=evil)
    made = channel(service, now, name_fi=evil, contacts={"phones": [{"number": evil}], "emails": [{"address": evil}]})
    place(made, sentence=evil)
    for address in (LIST, f"{LIST}{service.pk}/", "/upota/palvelut"):
        assert "<script>alert" not in text_of(Client().get(address))


@pytest.mark.parametrize(
    ("kind", "fields", "label"),
    [
        ("e_channel", {"contacts": {"pages": [{"url": "https://asiointi.example/"}]}}, "Siirry verkkoasiointiin"),
        ("phone", {}, "Soita 03 000 4321"),
        ("web_page", {"contacts": {"pages": [{"url": "https://sivu.example/"}]}}, "Avaa verkkosivu"),
    ],
)
def test_the_one_primary_button_follows_the_channel(db, now, kind, fields, label):
    service = national(now)
    channel(service, now, kind, **fields)
    html = main_of(Client().get(f"{LIST}{service.pk}/"))
    assert html.count('data-variant="primary"') == 1
    assert label in html


def test_a_service_without_any_channel_says_whom_to_ask(db, now):
    html = main_of(Client().get(f"{LIST}{national(now).pk}/"))
    assert 'data-variant="primary"' not in html
    assert "03 000 0000" in html


def test_linked_data_is_schema_org_and_leaves_out_what_is_not_known(db, now):
    service = national(now, summary_fi="Kävelyä")
    place(channel(service, now))
    page = text_of(Client().get(f"{LIST}{service.pk}/"))
    address = re.search(r'<link rel="alternate" type="application/ld\+json" href="([^"]+)"', page)
    answer = Client().get(address[1])
    assert answer.headers["Content-Type"] == "application/ld+json"
    data = json.loads(answer.content)
    assert (data["@context"], data["@type"], data["name"]) == ("https://schema.org", "GovernmentService", "Kävelyryhmä")
    where = data["availableChannel"][0]["serviceLocation"][0]
    assert where["address"]["streetAddress"] == "Koivukuja 1"
    assert where["openingHoursSpecification"][0]["opens"] == "08:00"
    assert "audience" in data
    assert None not in data.values()
    Service.objects.filter(pk=service.pk).update(state="vanished")
    assert Client().get(address[1]).status_code == 404


# --- groups


def test_a_group_tells_its_times_and_places(db, now, noon):
    service = national(now, source="lahella")
    starts = datetime(2026, 2, 3, 15, tzinfo=UTC)  # 17 in Finland
    times = [
        {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat(), "recurrence": "P1W"}
    ]
    Activity.objects.create(
        service=service, kind="support", times=times, capacity=12, age_from=65,
        registration_url="https://ilmoittautuminen.example/",
    )  # fmt: skip
    national(now, "Toinen")
    assert found(groups="1") == ["Kävelyryhmä"]
    for address in (LIST, f"{LIST}{service.pk}/"):
        html = main_of(Client().get(address)).replace("\N{NO-BREAK SPACE}", " ")
        assert "ti 3.3. klo 17.00" in html
        assert "joka viikko" in html
        assert "Ryhmään mahtuu 12" in html
        assert "65 vuotta täyttäneille" in html
    assert "Ilmoittaudu" in main_of(Client().get(f"{LIST}{service.pk}/"))
