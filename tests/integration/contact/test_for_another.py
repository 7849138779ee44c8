"""Can one make contact for a child or another, by a right that is proved when sending, and does nobody else see it?"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from ovi.contact.actions import Wishes, receive
from ovi.contact.models import Contact
from ovi.contact.queries import shown_to_representatives
from ovi.foundation.refusals import Refused
from ovi.people.actions import end_representation
from ovi.people.models import Notice, ReachRule
from ovi.people.states import RepresentationKind as Kind
from ovi.people.states import RepresentationScope as Scope
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.models import AccessSubject, AuditEvent
from tests.integration.contact.forms_for_tests import may_act, walk_for
from tests.integration.residents_for_tests import (
    assert_sound,
    main_of,
    make_county,
    own_catalogue,
    resident,
    text_of,
)

CHECK = "/yhteys/tarkistus/"


@pytest.fixture
def now():  # type: ignore[no-untyped-def]
    return clock.now()


@pytest.fixture
def family(db, now):  # type: ignore[no-untyped-def]
    """Two guardians, a small child and one of fifteen."""
    make_county()
    own_catalogue(now)
    today = now.date()
    mother, father = resident(), resident(first="Eino")
    child = resident(first="Emma", born=today.replace(day=1) - timedelta(days=6 * 365))
    teen = resident(first="Onni", born=today.replace(day=1) - timedelta(days=15 * 365))
    for guardian in (mother, father):
        for one in (child, teen):
            may_act(guardian.person, one.person, Kind.GUARDIAN, now=now)
    return mother, father, child, teen


def test_a_guardian_makes_contact_for_a_child_and_the_ground_is_recorded(family):
    mother, _father, child, _teen = family
    client = mother.client()
    client.post("/yhteys/", {"for_whom": "child"})
    page = assert_sound(client.get("/yhteys/kuka/"), "fi")
    assert "Emma Esimerkki, lapsesi" in page
    sending = walk_for(client, child.person)
    away = client.post(CHECK, sending)
    contact = Contact.objects.get()
    assert (contact.person, contact.made_by, contact.ground) == (child.person, mother.person, "guardian")
    assert contact.representation.representative == mother.person
    assert not contact.private
    receipt = text_of(client.get(away.headers["Location"]))
    assert "Emma Esimerkki" in receipt
    assert "lapsen huoltajana" in receipt
    assert set(AccessSubject.objects.values_list("subject_key", "relation")) == {(child.person.subject_key, "guardian")}
    event = AuditEvent.objects.get(action="contact.receive")
    assert (event.subject_key, event.details["ground"]) == (child.person.subject_key, "guardian")


def test_a_guardian_of_a_teenager_sends_but_is_not_promised_to_see(family):
    mother, _father, _child, teen = family
    client = mother.client()
    client.post("/yhteys/", {"for_whom": "child"})
    client.post("/yhteys/kuka/", {"for_person": str(teen.person.pk)})
    reply = main_of(client.get("/yhteys/vastaus/"))
    assert 'value="my_matters"' not in reply, "who may not see the matter cannot read the answer there"
    away = client.post(CHECK, walk_for(client, teen.person))
    assert "omiaan" in text_of(client.get(away.headers["Location"]))


def test_one_guardians_private_contact_is_not_among_what_the_other_may_see(family, now):
    mother, _father, child, _teen = family
    for private in (True, False):
        receive(
            idempotency_key=uuid4(), own_words="Huoli", service_line="family_social_work", language="fi",
            reply_by="phone", reply_to="040 123 4567", for_person_id=child.person.pk,
            wishes=Wishes(private=private), by=mother.actor, now=now,
        )  # fmt: skip
    shown = Contact.objects.filter(shown_to_representatives(), person=child.person)
    assert [one.private for one in shown] == [False]


def test_a_minors_own_contact_is_shown_to_no_guardian_nor_told_to_them(family, now):
    _mother, _father, _child, teen = family
    contact = receive(
        idempotency_key=uuid4(), own_words="Haluan jutella", service_line="mental_health", language="fi",
        reply_by="sms", reply_to="040 123 4567", by=teen.actor, now=now,
    )  # fmt: skip
    assert contact.private
    assert not Contact.objects.filter(shown_to_representatives(), person=teen.person).exists()
    told = Notice.objects.get(number=contact.number)
    assert (told.person, told.minors_own) == (teen.person, True)


def test_a_child_without_a_ground_is_refused_whatever_is_posted(family, now):
    stranger = resident(first="Ville")
    _mother, _father, child, _teen = family
    client = stranger.client()
    client.post("/yhteys/", {"for_whom": "child"})
    assert client.get("/yhteys/kuka/").headers["Location"] == "/yhteys/toisen-puolesta/"
    forged = client.post("/yhteys/kuka/", {"for_person": str(child.person.pk)})
    assert forged.status_code in (302, 422)
    sending = walk_for(client, None, whose="self")
    client.post(CHECK, {**sending, "for_whom": "child", "for_person": str(child.person.pk)})
    assert not Contact.objects.exists()
    with pytest.raises(Refused) as refused:
        receive(
            idempotency_key=uuid4(), own_words="x", service_line="primary_care", language="fi", reply_by="my_matters",
            for_person_id=child.person.pk, by=stranger.actor, now=now,
        )  # fmt: skip
    assert refused.value.code == "permission.on_behalf"


def test_the_database_itself_demands_the_ground(family, now):
    mother, _father, child, _teen = family
    contact = receive(
        idempotency_key=uuid4(), own_words="x", service_line="primary_care", language="fi", reply_by="my_matters",
        for_person_id=child.person.pk, by=mother.actor, now=now,
    )  # fmt: skip
    for broken in ({"ground": ""}, {"representation": None}, {"made_by": None}, {"made_by": child.person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.filter(pk=contact.pk).update(**broken)


def test_a_mandate_withdrawn_in_the_middle_stops_the_sending_and_keeps_the_text(family, now):
    mother, *_rest = family
    aunt = resident(first="Helmi", born=date(1940, 5, 5))
    right = may_act(mother.person, aunt.person, Kind.MANDATE, now=now, until=now.date() + timedelta(days=30))
    client = mother.client()
    sending = walk_for(client, aunt.person, whose="other", words="Tätini asia, pitkä teksti")
    assert "valtuutuksella" in main_of(client.get(CHECK))
    end_representation(representation_id=right.pk, why="Perun", by=system("test"), now=now)
    stopped = client.post(CHECK, sending)
    assert stopped.status_code == 409
    html = assert_sound(stopped, "fi")
    assert "Tätini asia, pitkä teksti" in html
    assert "et voi enää asioida" in html
    assert not Contact.objects.exists()
    assert "Tätini asia, pitkä teksti" in text_of(client.get("/yhteys/asia/"))


def test_a_mandate_for_health_does_not_reach_social_matters(family, now):
    mother, *_rest = family
    aunt = resident(first="Helmi", born=date(1940, 5, 5))
    until = now.date() + timedelta(days=30)
    may_act(mother.person, aunt.person, Kind.MANDATE, now=now, until=until, scope=Scope.HEALTH)
    client = mother.client()
    client.post("/yhteys/", {"for_whom": "other"})
    client.post("/yhteys/kuka/", {"for_person": str(aunt.person.pk)})
    lines = main_of(client.get("/yhteys/palvelu/"))
    assert 'value="primary_care"' in lines
    assert 'value="adult_social_work"' not in lines
    with pytest.raises(Refused):
        receive(
            idempotency_key=uuid4(), own_words="x", service_line="adult_social_work", language="fi",
            reply_by="my_matters", for_person_id=aunt.person.pk, by=mother.actor, now=now,
        )  # fmt: skip


def test_a_carer_who_may_only_see_is_told_to_call(family, now):
    mother, *_rest = family
    aunt = resident(first="Helmi", born=date(1940, 5, 5))
    may_act(mother.person, aunt.person, Kind.CARER, now=now, until=now.date() + timedelta(days=30))
    client = mother.client()
    client.post("/yhteys/", {"for_whom": "other"})
    page = main_of(client.get(client.get("/yhteys/kuka/").headers["Location"]))
    assert "Helmi Esimerkki" in page
    assert "tel:" in page


def test_a_receipt_of_another_maker_opens_to_nobody_else(family, now):
    mother, father, child, _teen = family
    contact = receive(
        idempotency_key=uuid4(), own_words="x", service_line="primary_care", language="fi", reply_by="my_matters",
        for_person_id=child.person.pk, by=mother.actor, now=now,
    )  # fmt: skip
    assert father.client().get(f"/yhteys/kiitos/{contact.number}/").status_code == 403


def test_safe_contact_is_written_as_rules_of_this_matter(family):
    mother, *_rest = family
    client = mother.client()
    client.post("/yhteys/", {"for_whom": "self"})
    client.post("/yhteys/asia/", {"own_words": "Pelkään kotona"})
    client.post("/yhteys/palvelu/", {"service_line": "family_social_work"})
    away = client.post("/yhteys/vastaus/", {"reply_by": "phone", "reply_to": "040 123 4567", "more": "on"})
    assert away.headers["Location"] == "/yhteys/toiveet/"
    given = {"reply_when": "klo 9", "interpreter_language": "ar", "safe": ["no_voice_mail", "not_home", "private"],
             "safe_words": "Kysy Leilaa"}  # fmt: skip
    assert client.post("/yhteys/toiveet/", given).headers["Location"] == CHECK
    page = text_of(client.get(CHECK))
    for said in ("arabia", "klo 9", "Kysy Leilaa", "Älkää lähettäkö tai tuoko mitään kotiini"):
        assert said in page
    from tests.integration.contact.test_pages import hidden

    sending = hidden(page) | {"safe": ["no_voice_mail", "not_home", "private"]}
    client.post(CHECK, sending)
    contact = Contact.objects.get()
    assert (contact.private, contact.interpreter_language, contact.reply_when) == (True, "ar", "klo 9\nKysy Leilaa")
    rules = ReachRule.objects.filter(matter=contact.number, person=mother.person)
    assert set(rules.values_list("kind", "way")) == {("never", "voice_mail"), ("never", "home")}


def test_home_is_not_both_asked_for_and_forbidden(family):
    client = family[0].client()
    client.post("/yhteys/vastaus/", {"reply_by": "letter", "more": "on"})
    refused = client.post("/yhteys/toiveet/", {"safe": ["not_home"]})
    assert refused.status_code == 422


def test_when_the_mandate_has_ended_the_receipt_no_longer_opens(family, now):
    mother, *_rest = family
    aunt = resident(first="Helmi", born=date(1940, 5, 5))
    right = may_act(mother.person, aunt.person, Kind.MANDATE, now=now, until=now.date() + timedelta(days=30))
    contact = receive(
        idempotency_key=uuid4(), own_words="x", service_line="primary_care", language="fi", reply_by="my_matters",
        for_person_id=aunt.person.pk, by=mother.actor, now=now,
    )  # fmt: skip
    path = f"/yhteys/kiitos/{contact.number}/"
    assert mother.client().get(path).status_code == 200
    end_representation(representation_id=right.pk, why="Perun", by=system("test"), now=now)
    assert mother.client().get(path).status_code == 403
