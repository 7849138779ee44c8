"""Who may act for whom: grounds, ends, two guardians, an older child's confidence, a carer's limited view."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ovi.foundation.refusals import Refused
from ovi.people.actions import Right, end_representation, limit_log, record_representation
from ovi.people.models import Representation
from ovi.people.policies import may_act_for, require_act_for
from ovi.people.queries import representations_of
from ovi.people.states import LogLimitKind, RepresentationKind, RepresentationScope, RepresentationSource
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent
from tests.integration import people_for_tests as make
from tests.integration.residents_for_tests import TODAY, at_most, resident

KIND, SOURCE, SCOPE = RepresentationKind, RepresentationSource, RepresentationScope
GUARDIAN = Right(KIND.GUARDIAN, SOURCE.POPULATION_REGISTER, SCOPE.BOTH, TODAY)
MANDATE = Right(KIND.MANDATE, SOURCE.SUOMI_FI, SCOPE.HEALTH, TODAY, TODAY + timedelta(days=30), "M-1")
CARER = Right(KIND.CARER, SOURCE.WORKER, SCOPE.BOTH, TODAY, TODAY + timedelta(days=90))
SMALL, OLDER = date(2020, 5, 5), date(2012, 5, 5)


@pytest.fixture
def world(db):
    return make.make_county()


def grown():
    return resident(first="Aino")


def record(represented, representative, right, now, by=None):
    return record_representation(
        represented=represented, representative=representative, right=right, by=by or system("register"), now=now
    )


def test_two_guardians_each_act_for_their_child_and_neither_depends_on_the_other(world, now):
    mother, father, child = grown(), grown(), make.person(world.tampere, born=SMALL)
    first = record(child, mother.person, GUARDIAN, now)
    record(child, father.person, GUARDIAN, now)
    assert may_act_for(mother.actor, child.pk, today=TODAY)
    end_representation(representation_id=first.pk, why="Huoltajuus päättyi", by=system("register"), now=now)
    assert not may_act_for(mother.actor, child.pk, today=TODAY)
    assert may_act_for(father.actor, child.pk, today=TODAY, writing=False)


def test_the_same_right_again_is_one_row_and_a_new_end_is_kept(world, now):
    one, other = grown(), grown()
    row = record(one.person, other.person, MANDATE, now)
    later = replace(MANDATE, valid_to=TODAY + timedelta(days=60))
    assert record(one.person, other.person, later, now).pk == row.pk
    assert record(one.person, other.person, later, now).pk == row.pk
    assert Representation.objects.get().valid_to == later.valid_to
    assert AuditEvent.objects.filter(action="people.representation").count() == 2


@pytest.mark.parametrize(("born", "sees"), [(SMALL, True), (date(2014, 3, 4), True), (date(2014, 3, 3), False),
                                            (OLDER, False)])  # fmt: skip
def test_an_older_childs_matters_are_the_childs_own_until_a_professional_has_judged(world, now, born, sees):
    guardian, child = grown(), make.person(world.tampere, born=born)
    record(child, guardian.person, GUARDIAN, now)
    view = representations_of(guardian.person.pk, today=TODAY)[0]
    assert (view.may_view, view.may_act) == (sees, True)


def test_a_judgement_opens_and_the_childs_word_closes_again(world, now):
    guardian, child = grown(), make.person(world.tampere, born=OLDER)
    record(child, guardian.person, GUARDIAN, now)
    nurse = make.acting(make.worker(world.station, Role.NURSE))
    reason = "Nuori on kypsä ja toivoo itse, että huoltaja näkee."
    limit_log(person=child, kind=LogLimitKind.OPEN_TO_GUARDIAN, reason=reason, by=nurse, now=now)
    assert may_act_for(guardian.actor, child.pk, today=TODAY, writing=False)
    limit_log(person=child, kind=LogLimitKind.FORBIDDEN_BY_MINOR, reason=reason, by=nurse, now=now)
    assert not may_act_for(guardian.actor, child.pk, today=TODAY, writing=False)
    with at_most(2):
        representations_of(guardian.person.pk, today=TODAY)


def test_of_age_ends_guardianship_by_itself(world, now):
    guardian, child = grown(), make.person(world.tampere, born=date(2008, 3, 4))
    record(child, guardian.person, GUARDIAN, now)
    assert may_act_for(guardian.actor, child.pk, today=TODAY)
    assert not may_act_for(guardian.actor, child.pk, today=date(2026, 3, 4))


def test_a_mandate_reaches_its_matters_and_its_last_day(world, now):
    helper, client = grown(), grown()
    record(client.person, helper.person, MANDATE, now)
    whose = client.person.pk
    assert may_act_for(helper.actor, whose, today=TODAY, register="patient")
    assert not may_act_for(helper.actor, whose, today=TODAY, register="social_welfare")
    assert may_act_for(helper.actor, whose, today=MANDATE.valid_to - timedelta(days=1))
    assert not may_act_for(helper.actor, whose, today=MANDATE.valid_to)
    with pytest.raises(Refused) as refused:
        require_act_for(helper.actor, whose, today=MANDATE.valid_to)
    assert refused.value.code == "permission.on_behalf"
    assert require_act_for(helper.actor, helper.person.pk, today=TODAY) is None


def test_a_carer_sees_and_does_not_act(world, now):
    carer, client = grown(), grown()
    nurse = make.acting(make.worker(world.station, Role.NURSE))
    row = record(client.person, carer.person, CARER, now, nurse)
    assert row.view_only
    assert not may_act_for(carer.actor, client.person.pk, today=TODAY)
    assert may_act_for(carer.actor, client.person.pk, today=TODAY, writing=False)


@pytest.mark.parametrize(
    ("right", "field"),
    [
        (replace(MANDATE, valid_to=None), "valid_to"),
        (replace(MANDATE, valid_to=TODAY), "valid_to"),
        (replace(CARER, valid_to=TODAY + timedelta(days=400)), "valid_to"),
        (GUARDIAN, "kind"),
    ],
)
def test_a_faulty_right_is_refused_whole(world, now, right, field):
    one, other = grown(), grown()
    with pytest.raises(Refused) as refused:
        record(one.person, other.person, right, now)
    assert [fault.where for fault in refused.value.faults] == [field]
    assert not Representation.objects.exists()


def test_nobody_records_a_right_for_themselves_and_no_resident_records_any(world, now):
    one = grown()
    child = make.person(world.tampere, born=SMALL)
    with pytest.raises(Refused):
        record(one.person, one.person, MANDATE, now)
    with pytest.raises(Refused) as refused:
        record(child, one.person, GUARDIAN, now, one.actor)
    assert refused.value.code == "permission.people.record_representation"
    with pytest.raises(Refused):
        record(one.person, child, MANDATE, now)


def test_the_database_itself_refuses_a_mandate_without_an_end_and_a_carer_who_writes(world, now):
    one, other = grown(), grown()
    row = {"represented": one.person, "representative": other.person, "source": "court", "scope": "both",
           "valid_from": TODAY, "recorded_at": now}  # fmt: skip
    for wrong in ({"kind": "mandate"}, {"kind": "carer", "valid_to": date(2027, 1, 1)},
                  {"kind": "trustee", "source": "worker"}, {"kind": "trustee", "valid_to": TODAY},
                  {"kind": "trustee", "representative": one.person}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Representation.objects.create(**{**row, **wrong})


def test_the_client_takes_a_mandate_back_at_once_and_a_stranger_does_not(world, now):
    helper, client, stranger = grown(), grown(), grown()
    row = record(client.person, helper.person, MANDATE, now)
    with pytest.raises(Refused):
        end_representation(representation_id=row.pk, why="En halua", by=stranger.actor, now=now)
    end_representation(representation_id=row.pk, why="En tarvitse enää", by=client.actor, now=now)
    end_representation(representation_id=row.pk, why="Toisen kerran", by=client.actor, now=now)
    row.refresh_from_db()
    assert row.ended_why == "En tarvitse enää"
    assert not may_act_for(helper.actor, client.person.pk, today=TODAY)


def test_a_guardian_cannot_end_the_other_guardians_right(world, now):
    mother, father, child = grown(), grown(), make.person(world.tampere, born=SMALL)
    record(child, mother.person, GUARDIAN, now)
    row = record(child, father.person, GUARDIAN, now)
    with pytest.raises(Refused):
        end_representation(representation_id=row.pk, why="Riita", by=mother.actor, now=now)
