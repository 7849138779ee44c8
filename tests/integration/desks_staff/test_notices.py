"""Does the unit that answers see what was notified and by whom, and nobody else?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from ovi.casework import actions
from ovi.casework.models import Case, CaseClock
from ovi.casework.queries import matter_of
from ovi.foundation.identifiers import make_artificial_hetu
from ovi.foundation.refusals import Refused
from ovi.people.states import Profession
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent
from tests.integration import people_for_tests as make
from tests.integration.contact.notices_for_tests import NAME, PHONE, WORRY, nameless, notice, told
from tests.integration.desks_staff.conftest import signed_in

NIGHT = datetime(2026, 3, 1, 1, 30, tzinfo=UTC)  # Sunday night in Helsinki


@pytest.fixture
def office(county):
    return make.unit(
        county.office.organisation, county.tampere, "Lastensuojelu", "social_welfare", ["child_protection"]
    )


@pytest.fixture
def worker(office):
    return signed_in(make.worker(office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))


def opened(what=None, at=NIGHT) -> Case:  # type: ignore[no-untyped-def]
    return actions.open_case(contact_id=told(at, what=what).pk, by=system("reception"), now=at)


def page(client: Client, case: Case, end: str = "") -> str:
    return client.get(f"/tyo/{case.pk}/{end}").content.decode()


def test_the_case_is_the_offices_and_pending_from_the_moment_of_arrival(office, worker):
    case = opened()
    assert (case.unit, case.register, case.sector, case.person) == (office, "social_welfare", "social", None)
    assert case.contact_at == NIGHT
    need = matter_of(case, moments={})
    assert need.pending_at == NIGHT
    for clock in CaseClock.objects.filter(case=case, start_kind="pending"):
        assert clock.starts_on == date(2026, 3, 1), "a notification of Sunday night is pending that Sunday"


def test_the_seven_working_days_of_child_protection_run_from_a_sunday(office):
    clock = CaseClock.objects.get(case=opened(), rule_id="LSL-26-7")
    assert (clock.starts_on, clock.due_on) == (date(2026, 3, 1), date(2026, 3, 10))


def test_the_municipality_that_was_told_chooses_the_unit(county, office):
    near = make.unit(office.organisation, county.nokia, "Nokian lastensuojelu", "social_welfare", ["child_protection"])
    assert opened(notice(municipality="536")).unit == near
    assert opened(notice(municipality="837")).unit == office


def test_the_answering_unit_reads_the_notification_and_the_notifier(office, worker):
    html = page(worker, opened())
    for said in (NAME, PHONE, WORRY, "Lilli Esimerkki", "Lastensuojelulaki (417/2007) 25", "Mitä ilmoittaja kertoi"):
        assert said in html
    assert "Asiakkaan omin sanoin" not in html


def test_of_an_anonymous_notifier_it_says_that_nothing_is_stored(office, worker):
    html = page(worker, opened(nameless()))
    assert "ei ole tallennettu muuta" in html
    assert "<dt>Puhelin" not in html


def test_a_unit_that_is_only_offered_the_matter_sees_the_need_but_no_notifier(
    office, worker, social_worker, county, now
):
    case = opened()
    county.office.service_lines = [*county.office.service_lines, "child_protection"]
    county.office.save()
    actions.hand_over(
        case_id=case.pk, to_unit_id=county.office.pk, reason="Toisen toimiston asia", by=worker.actor, now=now
    )
    html = page(social_worker, case)
    assert WORRY in html
    assert NAME not in html
    assert PHONE not in html
    assert "/henkilo/" not in html
    actions.accept_hand_over(case_id=case.pk, by=social_worker.actor, now=now)
    assert NAME in page(social_worker, case)
    assert worker.get(f"/tyo/{case.pk}/").status_code == 404


def test_other_units_and_other_registers_see_nothing(office, worker, social_worker, nurse):
    case = opened()
    for client in (social_worker, nurse):
        for end in ("", "henkilo/", "arviointi/"):
            response = client.get(f"/tyo/{case.pk}/{end}")
            assert response.status_code in (403, 404)  # by the kind of worker, or as if there were none
            assert WORRY not in response.content.decode()
        assert client.post(f"/tyo/{case.pk}/avaa/").status_code >= 400
        assert WORRY not in client.get("/tyo/").content.decode()


def test_it_is_never_handed_over_outside_the_social_register(office, worker, county, now):
    case = opened()
    with pytest.raises(Refused) as refused:
        actions.hand_over(case_id=case.pk, to_unit_id=county.station.pk, reason="x", by=worker.actor, now=now)
    assert refused.value.code == "case.wall"
    assert county.station.name_fi not in page(worker, case, "siirto/")


def test_the_note_to_copy_names_no_notifier(office, worker):
    case = opened()
    worker.post(f"/tyo/{case.pk}/arviointi/", {
        "do": "save", "service_line": "child_protection", "urgency": "non_urgent", "note": "Tavattu",
    })  # fmt: skip
    html = page(worker, case)
    copied = html.split('id="note-assessment"')[1].split("</textarea>")[0]
    assert "Mitä ilmoittaja kertoi" in copied
    assert NAME not in copied
    assert PHONE not in copied


def test_a_worker_matches_the_person_by_identity_code_and_then_opens_the_matter(office, worker, county):
    code = make_artificial_hetu(date(2016, 4, 5), 912)
    child = make.person(county.tampere, born=date(2016, 4, 5), henkilotunnus=code, first_name="Lilli")
    case = opened(notice(subject_henkilotunnus=code))
    assert code in page(worker, case, "henkilo/"), "what the notifier told is ready to be searched"
    response = worker.post(f"/tyo/{case.pk}/henkilo/", {"henkilotunnus": code})
    assert child.full_name in response.content.decode()
    assert worker.post(f"/tyo/{case.pk}/avaa/").status_code == 409
    worker.post(f"/tyo/{case.pk}/henkilo/", {"subject_key": str(child.subject_key)})
    case.refresh_from_db()
    assert (case.person, case.contact.person) == (child, child)
    matched = AuditEvent.objects.get(action="casework.matched")
    assert matched.subject_key == child.subject_key
    assert code not in str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert worker.post(f"/tyo/{case.pk}/avaa/").status_code == 302
    assert worker.post(f"/tyo/{case.pk}/avaa/").status_code == 302
    assert AuditEvent.objects.filter(action="casework.opened_to_client").count() == 1
    assert "Avaa asia asiakkaalle" not in page(worker, case)


def test_the_age_of_who_is_matched_starts_the_clocks_of_that_age_from_the_arrival(county, social_worker, now):
    old = make.person(county.tampere, born=make.BORN["old"])
    case = opened(nameless(kind="adult"), at=datetime(2026, 2, 27, 10, tzinfo=UTC))
    assert not CaseClock.objects.filter(case=case, rule_id="SHL-START-7").exists()
    actions.match_person(case_id=case.pk, subject_key=old.subject_key, by=social_worker.actor, now=now)
    clock = CaseClock.objects.get(case=case, rule_id="SHL-START-7")
    assert clock.starts_on == date(2026, 2, 27)
    case.refresh_from_db()
    assert case.next_due_on is not None


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"last_name": "Esimerkki"},
        {"birth_date": "2016-04-05"},
        {"henkilotunnus": "x"},
        {"henkilotunnus": "050416A9111"},
        {"subject_key": "x"},
    ],
)
def test_a_search_by_too_little_is_asked_again(office, worker, given):
    case = opened()
    response = worker.post(f"/tyo/{case.pk}/henkilo/", given)
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()


def test_nobody_found_and_a_made_up_person_change_nothing(office, worker):
    case = opened()
    response = worker.post(f"/tyo/{case.pk}/henkilo/", {"last_name": "Olematon", "birth_date": "2016-04-05"})
    assert "empty-state" in response.content.decode()
    made_up = {"subject_key": "00000000-0000-4000-8000-000000000000"}
    assert worker.post(f"/tyo/{case.pk}/henkilo/", made_up).status_code == 400
    case.refresh_from_db()
    assert case.person is None


def test_an_ordinary_matter_has_no_panels_and_no_match(nurse, social_worker, county, now):
    plain = make.opened(make.person(county.tampere), now, line="adult_social_work", register="social_welfare")
    html = page(social_worker, plain)
    assert "Asiakkaan omin sanoin" in html
    assert 'id="notifier"' not in html
    assert social_worker.get(f"/tyo/{plain.pk}/henkilo/").status_code == 302
    with pytest.raises(Refused) as refused:
        actions.open_to_client(case_id=plain.pk, by=social_worker.actor, now=now)
    assert refused.value.code == "notice.none"


def test_of_two_workers_who_open_at_once_one_row_remains(committed_db, now):
    from tests.integration.casework.test_two_at_once import at_once

    county = make.make_county()
    workers = [make.acting(make.worker(county.office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER)) for _ in range(2)]
    case = opened(nameless(kind="adult"))
    people = [make.person(county.tampere) for _ in range(2)]
    at_once(*(
        lambda by=by, who=who: actions.match_person(case_id=case.pk, subject_key=who.subject_key, by=by, now=now)
        for by, who in zip(workers, people, strict=True)
    ))  # fmt: skip
    case.refresh_from_db()
    assert case.person == case.contact.person
    at_once(*(lambda by=by: actions.open_to_client(case_id=case.pk, by=by, now=now) for by in workers))
    assert AuditEvent.objects.filter(action="casework.opened_to_client").count() == 1
