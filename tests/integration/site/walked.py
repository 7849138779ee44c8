"""The world that the walk over every address visits: people whose names and words stand nowhere else, and who may come.

Every page that shows people has somebody to show here: own workers with cover, a team with a meeting, goals and a
path, waits and requests to managers, notifications and linked matters, a person that another system has open.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from ovi.casework import actions
from ovi.casework.models import (
    Case,
    CaseGoal,
    Cover,
    Escalation,
    HandOver,
    MeetingItem,
    OwnWorker,
    PathStep,
    SavedList,
    TrayPick,
)
from ovi.casework.queries import AssessedNeed
from ovi.casework.states import EmergencyPurpose, WaitReason
from ovi.contact.models import Contact
from ovi.directory.actions import close_channel, count_question, save_team
from ovi.directory.asked_words import asked as asked_words
from ovi.directory.models import AskedQuestion, ChannelClosure, Municipality, NearService, NearStop, Service, Unit
from ovi.exchange.actions import add_client, make_context
from ovi.exchange.models import Client as System
from ovi.foundation.identifiers import make_artificial_hetu
from ovi.foundation.text import Trilingual
from ovi.people.models import Account, Membership, Person
from ovi.people.states import Profession
from ovi.performance.actions import extract_facts, refresh_figures
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor, Role, system
from tests.integration import people_for_tests as make
from tests.integration.contact.notices_for_tests import EMAIL, NAME, PHONE, PLACE, WORRY, notice, told
from tests.integration.performance.data import SmallCounty
from tests.integration.residents_for_tests import own_catalogue
from tests.integration.site.visits import REASON

HETU = make_artificial_hetu(date(1980, 5, 4), 999)
HIDDEN_HETU = make_artificial_hetu(date(1980, 5, 4), 905)
PLACES = ("Salapaikkala", "Piilokoti", "99123", "040 999 8877")  # municipality, unit, postal code, telephone
# Where who works with a person under a non-disclosure order must see how to reach them, and which unit they are.
SEES_UNIT = {
    "case", "case_assess", "encounter_record", "case_close", "hand_over", "list_worker", "list_team", "team",
    "caseload",
}  # fmt: skip
PHYSIO = "physiotherapist_direct_access"
# Who notified and in which words is seen in one unit; these have no client of their own.
ANSWERS_NOTICES = "child protection"
BESIDE = "Sisarus krumeluuri jäi yksin"  # what a social worker writes when opening a child-protection assessment


@dataclass
class World:
    """People whose names and words stand nowhere else, and who may come."""

    tokens: dict[str, Person] = field(default_factory=dict)
    case_ids: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    opening_ids: list[int] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)  # of notifications: for the unit that answers for them only
    at: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)  # the arguments of addresses, by what they are
    context: str = ""  # the token of a person whom another system has open
    key: str = ""  # that system's own
    holder: str = ""
    colleague: str = ""
    hidden: Person | None = None
    hetu: str = HETU
    hidden_hetu: str = HIDDEN_HETU
    clients: dict[str, Client] = field(default_factory=dict)

    def add(self, case: Case, first: str, last: str, words: str, **fields: object) -> Person:
        Person.objects.filter(pk=case.person_id).update(first_name=first, last_name=last, **fields)
        Contact.objects.filter(pk=case.contact_id).update(own_words=words)
        person = Person.objects.get(pk=case.person_id)
        self.case_ids.append(case.pk)
        self.numbers.append(case.contact.number)
        self.tokens |= {last: person, words: person, case.contact.number: person}
        return person


FRESH = (
    ("Uusiprokka", "Korvassa vrilisee", "primary_care", "patient"),
    ("Lapsikvist", "Lapsi yksin jaksolla kvz", "child_protection", "social_welfare"),
    ("Velkaprunni", "Vuokravelkaa frotta", "adult_social_work", "social_welfare"),
    ("Koulukraski", "Kiusaaminen trallissa", "student_welfare", "student_welfare"),
)


def _hold_still(now: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """The clock stands, figures go to a folder of the test's own, and refusals make no noise."""
    monkeypatch.setattr(clock, "now", lambda: now)
    logging.getLogger("django.request").setLevel("ERROR")  # refusals are what the walk asks for
    monkeypatch.setattr("ovi.performance.actions.extracting.var_folder", lambda: tmp_path)
    monkeypatch.setattr("ovi.performance.queries.figures.var_folder", lambda: tmp_path)


def make_world(now: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> World:
    _hold_still(now, monkeypatch, tmp_path)
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
        henkilotunnus=HIDDEN_HETU,
        phone="040 999 8877",
    )  # fmt: skip
    Contact.objects.filter(pk=hidden.contact_id).update(reply_by="phone", reply_to="040 999 8877")
    for last, words, line, register in FRESH:
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
        "county manager": _county_manager(),
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
    _work(made, now, {name: make.acting(one) for name, one in workers.items()}, station, secret_place)
    _notices(made, now, {name: make.acting(one) for name, one in workers.items()})
    extract_facts(by=system("figures"), now=now)
    refresh_figures(by=system("figures"), now=now)
    _sign_everybody_in(made, workers, {"resident": aino, "hidden resident": made.hidden})
    return made


def _county_manager() -> Account:
    account = Account.objects.create_user("county-manager", name="Koko Alue")
    Membership.objects.create(account=account, role=Role.MANAGER, valid_from=date(2020, 1, 1))
    return account


def _work(made: World, now: datetime, who: dict[str, Actor], station: Unit, secret_place: Unit) -> None:
    """Everything that is done around a matter, to one in the open and to one under a non-disclosure order."""
    aino, hidden, fresh = made.case_ids[:3]
    offer = HandOver.objects.get()
    actions.warn_of_silence(hand_over_id=offer.pk, by=system("hand_overs"), now=now)
    teams = {}
    for name, unit in (("Etutiimi", station), ("Takatiimi", secret_place)):
        teams[unit.pk] = save_team(
            kind="area", unit_id=unit.pk, name=Trilingual(name, name, name), municipalities=["837"],
            valid_from=date(2026, 1, 1), by=who["county manager"], now=now,
        )  # fmt: skip
    for case_id, by, unit, word in (
        (fresh, who["nurse"], station, "prunkka"), (hidden, who["hidden's nurse"], secret_place, "vrokka"),
    ):  # fmt: skip
        case = Case.objects.get(pk=case_id)
        _own(case, by.professional_id, teams[unit.pk].pk)
        actions.set_wait_reason(case_id=case_id, reason=WaitReason.RESOURCE, from_on=case.contact_at.date(),
                                note=f"Odottaa {word}", by=by, now=now)  # fmt: skip
        actions.escalate(case_id=case_id, reason=f"Ratkaise {word}", by=by, now=now)
        actions.set_goal(case_id=case_id, own_words=f"Haluan {word}", worded="", by=by, now=now)
        entry = ("over_15", "musculoskeletal", "suits_physiotherapist")
        actions.start_path(case_id=case_id, template_id=PHYSIO, version=1, ticked=entry, by=by, now=now)
        mine = PathStep.objects.filter(path__case=case_id, position=1)
        mine.update(carrier_id=by.professional_id, due_on=now.date())
        actions.put_on_meeting(case_id=case_id, team_id=teams[unit.pk].pk, meeting_on=now.date(),
                               reason=f"Puhutaan {word}", by=by, now=now)  # fmt: skip
        made.tokens |= {f"{verb} {word}": case.person for verb in ("Odottaa", "Ratkaise", "Haluan", "Puhutaan")}
    actions.assign(case_id=aino, to_professional_id=who["doctor"].professional_id, reason="Tuttu", by=who["nurse"],
                   now=now)  # fmt: skip
    _own(Case.objects.get(pk=aino), who["other nurse"].professional_id, None)  # reads, though of another unit
    Cover.objects.create(absent_id=who["nurse"].professional_id, substitute_id=who["doctor"].professional_id,
                         valid_from=now.date(), valid_to=date(2026, 12, 31))  # fmt: skip
    _tray(made, now, who, station)
    system_key = add_client(name="record-system", by=system("clients"), now=now)
    asked = make_context(client=System.objects.get(), henkilotunnus=HETU, by=system("person_context"), now=now)
    assert asked is not None
    made.key, made.context = system_key, asked[0]
    _near(now)
    _remember(made, who)


def _near(now: datetime) -> None:
    bus = NearService.objects.create(
        municipality_id="837", unit=Unit.objects.earliest("pk"), service_line="primary_care", kind="mobile",
        name_fi="Rokotusbussi", about_fi="Rokotuksia", baseline="40 km", target="Joka viikko",
        target_on=date(2027, 1, 1), valid_from=date(2026, 1, 1),
    )  # fmt: skip
    opens = now + timedelta(days=2)
    NearStop.objects.create(service=bus, opens_at=opens, closes_at=opens + timedelta(hours=3), place="Kirjaston piha")


def _tray(made: World, now: datetime, who: dict[str, Actor], station: Unit) -> None:
    """Services picked with reasons, a list that anybody may open, a question without an answer, a closed channel."""
    own_catalogue(now)
    group, other = Service.objects.filter(source_id__in=("moving-together-group", "mood-peer-group")).order_by("pk")
    hidden, fresh = made.case_ids[1:3]
    for case_id, by, word in ((fresh, who["nurse"], "prunkka"), (hidden, who["hidden's nurse"], "vrokka")):
        pick = actions.pick_service(case_id=case_id, service_id=group.pk, reason=f"Seuraksi {word}", by=by, now=now)
        made.tokens[f"Seuraksi {word}"] = pick.case.person
    actions.save_list(
        unit_id=station.pk, name="Seuraa", for_whom="", note="", services=[group.pk, other.pk], public=True,
        by=who["nurse"], now=now,
    )  # fmt: skip
    question = asked_words("lumiapu", "fi")
    assert question is not None
    for day in range(6, 0, -1):
        count_question(question, language="fi", municipality="", found=0, today=now.date() - timedelta(days=day))
    close_channel(
        channel="phone", unit_id=station.pk, service_line="", closes_at=now, opens_at=now + timedelta(hours=3),
        message=Trilingual("Vika", "Fel", "Fault"), instead=Trilingual("Kirjoita", "Skriv", "Write"),
        by=who["county manager"], now=now,
    )  # fmt: skip


def _own(case: Case, professional_id: int | None, team_id: int | None) -> None:
    for kind, of in (("own_nurse", {"professional_id": professional_id}), ("own_team", {"team_id": team_id})):
        if None not in of.values():
            OwnWorker.objects.create(person=case.person, register="patient", kind=kind, valid_from=date(2026, 1, 1),
                                     **of)  # fmt: skip


def _remember(made: World, who: dict[str, Actor]) -> None:
    """Where there is something to show: the arguments of the addresses."""

    def of(rows: Any, *names: str) -> list[tuple[Any, ...]]:
        return list(rows.order_by("pk").values_list(*names))

    made.at = {
        "goal": of(CaseGoal.objects, "case_id", "pk"),
        "step": of(PathStep.objects.filter(position=1), "path__case_id", "pk"),
        "own": of(OwnWorker.objects, "person__cases", "pk"),
        "list": of(OwnWorker.objects.exclude(professional=None), "professional_id"),
        "team": of(MeetingItem.objects, "team_id"),
        "meeting": of(MeetingItem.objects, "pk"),
        "cover": of(Cover.objects, "pk"),
        "raised": of(Escalation.objects, "pk"),
        "unit": of(Unit.objects, "pk"),
        "near": of(NearService.objects, "pk"),
        "stop": of(NearStop.objects, "pk"),
        "pick": of(TrayPick.objects, "case_id", "pk"),
        "saved": of(SavedList.objects, "pk"),
        "open_list": of(SavedList.objects, "key"),
        "gap": of(AskedQuestion.objects, "pk"),
        "closure": of(ChannelClosure.objects, "pk"),
        "service": of(Service.objects.filter(source_id__in=("moving-together-group", "oral-health-care")), "pk"),
    }
    made.holder = f"w{who['doctor'].professional_id}"
    made.colleague = str(who["doctor"].professional_id)


def _notices(made: World, now: datetime, who: dict[str, Actor]) -> None:
    """A notification that concerns nobody yet, one that concerns a client, and an assessment opened beside a matter."""
    office, adults = who[ANSWERS_NOTICES], who["social worker"]
    child, debtor = made.case_ids[3], made.case_ids[4]
    matched_words = "Itkee pihalla kruxissa"
    for words, of in ((WORRY, None), (matched_words, Case.objects.get(pk=child).person)):
        contact = told(now - timedelta(days=1), what=notice(own_words=words))
        case = actions.open_case(contact_id=contact.pk, by=system("reception"), now=now - timedelta(days=1))
        if of is not None:
            actions.match_person(case_id=case.pk, subject_key=of.subject_key, by=office, now=now)
            made.tokens |= {words: of, contact.number: of}
        made.case_ids.append(case.pk)
        made.secrets |= {words, contact.number}
    need = AssessedNeed(None, "non_urgent", "adult_social_work", needs_special_support=True)
    actions.start_assessment(case_id=debtor, found=need, at=now, by=adults, now=now)
    link = actions.open_child_protection(
        case_id=debtor, about=BESIDE, is_client=False, idempotency_key=uuid4(), by=adults, now=now
    )
    made.case_ids.append(link.to_case_id)
    made.secrets |= {NAME, PHONE, EMAIL, PLACE, BESIDE, link.to_case.contact.number}


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
