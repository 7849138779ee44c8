"""Does a client have one own worker of a kind, is cover told, and does a new need go where they are known?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from ovi.casework import actions
from ovi.casework.models import Case, Cover, OwnWorker
from ovi.casework.queries import ListOf, case_view, familiar, of_team, own_people, own_people_of_case
from ovi.casework.states import OwnKind
from ovi.directory import queries as directory
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import Register
from ovi.people.states import Profession
from ovi.plumbing.actor import Role
from ovi.plumbing.models import AuditEvent
from tests.integration.casework.lists_for_tests import case_of, make_station, of, on_list
from tests.integration.people_for_tests import TODAY, acting, opened, person, unit, worker

pytestmark = pytest.mark.django_db


def _name(station, case, now, *, by=None, kind="own_nurse", to=None, from_on=TODAY, **more):
    return actions.name_own(
        case_id=case.pk, kind=kind, of=to or of(station.nurse), from_on=from_on, by=by or station.nurse, now=now, **more
    )


def test_an_own_nurse_is_named_with_reason_and_audit(now):
    station = make_station(now)
    case = case_of(station, now)
    _name(station, case, now, reason="Diabetes", agreed=True)
    (own,) = own_people_of_case(case.pk, register="patient", today=TODAY)
    assert (own.kind, own.professional_id, own.agreed) == ("own_nurse", station.nurse.professional_id, True)
    trail = AuditEvent.objects.get(action="casework.own_named")
    assert trail.subject_key == case.person.subject_key


def test_the_next_one_of_the_kind_ends_the_one_before_on_its_day(now):
    station = make_station(now)
    case = case_of(station, now)
    _name(station, case, now)
    later = TODAY + timedelta(days=10)
    _name(station, case, now, to=of(station.other_nurse), from_on=later)
    assert (
        own_people(case.person_id, today=later - timedelta(days=1))[0].professional_id == station.nurse.professional_id
    )
    assert own_people(case.person_id, today=later)[0].professional_id == station.other_nurse.professional_id
    assert OwnWorker.objects.get(professional_id=station.nurse.professional_id).valid_to == later


def test_a_slip_is_corrected_the_same_day_and_the_history_keeps_it(now):
    station = make_station(now)
    case = case_of(station, now)
    _name(station, case, now)
    _name(station, case, now, to=of(station.other_nurse))
    assert [row.professional_id for row in OwnWorker.objects.all()] == [station.other_nurse.professional_id]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from casework_ownworkerevent")
        assert cursor.fetchone()[0] == 2


def test_the_database_refuses_two_of_a_kind_but_not_a_nurse_beside_a_doctor(now):
    station = make_station(now)
    case = case_of(station, now)
    _name(station, case, now)
    _name(station, case, now, kind="own_doctor", to=of(station.doctor))
    _name(station, case, now, kind="own_team", to=ListOf(team_id=station.team.pk))
    assert [one.kind for one in own_people(case.person_id, today=TODAY)] == ["own_nurse", "own_doctor", "own_team"]
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnWorker.objects.create(
            person=case.person, register="patient", kind="own_nurse", valid_from=date(2030, 1, 1),
            professional_id=station.other_nurse.professional_id,
        )  # fmt: skip


def test_the_words_that_the_database_compares_by_hash_all_differ():
    words = [f"{register}/{kind}" for register in Register for kind in OwnKind]
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct hashtextextended(w, 0)) from unnest(%s::text[]) w", [words])
        assert cursor.fetchone()[0] == len(words)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "own_doctor"}, "own.kind"),
        ({"kind": "own_team"}, "own.kind"),
        ({"kind": "friend"}, "own.kind"),
        ({"from_on": TODAY - timedelta(days=1)}, "own.day"),
        ({"reason": "x" * 301}, "own.reason"),
        ({"reason": "a\x00b"}, "own.reason"),
        ({"to": ListOf()}, "list.missing"),
        ({"to": ListOf(professional_id=999999)}, "list.missing"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(now, change, code):
    station = make_station(now)
    case = case_of(station, now)
    with pytest.raises(Refused) as refused:
        _name(station, case, now, **change)
    assert refused.value.code == code
    assert not OwnWorker.objects.exists()


def test_another_register_and_another_unit_cannot_give_the_own_worker(now):
    station = make_station(now)
    case = case_of(station, now)
    social = acting(worker(station.county.office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))
    elsewhere = acting(worker(station.county.other_station, Role.NURSE))
    for to, code in ((of(social), "own.wall"), (of(elsewhere), "own.unit")):
        with pytest.raises(Refused) as refused:
            _name(station, case, now, kind="own_worker", to=to)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        _name(station, case, now, by=elsewhere)
    assert refused.value.code == "case.not_yours"


def test_a_full_or_closed_list_takes_nobody_new(now):
    station = make_station(now)
    on_list(station, station.nurse, now, 2)
    case = case_of(station, now)
    for cap, is_open, code in ((2, True, "list.full"), (None, False, "list.closed")):
        actions.set_list(of=of(station.nurse), cap=cap, open_to_new=is_open, by=station.manager, now=now)
        with pytest.raises(Refused) as refused:
            _name(station, case, now)
        assert refused.value.code == code
    actions.set_list(of=of(station.nurse), cap=3, open_to_new=True, by=station.manager, now=now)
    _name(station, case, now)


def test_cover_is_told_and_offered_first_and_ends(now):
    station = make_station(now)
    case = case_of(station, now)
    _name(station, case, now)
    until = TODAY + timedelta(days=14)
    cover = actions.arrange_cover(
        absent_id=station.nurse.professional_id, substitute_id=station.other_nurse.professional_id, from_on=TODAY,
        to_on=until, by=station.manager, now=now,
    )  # fmt: skip
    (own,) = own_people(case.person_id, today=TODAY)
    assert (own.substitute_id, own.cover_until) == (station.other_nurse.professional_id, until)
    known = familiar((own,), service_line="primary_care", today=TODAY)
    assert known.own == (station.other_nurse.professional_id, station.nurse.professional_id)
    assert own_people(case.person_id, today=until)[0].substitute == ""
    with pytest.raises(Refused) as refused:
        actions.arrange_cover(
            absent_id=station.nurse.professional_id, substitute_id=station.doctor.professional_id,
            from_on=until - timedelta(days=1), to_on=until + timedelta(days=1), by=station.manager, now=now,
        )  # fmt: skip
    assert refused.value.code == "cover.state"
    actions.end_cover(cover_id=cover.pk, by=station.nurse, now=now + timedelta(days=1))
    assert own_people(case.person_id, today=TODAY + timedelta(days=1))[0].substitute_id is None


def test_a_new_need_goes_to_the_own_teams_unit_if_it_gives_the_line(now):
    station = make_station(now)
    home = person(station.county.nokia)
    assert opened(home, now).unit_id == station.county.other_station.pk
    first = opened(home, now)
    first.unit = station.county.station
    first.save()
    _name(station, first, now, kind="own_team", to=ListOf(team_id=station.team.pk))
    assert opened(home, now).unit_id == station.county.station.pk
    rehab = opened(home, now, line="rehabilitation")
    assert rehab.unit_id == station.county.other_station.pk, "a line that the own unit does not give goes as before"


def test_a_teams_queue_is_its_area_but_never_finds_a_protected_person_by_place(now):
    station = make_station(now)
    case = case_of(station, now)
    hidden = case_of(station, now, non_disclosure=True)
    scope = directory.team_scope(station.team.pk)
    shown = set(Case.objects.filter(of_team(scope, today=TODAY)).values_list("pk", flat=True))
    assert case.pk in shown
    assert hidden.pk not in shown
    _name(station, hidden, now, kind="own_team", to=ListOf(team_id=station.team.pk))
    assert hidden.pk in set(Case.objects.filter(of_team(scope, today=TODAY)).values_list("pk", flat=True))


def test_own_people_are_one_query(now, django_assert_num_queries):
    station = make_station(now)
    case = case_of(station, now)
    _name(station, case, now)
    _name(station, case, now, kind="own_team", to=ListOf(team_id=station.team.pk))
    with django_assert_num_queries(1):
        own_people(case.person_id, today=TODAY)


def test_ending_leaves_the_row_as_history(now):
    station = make_station(now)
    case = case_of(station, now)
    row = _name(station, case, now)
    actions.end_own(case_id=case.pk, row_id=row.pk, reason="Muutti", by=station.nurse, now=now + timedelta(days=3))
    assert OwnWorker.objects.get().valid_to == TODAY + timedelta(days=3)
    with pytest.raises(Refused) as refused:
        actions.end_own(case_id=case.pk, row_id=row.pk, reason="Muutti", by=station.nurse, now=now + timedelta(days=3))
    assert refused.value.code == "own.state"


def test_a_case_waits_on_the_meeting_list_once_and_is_marked_handled(now):
    from ovi.casework.queries import meeting_list

    station = make_station(now)
    case = case_of(station, now)
    given = {"case_id": case.pk, "team_id": station.team.pk, "meeting_on": TODAY, "reason": "Useita palveluja"}
    item = actions.put_on_meeting(**given, by=station.nurse, now=now)
    with pytest.raises(Refused) as refused:
        actions.put_on_meeting(**given, by=station.other_nurse, now=now)
    assert refused.value.code == "meeting.state"
    assert [one.case_id for one in meeting_list(station.team.pk, by=station.doctor, today=TODAY)] == [case.pk]
    social = acting(
        worker(station.county.office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER, also=(station.county.station,))
    )
    assert meeting_list(station.team.pk, by=social, today=TODAY) == [], "the wall of registers holds in a team too"
    actions.mark_handled(item_id=item.pk, by=station.doctor, now=now)
    actions.put_on_meeting(**given, by=station.nurse, now=now)


def test_an_own_worker_of_another_unit_reads_the_case_and_so_does_their_substitute(now):
    """The relation `own_client`: in the register and service of the own worker's row, while it holds."""
    station = make_station(now)
    case = opened(person(station.county.nokia), now - timedelta(days=1))
    assert case.unit == station.county.other_station
    row = OwnWorker.objects.create(
        person=case.person, register="patient", kind="own_nurse", valid_from=TODAY,
        professional_id=station.nurse.professional_id,
    )  # fmt: skip
    Cover.objects.create(
        absent_id=station.nurse.professional_id, substitute_id=station.other_nurse.professional_id,
        valid_from=TODAY, valid_to=TODAY + timedelta(days=7),
    )  # fmt: skip
    for reader in (station.nurse, station.other_nurse):
        assert case_view(case.pk, by=reader, today=TODAY).relation == "own_client"
        with pytest.raises(Refused) as refused:
            actions.take(case_id=case.pk, by=reader, now=now)
        assert refused.value.code == "case.not_yours", "the unit that answers acts"
    later = TODAY + timedelta(days=7)
    assert case_view(case.pk, by=station.nurse, today=later).relation == "own_client"
    _refused(case, station.other_nurse, today=later)
    _refused(case, station.doctor)
    for change in ({"service_line": "oral_health"}, {"register": "social_welfare"}, {"valid_from": later}):
        was = {name: getattr(row, name) for name in change}
        OwnWorker.objects.filter(pk=row.pk).update(**change)
        _refused(case, station.nurse)
        OwnWorker.objects.filter(pk=row.pk).update(**was)
    assert case_view(case.pk, by=station.nurse, today=TODAY).relation == "own_client"


def test_child_protection_does_not_open_to_an_own_worker_of_another_unit(now):
    station = make_station(now)
    tampere = station.county.tampere
    office = unit(station.county.office.organisation, tampere, "Lastensuojelu", "social_welfare", ["child_protection"])
    case = opened(person(tampere), now, line="child_protection", register="social_welfare")
    assert case.unit == office
    social = acting(worker(station.county.office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))
    OwnWorker.objects.create(
        person=case.person, register="social_welfare", kind="own_worker", valid_from=TODAY,
        professional_id=social.professional_id,
    )  # fmt: skip
    _refused(case, social, code="case.missing")


def _refused(case, actor, *, today=TODAY, code="case.not_yours"):
    with pytest.raises(Refused) as refused:
        case_view(case.pk, by=actor, today=today)
    assert refused.value.code == code
