"""Acting for another through the pages: what each right lets one see, and that it ends in the middle of anything."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from ovi.casework.models import Case
from ovi.contact.models import Contact
from ovi.people.actions import Right, end_representation, limit_log, record_representation
from ovi.people.models import HelpSession, Representation, SignIn
from ovi.people.states import LogLimitKind, RepresentationKind, RepresentationScope, RepresentationSource
from ovi.plumbing import clock
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AccessSubject, AuditEvent
from tests.integration import people_for_tests as make
from tests.integration.residents_for_tests import assert_sound, main_of, resident, text_of

KIND, SOURCE, SCOPE = RepresentationKind, RepresentationSource, RepresentationScope
PAGE = "/omat/puolesta/"
YOUNG = date(2020, 5, 5)


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def guardian(county):
    return resident(first="Aino")


@pytest.fixture
def child(county):
    return make.person(county.tampere, born=YOUNG, first_name="Onni")


def right(guardian, child, kind=KIND.GUARDIAN, scope=SCOPE.BOTH, days=None) -> Representation:
    today = clock.today()
    source = SOURCE.POPULATION_REGISTER if kind == KIND.GUARDIAN else SOURCE.COURT
    until = today + timedelta(days=days) if days else None
    return record_representation(
        represented=child, representative=guardian.person, by=system("register"), now=clock.now(),
        right=Right(kind, source, scope, today, until),
    )  # fmt: skip


def acting(who, row):
    client = who.client()
    assert client.post(f"{PAGE}{row.pk}/").headers["Location"] == "/omat/"
    return client


def case_of(person, words="Kuume ja korvakipu", **more):
    found = make.opened(person, clock.now() - timedelta(hours=2), words=words)
    Contact.objects.filter(pk=found.contact_id).update(**more)
    return found


def test_a_guardian_sees_the_childs_matters_with_a_banner_and_goes_back_with_one_press(guardian, child):
    own, theirs = case_of(guardian.person, "Oma vaiva"), case_of(child)
    client = acting(guardian, right(guardian, child))
    html = assert_sound(client.get("/omat/"), "fi")
    assert f"Asioit henkilön {child.full_name} puolesta" in html
    assert f"/omat/{theirs.pk}/" in html
    assert f"/omat/{own.pk}/" not in html
    assert "korvakipu" in main_of(client.get(f"/omat/{theirs.pk}/"))
    assert client.get(f"/omat/{own.pk}/").status_code == 403, "one acts for one person at a time"
    assert child.full_name in text_of(client.get("/palvelut/")), "the banner stands on every page"
    client.post(f"{PAGE}lopeta/")
    assert f"/omat/{own.pk}/" in text_of(client.get("/omat/"))
    assert client.get(f"/omat/{theirs.pk}/").status_code == 403


def test_what_is_seen_and_done_for_another_names_both(guardian, child):
    theirs = case_of(child)
    client = acting(guardian, right(guardian, child))
    client.get(f"/omat/{theirs.pk}/")
    seen = AccessSubject.objects.filter(subject_key=child.subject_key, object_id=str(theirs.pk)).get()
    assert (seen.relation, seen.access.account_id) == ("guardian", guardian.account.pk)
    begun = AuditEvent.objects.get(action="people.act_for")
    assert (begun.account_id, begun.subject_key) == (guardian.account.pk, child.subject_key)
    assert not AccessSubject.objects.filter(subject_key=guardian.person.subject_key, object_kind="case").exists()


@pytest.mark.parametrize("hidden", ["private", "forbidden", "child_protection", "notified"])
def test_a_shared_view_never_shows_what_is_not_for_it(guardian, child, county, hidden):
    theirs = case_of(child, private=hidden == "private")
    if hidden == "forbidden":
        nurse = make.acting(make.worker(county.station, Role.NURSE))
        limit_log(person=child, kind=LogLimitKind.FORBIDDEN_BY_MINOR, reason="Nuori kieltää tämän asian näyttämisen.",
                  object_kind="case", object_id=str(theirs.pk), by=nurse, now=clock.now())  # fmt: skip
    if hidden == "child_protection":
        Case.objects.filter(pk=theirs.pk).update(service_line="child_protection", register="social_welfare")
    if hidden == "notified":
        Case.objects.filter(pk=theirs.pk).update(shown_to_client=False)
    client = acting(guardian, right(guardian, child))
    html = text_of(client.get("/omat/"))
    assert f"/omat/{theirs.pk}/" not in html
    assert theirs.contact.number not in html
    assert client.get(f"/omat/{theirs.pk}/").status_code == 403


def test_an_older_childs_matters_are_not_shown_but_what_one_has_sent_is(guardian, county):
    older = make.person(county.tampere, born=date(2013, 5, 5), first_name="Oona")
    own = case_of(older)
    row = right(guardian, older)
    sent = case_of(older, "Lähetin itse", made_by=guardian.person, ground="guardian", representation=row)
    client = acting(guardian, row)
    html = assert_sound(client.get("/omat/"), "fi")
    assert "ovat hänen omiaan" in html
    assert sent.contact.number in html
    assert own.contact.number not in html
    for one in (own, sent):
        assert client.get(f"/omat/{one.pk}/").status_code == 403


def test_a_mandate_shows_its_own_register_only(guardian, child, county):
    theirs = case_of(child)
    client = acting(guardian, right(guardian, child, KIND.MANDATE, SCOPE.SOCIAL, days=9))
    assert f"/omat/{theirs.pk}/" not in text_of(client.get("/omat/"))
    assert client.get(f"/omat/{theirs.pk}/").status_code == 403


def test_a_carer_sees_how_matters_stand_and_no_words(guardian, child):
    theirs = case_of(child)
    row = right(guardian, child, KIND.CARER, days=30)
    client = acting(guardian, row)
    html = assert_sound(client.get(f"/omat/{theirs.pk}/"), "fi")
    assert "Odottaa arviointia" in html
    assert "korvakipu" not in html
    assert "Kuka on katsonut" not in html
    assert client.get(f"/omat/{theirs.pk}/viestit/").status_code == 403
    assert "Ota yhteyttä uudessa asiassa" not in main_of(client.get("/omat/"))


def test_a_non_disclosure_order_hides_every_place_from_who_acts_for_the_person(guardian, county):
    hidden = make.person(county.tampere, born=YOUNG, first_name="Onni", non_disclosure=True)
    theirs = case_of(hidden)
    client = acting(guardian, right(guardian, hidden))
    for address in ("/omat/", f"/omat/{theirs.pk}/"):
        html = main_of(client.get(address))
        assert "Hatanpään terveysasema" not in html
        assert "Odottaa arviointia" in html


def test_a_right_withdrawn_in_the_middle_ends_at_once_and_the_text_is_shown_back(guardian, child):
    theirs = case_of(child)
    row = right(guardian, child)
    client = acting(guardian, row)
    end_representation(representation_id=row.pk, why="Huoltajuus päättyi", by=system("register"), now=clock.now())
    answer = client.post(f"/omat/{theirs.pk}/viestit/", {"text": "Pitkä kirjoitettu viesti", "key": str(uuid4())})
    assert answer.status_code == 403
    html = assert_sound(answer, "fi")
    assert "Pitkä kirjoitettu viesti" in html
    assert "Et enää asioi toisen puolesta" in html
    assert f"/omat/{theirs.pk}/" not in text_of(client.get("/omat/"))


def test_a_right_lost_while_reading_leads_to_whom_one_may_act_for(guardian, child):
    row = right(guardian, child)
    client = acting(guardian, row)
    Representation.objects.filter(pk=row.pk).update(valid_from=date(2020, 1, 1), valid_to=clock.today())
    answer = client.get("/omat/", follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?ended=1", 302)]
    assert "on päättynyt" in main_of(answer)
    assert child.full_name not in text_of(answer)


def test_nobody_begins_by_somebody_elses_right(guardian, child):
    row, stranger = right(guardian, child), resident(first="Vieras")
    answer = stranger.client().post(f"{PAGE}{row.pk}/")
    assert answer.status_code == 403
    client = stranger.client()
    session = client.session
    session["ovi_on_behalf"] = f"guardian:{row.pk}"
    session.save()
    assert client.get("/omat/").headers["Location"] == f"{PAGE}?ended=1"


def test_the_represented_sees_who_may_act_and_ends_a_mandate(guardian, county):
    client_person = resident(first="Eino", born=date(1950, 1, 1))
    row = right(guardian, client_person.person, KIND.MANDATE, days=9)
    client = client_person.client()
    assert guardian.person.full_name in assert_sound(client.get(PAGE), "fi")
    client.post(f"{PAGE}{row.pk}/paata/")
    assert "Kukaan ei asioi puolestasi" in text_of(client.get(PAGE))
    assert acting_refused(guardian, row)


def acting_refused(who, row) -> bool:
    return who.client().post(f"{PAGE}{row.pk}/").status_code == 403


def test_weak_sign_in_reads_no_health_data(guardian):
    case_of(guardian.person)
    client = guardian.client()
    session = client.session
    session["ovi_level"] = "low"
    session.save()
    answer = client.get("/omat/")
    assert answer.status_code == 403
    assert "vahvan tunnistautumisen" in assert_sound(answer, "fi")


# --- help side by side


@pytest.fixture
def helper(county):
    return make.worker(county.station, Role.NURSE, name="Noora Hoitaja")


def helping(helper, person, **sent):
    from django.test import Client

    client = Client()
    client.force_login(helper, backend="django.contrib.auth.backends.ModelBackend")
    given = {"last_name": person.last_name, "birth_date": person.birth_date.isoformat(), "check_made": "document"}
    return client, client.post("/tyo/auta/", {**given, **sent})


def test_a_helper_sees_with_the_person_within_the_wall_and_the_person_sees_it(helper, county):
    eino = resident(first="Eino", last="Apuatarvitseva", born=date(1950, 1, 1))
    health = case_of(eino.person)
    social = make.opened(
        eino.person, clock.now() - timedelta(hours=1), line="adult_social_work", register="social_welfare"
    )
    client, answer = helping(helper, eino.person)
    assert answer.headers["Location"] == "/omat/"
    html = assert_sound(client.get("/omat/"), "fi")
    assert "Autat henkilöä Eino Apuatarvitseva" in html
    assert f"/omat/{health.pk}/" in html
    assert f"/omat/{social.pk}/" not in html
    assert client.get(f"/omat/{social.pk}/").status_code == 403
    client.get("/palvelut/")
    views = AccessSubject.objects.filter(subject_key=eino.person.subject_key, relation="help")
    assert {one.access.page for one in views} >= {"help", "my_matters", "acting"}
    assert client.post(f"{PAGE}lopeta/").headers["Location"] == "/tyo/auta/"
    assert HelpSession.objects.get().ended_why == "pressed"
    mine = text_of(eino.client().get("/omat/"))
    assert "Milloin työntekijä on auttanut sinua" in mine
    assert "Noora Hoitaja" in mine


def test_helping_ends_by_itself_after_half_an_hour(helper, county, monkeypatch):
    eino = resident(first="Eino", last="Apuatarvitseva", born=date(1950, 1, 1))
    case = case_of(eino.person)
    client, _answer = helping(helper, eino.person)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = client.get(f"/omat/{case.pk}/", follow=True)
    assert answer.redirect_chain == [("/tyo/auta/", 302)]
    assert eino.person.full_name not in text_of(answer)


@pytest.mark.parametrize("sent", [{"check_made": ""}, {"last_name": "Eioleketään"}, {"last_name": "", "birth_date": ""},
                                  {"henkilotunnus": "010190-9009"}])  # fmt: skip
def test_nobody_is_opened_without_a_check_or_by_leafing(helper, county, sent):
    eino = resident(first="Eino", last="Apuatarvitseva", born=date(1950, 1, 1))
    client, answer = helping(helper, eino.person, **sent)
    assert answer.status_code == 422
    assert not HelpSession.objects.exists()
    assert "ovi_on_behalf" not in client.session


def test_a_resident_helps_nobody_this_way(guardian, county):
    assert guardian.client().get("/tyo/auta/").status_code == 403
    assert guardian.client().get("/tyo/oikeus/").status_code == 403


# --- own sign-ins


def test_one_sees_when_and_how_one_has_signed_in(guardian):
    first, second = guardian.client(), guardian.client()
    first.post("/kirjaudu-ulos/")
    html = assert_sound(second.get("/omat/kirjautumiset/"), "fi")
    assert html.count("harjoituskirjautuminen") == 2
    assert "Tämä kirjautuminen" in html
    assert "kirjauduit ulos" in html
    assert SignIn.objects.filter(account=guardian.account).count() == 2


def test_staying_signed_in_costs_one_press_and_tells_until_when(guardian, monkeypatch):
    client, start = guardian.client(), clock.now()
    assert "data-session-ends" in text_of(client.get("/omat/"))
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=50))
    assert client.get("/kirjaudu/jatka/").content.decode().startswith(str((start + timedelta(minutes=110)).date()))
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=100))
    assert client.get("/omat/").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=170))
    assert client.get("/kirjaudu/jatka/").status_code in (302, 401)
    assert SignIn.objects.get(account=guardian.account).ended_why == "idle"
