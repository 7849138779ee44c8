"""Every address is visited as everybody: what it shows of a person is in the access log, and no place leaks.

The addresses come from the resolver, so that a new page cannot be forgotten; how to visit it stands in visits.py.
Each visit is rolled back, so that it meets the same world as the one before it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from ovi.casework import actions
from ovi.casework.models import Case
from ovi.casework.states import EmergencyPurpose
from ovi.contact.models import Contact
from ovi.directory.models import Municipality, Unit
from ovi.people.models import Account, Membership, Person
from ovi.people.states import Profession
from ovi.performance.actions import extract_facts, refresh_figures
from ovi.plumbing import clock
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AccessSubject
from tests.integration import people_for_tests as make
from tests.integration.performance.data import SmallCounty
from tests.integration.site.visits import LIBRARY, REASON, visit_of

HETU = "010190-999X"
PLACES = ("Salapaikkala", "Piilokoti", "99123", "040 999 8877")  # municipality, unit, postal code, telephone
# Where who works with a person under a non-disclosure order must see how to reach them, and which unit they are.
SEES_UNIT = {"case", "case_assess", "encounter_record", "case_close", "hand_over"}


@dataclass
class World:
    """People whose names and words stand nowhere else, and who may come."""

    tokens: dict[str, Person] = field(default_factory=dict)
    case_ids: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    opening_ids: list[int] = field(default_factory=list)
    hidden: Person | None = None
    hetu: str = HETU
    clients: dict[str, Client] = field(default_factory=dict)

    def add(self, case: Case, first: str, last: str, words: str, **fields: object) -> Person:
        Person.objects.filter(pk=case.person_id).update(first_name=first, last_name=last, **fields)
        Contact.objects.filter(pk=case.contact_id).update(own_words=words)
        person = Person.objects.get(pk=case.person_id)
        self.case_ids.append(case.pk)
        self.numbers.append(case.contact.number)
        self.tokens |= {last: person, words: person, case.contact.number: person}
        return person


@pytest.fixture
def world(db, now, monkeypatch, tmp_path) -> World:
    monkeypatch.setattr(clock, "now", lambda: now)
    logging.getLogger("django.request").setLevel("ERROR")  # refusals are what the walk asks for
    monkeypatch.setattr("ovi.performance.actions.extracting.var_folder", lambda: tmp_path)
    monkeypatch.setattr("ovi.performance.queries.figures.var_folder", lambda: tmp_path)
    small, made, start = SmallCounty(), World(), date(2026, 2, 2)
    station, other, secret_place = small.units["837"], small.units["020"], small.units["980"]
    place = station.municipality
    office = make.unit(station.organisation, place, "Perhekeskus", "social_welfare", ["child_protection"])
    adults = make.unit(station.organisation, place, "Aikuissosiaalityö", "social_welfare", ["adult_social_work"])
    school = make.unit(station.organisation, place, "Opiskeluhuolto", "student_welfare", ["student_welfare"])
    Municipality.objects.filter(code="980").update(name_fi="Salapaikkala", sort_fi="salapaikkala")
    Unit.objects.filter(pk=secret_place.pk).update(name_fi="Piilokoti", municipality=place)

    late = small.need("837", start, 20, lawful=5)
    aino = made.add(late, "Zyxva", "Kvokkala", "Polvessa zyrisee 77341", henkilotunnus=HETU)
    hidden = small.need("980", start, 20, lawful=5)
    made.hidden = made.add(
        hidden, "Salli", "Varjoranta", "Huimaa qwandisti", non_disclosure=True, postal_code="99123",
        phone="040 999 8877",
    )  # fmt: skip
    Contact.objects.filter(pk=hidden.contact_id).update(reply_by="phone", reply_to="040 999 8877")
    fresh = [
        ("Uusiprokka", "Korvassa vrilisee", "primary_care", "patient"),
        ("Lapsikvist", "Lapsi yksin jaksolla kvz", "child_protection", "social_welfare"),
        ("Velkaprunni", "Vuokravelkaa frotta", "adult_social_work", "social_welfare"),
        ("Koulukraski", "Kiusaaminen trallissa", "student_welfare", "student_welfare"),
    ]
    for last, words, line, register in fresh:
        case = make.opened(make.person(place), now - timedelta(days=1), line=line, register=register)
        made.add(case, "Test", last, words)
    offered = make.opened(make.person(place), now - timedelta(days=1))
    made.add(offered, "Test", "Tarjoprunska", "Selkä jumittaa hrx")

    nurse = make.worker(station, Role.NURSE)
    workers = {
        "nurse": nurse,
        "other nurse": make.worker(other, Role.NURSE),
        "hidden's nurse": make.worker(secret_place, Role.NURSE),
        "doctor": make.worker(station, Role.DOCTOR, Profession.DOCTOR),
        "therapist": make.worker(other, Role.THERAPIST, Profession.PHYSIOTHERAPIST),
        "child protection": make.worker(office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER),
        "social worker": make.worker(adults, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER),
        "student welfare": make.worker(school, Role.STUDENT_WELFARE, Profession.PSYCHOLOGIST),
        "manager": make.worker(station, Role.MANAGER),
        "programme": make.worker(station, Role.PROGRAMME_OFFICE),
        "operator": make.worker(station, Role.OPERATOR),
    }
    assert offered.unit_id == station.pk
    actions.hand_over(case_id=offered.pk, to_unit_id=other.pk, reason="Sopii", by=make.acting(nurse), now=now)
    for person in (aino, made.hidden):
        opening = actions.open_in_emergency(
            person=person, purpose=EmergencyPurpose.CARE, reason=REASON, by=make.acting(workers["social worker"]),
            now=now,
        )  # fmt: skip
        made.opening_ids.append(opening.pk)
    extract_facts(by=system("figures"), now=now)
    refresh_figures(by=system("figures"), now=now)
    _sign_everybody_in(made, workers, {"resident": aino, "hidden resident": made.hidden})
    return made


def _sign_everybody_in(made: World, workers: dict[str, Account], residents: dict[str, Person]) -> None:
    for name, person in residents.items():
        workers[name] = Account.objects.create_user(f"{name}-x", name="Oma Tili", person=person)
        Membership.objects.create(account=workers[name], role=Role.RESIDENT, valid_from=date(2020, 1, 1))
    made.clients = {"nobody": Client()}
    for name, account in workers.items():
        made.clients[name] = Client()
        made.clients[name].force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    held = set(Membership.objects.values_list("role", flat=True))
    assert held == set(Role) - {Role.SYSTEM}, "visit as every role"


def url_names() -> list[str]:
    """Every name that the resolver knows. One without a name cannot be visited: only redirects may lack it."""

    def walk(resolver) -> Iterator[str]:  # type: ignore[no-untyped-def]
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                redirect = getattr(getattr(pattern.callback, "view_class", None), "__name__", "") == "RedirectView"
                assert pattern.name or redirect, f"{pattern} has no name: give it one"
                if pattern.name:
                    yield pattern.name
            else:
                yield from walk(pattern)

    return sorted(set(walk(get_resolver())))


def test_every_address_says_how_to_visit_it():
    unknown = [name for name in url_names() if visit_of(name) is None]
    assert not unknown, f"say how to visit {unknown}: a row in tests/integration/site/visits.py"


def requests_of(name: str, world: World) -> Iterator[tuple[str, str, dict]]:
    visit = visit_of(name)
    assert visit is not None
    every = visit.args(world)
    posted = {every[0], every[-1]}  # one that opens, if any does, and one that does not
    for args in every:
        address = reverse(name, args=args)
        for query in visit.gets:
            yield "get", address, query
        for sent in visit.posts(world) if args in posted else ():
            yield "post", address, sent


def worth_visiting(client: Client, case_ids: list[int]) -> list[int]:
    """The cases that open to this client, and two that do not: what is refused is refused alike."""
    opens = {}
    for pk in case_ids:
        with transaction.atomic():
            opens[pk] = any(client.get(reverse(name, args=(pk,))).status_code == 200 for name in ("case", "matter"))
            transaction.set_rollback(True)
    return [pk for pk in case_ids if opens[pk]] + [pk for pk in case_ids if not opens[pk]][:2]


def said(response) -> str:  # type: ignore[no-untyped-def]
    """What a reader can see; the answer's own address and headers count, too."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return unescape(body.decode(errors="replace")) + str(response.headers)


def test_what_any_address_shows_of_a_person_is_in_the_access_log_and_no_place_leaks(world):
    shown_somewhere: set[str] = set()
    faults: list[str] = []
    everything = list(world.case_ids)
    worth = {who: worth_visiting(client, everything) for who, client in world.clients.items()}
    for name in url_names():
        for who, client in world.clients.items():
            if name.startswith(LIBRARY) and who not in ("nobody", "nurse", "resident"):
                continue
            world.case_ids = worth[who]
            for method, address, data in requests_of(name, world):
                cookies = client.cookies.copy()
                with transaction.atomic():
                    before = AccessSubject.objects.order_by("-id").values_list("id", flat=True).first() or 0
                    response = getattr(client, method)(address, data)
                    text = said(response)
                    logged = set(AccessSubject.objects.filter(id__gt=before).values_list("subject_key", flat=True))
                    transaction.set_rollback(True)
                client.cookies = cookies
                what = f"{who}: {method} {address} {data or ''} → {response.status_code}"
                sent = " ".join(map(str, data.values())) + address
                seen = {token for token in world.tokens if token in text and token not in sent}
                faults += [f"{what} shows {token}, not in the log" for token in seen
                           if world.tokens[token].subject_key not in logged]  # fmt: skip
                if seen and (who == "nobody" or response.status_code >= 400):
                    faults.append(f"{what} shows {seen}")
                if HETU in text and HETU not in sent:
                    faults.append(f"{what} shows a henkilötunnus")
                if response.status_code >= 500:
                    faults.append(f"{what} is broken")
                if any(world.tokens[token] == world.hidden for token in seen):
                    faults += [f"{what} shows the place {place}" for place in _leaked(name, who, text)]
                if seen and response.status_code == 200:
                    shown_somewhere.add(name)
    assert not faults, f"{len(set(faults))} faults:\n" + "\n".join(sorted(set(faults))[:60])
    # The walk is not blind: these pages do show people (My matters names services only).
    blind = {"worklist", "case", "case_assess", "matter", "indicator_cases", "opening", "openings", "open_across",
             "log_limit"} - shown_somewhere  # fmt: skip
    assert not blind


def _leaked(name: str, who: str, text: str) -> set[str]:
    """The places of the hidden person on this page, less those that this reader must see there."""
    main = text.split("<main")[1].split("</main>")[0] if "<main" in text else text
    found = {place for place in PLACES if re.search(re.escape(place), main)}
    if who == "hidden resident":  # their own unit and number, to themselves
        return found - {"Piilokoti", "040 999 8877"}
    if who == "hidden's nurse":
        return found - ({"Piilokoti", "040 999 8877"} if name in SEES_UNIT else set())
    return found
