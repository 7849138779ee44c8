"""Openings in an emergency or on a ground: with a reason, for reading, for a time, reviewed by another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ovi.casework import actions
from ovi.casework.models import Opening
from ovi.casework.policies import EMERGENCY, UNIT, may_see_notifier
from ovi.casework.queries import case_view, openings_to_review, own_opening, will_of
from ovi.casework.states import EmergencyPurpose, Ground, KantaWord, ReviewState
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.identifiers import MASK
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import Register
from ovi.people.states import Profession
from ovi.plumbing.actor import Role
from ovi.plumbing.models import AuditEvent
from tests.integration import people_for_tests as make

REASON = "Tajuton ihminen päivystyksessä, tieto lääkityksestä tarvitaan."


@pytest.fixture
def here(db, now):
    county = make.make_county()
    who = make.person(county.tampere)
    return {
        "county": county, "who": who, "health": make.opened(who, now),
        "social": make.opened(who, now, line="adult_social_work", register="social_welfare"),
        "nurse": make.acting(make.worker(county.station, Role.NURSE)),
        "stranger": make.acting(make.worker(county.other_station, Role.NURSE)),
        "social_worker": make.acting(make.worker(county.office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER)),
        "manager": make.acting(make.worker(county.station, Role.MANAGER)),
        "elsewhere": make.acting(make.worker(county.other_station, Role.MANAGER)),
        "operator": make.acting(make.worker(county.office, Role.OPERATOR)),
    }  # fmt: skip


def broken(here, by, now, reason=REASON):
    return actions.open_in_emergency(person=here["who"], purpose=EmergencyPurpose.CARE, reason=reason, by=by, now=now)


def seen(case, by, now):
    return case_view(case.pk, by=by, today=helsinki_date(now), now=now)


def refusal(code):
    return pytest.raises(Refused, check=lambda refused: refused.code == code)


def test_an_emergency_opens_every_register_for_reading_and_for_a_time(here, now):
    stranger = here["stranger"]
    with refusal("case.wall"):
        seen(here["social"], stranger, now)
    broken(here, stranger, now)
    later = now + timedelta(minutes=59)
    assert {seen(here[name], stranger, later).relation for name in ("health", "social")} == {EMERGENCY.code}
    with refusal("case.not_yours"):
        actions.take(case_id=here["health"].pk, by=stranger, now=now)
    with refusal("case.not_yours"):
        seen(here["health"], stranger, now + timedelta(minutes=60))
    with refusal("case.wall"):
        seen(here["social"], here["nurse"], now)  # opened to whom it was opened


def test_a_reason_that_says_nothing_opens_nothing_and_a_code_in_it_is_masked(here, now):
    with refusal("opening.reason"):
        broken(here, here["stranger"], now, reason="hätä" + " " * 40)
    assert not Opening.objects.exists()
    assert MASK in broken(here, here["stranger"], now, reason=f"{REASON} 010190-999X").reason


@pytest.mark.parametrize("role", ["manager", "operator"])
def test_who_only_leads_or_runs_the_system_opens_nothing(here, now, role):
    with refusal("permission.casework.open_exceptionally"):
        broken(here, here[role], now)


def test_child_protection_stays_secret_from_other_registers_and_its_notifier_from_every_opening(here, now):
    secret = make.opened(here["who"], now, line="child_protection", register="social_welfare")
    here["county"].office.service_lines.append("child_protection")
    broken(here, here["stranger"], now)
    with refusal("case.missing"):
        seen(secret, here["stranger"], now)
    _, cases = own_opening(Opening.objects.get().pk, by=here["stranger"], now=now)
    assert {one.id for one in cases} == {here["health"].pk, here["social"].pk}
    assert may_see_notifier(UNIT.code)
    assert not may_see_notifier(EMERGENCY.code)


def test_another_units_child_protection_is_not_among_the_earlier_needs(here, now):
    county = here["county"]
    family = make.unit(county.office.organisation, county.tampere, "Perheet", "social_welfare", ["child_protection"])
    secret = make.opened(here["who"], now - timedelta(days=3), line="child_protection", register="social_welfare")
    assert secret.unit_id == family.pk
    assert secret.pk not in {one.case_id for one in seen(here["social"], here["social_worker"], now).earlier}


def test_a_child_protection_matter_is_handed_only_to_who_keeps_its_secret(here, now):
    county = here["county"]
    family = make.unit(county.office.organisation, county.tampere, "Perheet", "social_welfare", ["child_protection"])
    secret = make.opened(here["who"], now, line="child_protection", register="social_welfare")
    worker = make.acting(make.worker(family, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))
    with refusal("hand_over.unit"):
        actions.hand_over(case_id=secret.pk, to_unit_id=county.office.pk, reason="Muualle", by=worker, now=now)


def test_the_wall_opens_on_a_permit_seen_in_kanta_and_never_against_a_prohibition(here, now):
    nurse = here["nurse"]
    ask = {"person": here["who"], "register": Register.SOCIAL_WELFARE, "reason": REASON, "by": nurse}
    with refusal("opening.no_permit"):
        actions.open_across(**ask, ground=Ground.DISCLOSURE_PERMIT, now=now)

    def noted(word, minutes):
        at = now + timedelta(minutes=minutes)
        actions.note_kanta(person=here["who"], register=Register.SOCIAL_WELFARE, word=word, by=nurse, now=at)
        return at

    at = noted(KantaWord.PERMIT, 1)
    actions.open_across(**ask, ground=Ground.DISCLOSURE_PERMIT, now=at)
    assert seen(here["social"], nurse, at).opened_on == Ground.DISCLOSURE_PERMIT
    at = noted(KantaWord.PROHIBITION, 2)
    with refusal("case.wall"):
        seen(here["social"], nurse, at)  # what was open is closed
    for ground in (Ground.DISCLOSURE_PERMIT, Ground.MULTI_SECTOR):
        with refusal("opening.prohibited"):
            actions.open_across(**ask, ground=ground, now=at)
    noted(KantaWord.PERMIT, 3)
    assert will_of(here["who"].pk, Register.SOCIAL_WELFARE).prohibited, "a later permit does not end a prohibition"
    noted(KantaWord.PROHIBITION_WITHDRAWN, 4)
    actions.open_across(**ask, ground=Ground.MULTI_SECTOR, now=now + timedelta(minutes=5))


@pytest.mark.parametrize(("ground", "register"), [("consent", "social_welfare"), ("emergency", "social_welfare"),
                                                  ("multi_sector", "patient")])  # fmt: skip
def test_a_ground_opens_only_what_it_is_for(here, now, ground, register):
    with refusal("opening.ground"):
        actions.open_across(
            person=here["who"], register=Register(register), ground=Ground(ground), reason=REASON,
            by=here["nurse"], now=now,
        )  # fmt: skip


def test_the_units_own_managers_and_the_reviewer_see_it_and_another_than_the_opener_judges(here, now):
    opening = broken(here, here["social_worker"], now)
    for name, count in (("manager", 1), ("operator", 1), ("elsewhere", 0)):
        assert len(openings_to_review(here[name], waiting=True)) == count, name
    judge = {"opening_id": opening.pk, "note": "", "now": now}
    with refusal("permission.casework.review_openings"):
        actions.review_opening(**judge, state=ReviewState.APPROPRIATE, by=here["nurse"])
    with refusal("opening.missing"):
        actions.review_opening(**judge, state=ReviewState.APPROPRIATE, by=here["elsewhere"])
    with refusal("opening.reason"):
        actions.review_opening(**judge, state=ReviewState.NOT_APPROPRIATE, by=here["manager"])
    actions.review_opening(**judge, state=ReviewState.APPROPRIATE, by=here["manager"])
    with refusal("opening.state"):
        actions.review_opening(**judge, state=ReviewState.APPROPRIATE, by=here["operator"])
    assert [one.reviewer for one in openings_to_review(here["operator"], waiting=False)] == [here["manager"].name]
    actions_done = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"casework.opened_exceptionally", "casework.opening_reviewed"} <= actions_done


def test_nobody_reviews_what_they_opened_themselves(here, now):
    both = make.worker(here["county"].station, Role.NURSE)
    make.Membership.objects.create(
        account=both, role=Role.MANAGER, unit=here["county"].station, valid_from="2020-01-01"
    )
    opening = broken(here, make.acting(both), now)
    with refusal("opening.not_yours"):
        actions.review_opening(
            opening_id=opening.pk, state=ReviewState.APPROPRIATE, note="", by=make.acting(both), now=now
        )
