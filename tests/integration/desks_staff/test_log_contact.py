"""A call, a visit to the desk or a letter becomes a matter like any other contact, also of a person without a code."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ovi.casework.models import Case
from ovi.contact.models import Contact
from ovi.foundation.identifiers import make_artificial_hetu
from ovi.people.models import Person
from ovi.plumbing.models import AccessSubject, AuditEvent
from tests.integration import people_for_tests as make

BORN = make.BORN["adult"]


@pytest.fixture
def code():
    return make_artificial_hetu(BORN, 901)


@pytest.fixture
def known(county, code):
    return make.person(county.tampere, henkilotunnus=code, phone="040 111 2222", first_name="Veikko")


def given(**more):
    return {
        "channel": "phone", "identity_check": "questions", "own_words": "Polvi on kipeä",
        "service_line": "primary_care",
        "reply_to": "", "idempotency_key": str(uuid4()), "do": "assess", **more,
    }  # fmt: skip


def log(client, **more):
    return client.post(reverse("contact_log"), given(**more))


def test_a_known_caller_is_found_by_the_code_and_the_matter_opens_for_assessment(nurse, known, code):
    answer = log(nurse, henkilotunnus=f" {code.lower()} ")
    case = Case.objects.get()
    assert answer.url == reverse("case_assess", args=[case.pk])
    assert (case.person, case.contact.channel, case.contact.reply_to) == (known, "phone", "040 111 2222")
    assert case.contact.logged_by.name == "Noora Harjoitus"
    assert case.contact.identity_check == "questions"
    assert [clock.rule_id for clock in case.clocks.all()] == ["PHC-CONTACT"]


def test_the_code_stands_in_its_own_field_only(nurse, known, code, now):
    page = log(nurse, henkilotunnus=code, do="save").content.decode()
    assert code not in page
    assert all(code not in str(row.details) for row in AuditEvent.objects.all())
    assert not Contact.objects.filter(own_words__contains=code).exists()


def test_a_caller_whom_we_do_not_know_by_the_code_gets_a_row(nurse, code):
    log(nurse, henkilotunnus=code, last_name="Uusi", first_name="Ulla", reply_to="050 1")
    person = Person.objects.get(henkilotunnus=code)
    assert (person.full_name, person.birth_date, person.phone) == ("Ulla Uusi", BORN, "050 1")


def test_a_person_without_a_code_is_normal(nurse):
    answer = log(nurse, last_name="Paperiton", birth_date="1.2.1990", reply_to="050 1", identity_check="not_checked")
    assert answer.status_code == 302
    assert Person.objects.get(last_name="Paperiton").henkilotunnus is None


def test_a_caller_who_tells_no_name_has_a_matter_without_a_person(nurse):
    log(nurse, reply_to="050 1", identity_check="not_checked")
    assert Case.objects.get().person is None


def test_a_matter_of_another_unit_is_not_opened_but_its_number_and_unit_are_told(nurse, county):
    make.person(county.nokia, henkilotunnus=make_artificial_hetu(BORN, 902), phone="050 1")
    page = log(nurse, henkilotunnus=make_artificial_hetu(BORN, 902)).content.decode()
    assert "Nokian terveysasema" in page
    assert Case.objects.get().contact.number in page
    assert "51 §" in page
    assert AccessSubject.objects.filter(relation="contact").count() == 1


def test_a_letter_keeps_the_day_it_arrived(nurse, known, code, now):
    log(nurse, henkilotunnus=code, channel="letter", by_letter="on", arrived_on=f"{now - timedelta(days=4):%Y-%m-%d}")
    contact = Contact.objects.get()
    assert (contact.reply_by, contact.arrived_at.date()) == ("letter", (now - timedelta(days=4)).date())


def test_the_same_form_sent_twice_is_one_contact(nurse, known, code):
    key = str(uuid4())
    assert log(nurse, henkilotunnus=code, idempotency_key=key).url == log(
        nurse, henkilotunnus=code, idempotency_key=key
    ).url  # fmt: skip
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"henkilotunnus": "123"}, "ei ole oikeaa muotoa"),
        ({"identity_check": ""}, "miten varmistit"),
        ({"own_words": " "}, "omin sanoin"),
        ({"own_words": "x\x00"}, ""),
        ({"service_line": "adult_social_work"}, "Valitse palvelu"),
        ({"channel": "web"}, "Valitse, miten yhteydenotto tuli"),
        ({"last_name": "Ilman numeroa"}, "Anna numero"),
        ({"last_name": "X", "reply_to": "1", "arrived_on": "2030-01-01"}, "tulevaisuudessa"),
        ({"last_name": "X", "reply_to": "1", "arrived_on": "2020-01-01"}, "kolme kuukautta"),
        ({"first_name": " ", "last_name": "X", "birth_date": "31.2.1990", "reply_to": "1"}, "päivämäärä"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(nurse, wrong, said):
    answer = log(nurse, **wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Contact.objects.exists()
    assert not Person.objects.exists()


def test_a_code_and_a_date_of_birth_that_disagree_are_refused(nurse, code):
    answer = log(nurse, henkilotunnus=code, last_name="X", birth_date="1.1.2000", reply_to="1")
    assert "eivät täsmää" in answer.content.decode()
    assert not Person.objects.exists()


def test_a_resident_and_a_manager_may_not_log(client, county):
    manager = make.worker(county.station, make.Role.MANAGER)
    client.force_login(manager)
    assert client.get(reverse("contact_log")).status_code == 403


def test_a_logged_contact_without_a_check_cannot_be_stored(nurse, known, code):
    log(nurse, henkilotunnus=code)
    with pytest.raises(IntegrityError, match="contact_logged_with_check"), transaction.atomic():
        Contact.objects.update(identity_check="")
