"""An assessment or a referral from another system: stored once, shown as it came, refused with every fault."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.casework import actions as casework
from ovi.casework.models import Case, CaseClock
from ovi.casework.queries import call_list
from ovi.contact.models import Contact, InboundDocument, InboundReferral
from ovi.exchange.actions import add_client
from ovi.exchange.rest.reading import read_assessment, read_referral
from ovi.foundation.identifiers import make_artificial_hetu
from ovi.foundation.refusals import Refused
from ovi.people.models import Person
from ovi.plumbing import clock
from ovi.plumbing.actor import Role, system
from tests.examples import examples
from tests.integration import people_for_tests as make

CODE = make_artificial_hetu(make.BORN["adult"], 904)
TODAY = make.TODAY


@pytest.fixture(autouse=True)
def still(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def county(db):
    return make.make_county()


def key_for(now, name="omaolo", registers=("patient",), may=("assessments", "referrals")):
    return add_client(name=name, may=may, registers=registers, by=system("clients"), now=now)


@pytest.fixture
def key(county, now):
    return key_for(now)


ASSESSMENT = {
    "product": {"name": "Omaolo", "version": "4.2.1", "ce_mark": "CE, MDR 2017/745, valmistaja DigiFinland Oy"},
    "person": {"henkilotunnus": CODE, "last_name": "Esimerkki", "first_name": "Aino", "phone": "040 765 4321"},
    "service_line": "primary_care", "register": "patient", "language": "fi", "own_words": "Kurkku on kipeä",
    "document": {
        "resourceType": "QuestionnaireResponse", "status": "completed",
        "identifier": {"system": "urn:oid:1.2.246", "value": "qr-1"},
        "questionnaire": "Kurkkukivun oirearvio|4", "authored": "2026-03-03T08:55:00+02:00",
        "item": [
            {"linkId": "1", "text": "Onko kuumetta?", "answer": [{"valueBoolean": True, "item": [
                {"linkId": "1.1", "text": "Kuinka paljon?",
                 "answer": [{"valueQuantity": {"value": 38.5, "unit": "°C"}}]}]}]},
            {"linkId": "2", "text": "Arvion tulos", "answer": [{"valueString": "Hakeudu hoitoon <b>tänään</b>"}]},
        ],
    },
}  # fmt: skip
REFERRAL = {
    "id": "lahete-77",
    "person": {"last_name": "Paperiton", "first_name": "Ali"},
    "service_line": "specialised_care", "register": "patient", "language": "fi",
    "reason": "Toistuva rintakipu rasituksessa", "urgency": "urgent", "referred_on": "2026-03-02",
    "referring": {"organisation": "Yksityinen lääkäriasema Oy", "business_code": "1234567-1",
                  "professional": "Liisa Lähettäjä", "profession": "lääkäri", "phone": "03 123 4567"},
}  # fmt: skip


def changed(sent, **changes):
    """The sending with some fields at dotted paths changed; None takes the field away."""
    made = deepcopy(sent)
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = made
        for name in parents:
            place = place[name]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return made


def send(key, body, name="api_assessments"):
    text = body if isinstance(body, str) else json.dumps(body)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {key}"} if key else {}
    return Browser().post(reverse(name), text, content_type="application/json", **headers)


def refer(key, body):
    return send(key, body, "api_referrals")


def places(answer):
    return {one["where"] for one in answer.json().get("faults", ())}


def opened(number):
    return casework.open_case(contact_id=Contact.objects.get(number=number).pk, by=system("reception"), now=clock.now())


class TestAssessments:
    def test_it_opens_a_contact_that_waits_for_a_call_and_the_same_again_changes_nothing(self, county, key, now):
        first, again = send(key, ASSESSMENT), send(key, ASSESSMENT)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["contact"] == again.json()["contact"]
        row = InboundDocument.objects.get()
        assert row.content == ASSESSMENT["document"]
        assert (row.contact.own_words, row.contact.reply_to) == ("Kurkku on kipeä", "040 765 4321")
        assert Person.objects.get(henkilotunnus=CODE) == row.contact.person
        opened(row.contact.number)
        nurse = make.acting(make.worker(county.station, Role.NURSE))
        assert [one.number for one in call_list(nurse, now=now).rows] == [row.contact.number]

    def test_what_it_says_changes_no_order_and_no_urgency(self, county, key, now):
        alarming = changed(ASSESSMENT, person=None, document__identifier__value="qr-2")
        alarming["document"]["item"][1]["answer"][0]["valueString"] = "Soita heti 112"
        numbers = [send(key, body).json()["contact"] for body in (ASSESSMENT, alarming)]
        cases = [opened(number) for number in numbers]
        assert [case.urgency for case in cases] == ["", ""]
        assert cases[0].next_due_on == cases[1].next_due_on

    def test_it_joins_the_persons_own_contact_and_nobody_elses(self, county, key, now):
        mine = make.contact(make.person(county.tampere, henkilotunnus=CODE), now)
        others = make.contact(make.person(county.tampere), now)
        assert send(key, changed(ASSESSMENT, contact=mine.number)).json()["contact"] == mine.number
        answer = send(key, changed(ASSESSMENT, contact=others.number, document__identifier__value="qr-3"))
        assert answer.status_code == 422
        missing = send(key, changed(ASSESSMENT, contact="OVI-1", document__identifier__value="qr-3"))
        assert missing.json() == answer.json()
        assert InboundDocument.objects.count() == 1

    def test_the_same_identifier_with_other_content_is_refused(self, key):
        send(key, ASSESSMENT)
        answer = send(key, changed(ASSESSMENT, own_words="Toinen"))
        assert answer.status_code == 409
        assert InboundDocument.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "where"),
        [
            ({"product__ce_mark": ""}, "product.ce_mark"),
            ({"product": None}, "product"),
            ({"document__status": "in-progress"}, "document.status"),
            ({"document__resourceType": "Patient"}, "document.resourceType"),
            ({"document__identifier": None}, "document.identifier"),
            ({"document__authored": "2026-03-03T08:55:00"}, "document.authored"),
            ({"document__authored": "2027-01-01T08:55:00+02:00"}, "document.authored"),
            ({"document__item": []}, "document.item"),
            ({"document__item": [{"text": "?"}]}, "document.item[0]"),
            ({"document__item": [{"linkId": "1", "answer": "x"}]}, "document.item[0].answer"),
            ({"person__henkilotunnus": "010180-900X"}, "person.henkilotunnus"),
            ({"person__last_name": ""}, "person.last_name"),
            ({"person__birth_date": "1999-01-01"}, "person.birth_date"),
            ({"language": "ru"}, "language"),
            ({"urgency": "high"}, "urgency"),
        ],
    )
    def test_a_fault_is_told_by_its_place_and_nothing_is_stored(self, key, change, where):
        answer = send(key, changed(ASSESSMENT, **change))
        assert answer.status_code == 422
        assert where in places(answer)
        assert CODE not in answer.content.decode()
        assert not Contact.objects.exists()
        assert not Person.objects.exists()

    def test_what_is_no_json_too_large_or_too_deep_is_refused(self, key):
        assert send(key, "{").status_code == 400
        assert send(key, "[]").status_code == 400
        assert send(key, '{"a": NaN}').status_code == 400
        assert send(key, "[" * 100_000).status_code == 400
        assert send(key, json.dumps({"own_words": "x" * 1_100_000})).status_code == 413
        deep: dict = {"linkId": "0"}
        for _ in range(30):
            deep = {"linkId": "1", "item": [deep]}
        assert send(key, changed(ASSESSMENT, document__item=[deep])).status_code == 422
        wide = [{"linkId": "1"}] * 3000
        assert send(key, changed(ASSESSMENT, document__item=wide)).status_code == 422

    def test_a_composition_is_received_too(self, key):
        document = {
            "resourceType": "Composition", "status": "final", "identifier": {"value": "c-1"},
            "title": "Hyvinvointiarvio",
            "date": "2026-03-02T10:00:00+02:00",
            "section": [{"title": "Uni", "text": {"status": "generated", "div": "<div>Nukun <i>huonosti</i></div>"}}],
        }  # fmt: skip
        assert send(key, changed(ASSESSMENT, document=document)).status_code == 201

    def test_a_key_opens_only_its_own_interfaces_and_registers(self, county, key, now):
        assert send("", ASSESSMENT).status_code == 401
        assert send("wrong", ASSESSMENT).status_code == 401
        only_context = add_client(name="record-system", by=system("clients"), now=now)
        assert send(only_context, ASSESSMENT).status_code == 403
        social = changed(ASSESSMENT, register="social_welfare", service_line="adult_social_work")
        assert send(key, social).status_code == 403
        wrong_line = send(key, changed(ASSESSMENT, service_line="child_protection"))
        assert wrong_line.status_code == 403
        assert places(wrong_line) == {"service_line"}
        with pytest.raises(Refused):
            add_client(name="x", may=("assessments",), by=system("clients"), now=now)

    def test_ten_copies_at_the_same_moment_are_one(self, committed_db, now):
        make.make_county()
        key = key_for(now)

        def once(_):
            try:
                return send(key, ASSESSMENT).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(5) as pool:
            assert sorted(pool.map(once, range(10))) == [200] * 9 + [201]
        assert (Contact.objects.count(), Person.objects.count()) == (1, 1)


class TestReferrals:
    def test_it_starts_the_clocks_of_a_referral_from_its_arrival(self, county, key):
        answer = refer(key, REFERRAL)
        assert answer.status_code == 201
        case = opened(answer.json()["contact"])
        starts = dict(CaseClock.objects.filter(case=case).values_list("rule_id", "start_kind"))
        assert "ESH-HTA" in starts
        assert set(starts.values()) == {"referral_arrived"}
        assert CaseClock.objects.get(case=case, rule_id="ESH-HTA").due_on == TODAY + timedelta(weeks=3)
        assert case.urgency == ""

    def test_a_person_without_an_identity_code_or_a_name_is_normal(self, county, key):
        refer(key, REFERRAL)
        nobody = refer(key, changed(REFERRAL, person=None, id="lahete-78"))
        assert nobody.status_code == 201
        people = InboundReferral.objects.order_by("referral_id").values_list("contact__person__last_name", flat=True)
        assert list(people) == ["Paperiton", None]
        assert refer(key, REFERRAL).status_code == 200
        assert Person.objects.count() == 1

    def test_a_referral_to_a_line_of_another_register_is_refused(self, county, key):
        assert refer(key, changed(REFERRAL, service_line="adult_social_work")).status_code == 403
        assert refer(key, changed(REFERRAL, register="social_welfare")).status_code == 403
        assert refer(key, changed(REFERRAL, register="nonsense")).status_code == 403
        assert not Contact.objects.exists()

    @pytest.mark.parametrize(
        ("change", "where"),
        [
            ({"referring": None}, "referring"),
            ({"referring__professional": " "}, "referring.professional"),
            ({"urgency": "emergency"}, "urgency"),
            ({"referred_on": "2026-03-04"}, "referred_on"),
            ({"reason": None}, "reason"),
            ({"resaon": "x"}, "resaon"),
        ],
    )
    def test_a_fault_is_told_by_its_place(self, county, key, change, where):
        answer = refer(key, changed(REFERRAL, **change))
        assert answer.status_code == 422
        assert where in places(answer)
        assert Case.objects.count() == 0


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def spoiled(draw, sound):
    """A sound sending with one place in it replaced by anything at all."""
    made = deepcopy(sound)
    place = made
    while True:
        names = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        name = draw(st.sampled_from(names))
        inner = place[name]
        if not isinstance(inner, (dict, list)) or not inner or draw(st.booleans()):
            place[name] = draw(_json)
            return made
        place = inner


@settings(max_examples=examples(150), deadline=None)
@given(spoiled(ASSESSMENT), spoiled(REFERRAL))
def test_reading_anything_gives_faults_and_never_breaks(assessment, referral):
    from datetime import UTC, datetime

    now = datetime(2026, 3, 3, 7, 12, tzinfo=UTC)
    read_assessment(assessment, now=now, today=date(2026, 3, 3))
    read_referral(referral, today=date(2026, 3, 3))
