"""Own workers, teams and lists for the tests of continuity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ovi.casework import actions
from ovi.casework.models import Case, OwnWorker
from ovi.casework.queries import ListOf
from ovi.directory import actions as directory
from ovi.directory.models import Team
from ovi.foundation.text import Trilingual
from ovi.people.models import Account, Professional
from ovi.people.states import Profession
from ovi.plumbing.actor import Actor, Role
from tests.integration.people_for_tests import County, acting, make_county, opened, person, worker


@dataclass(frozen=True)
class Station:
    """A health station with two nurses, a doctor, a manager and an area team."""

    county: County
    nurse: Actor
    other_nurse: Actor
    doctor: Actor
    manager: Actor
    team: Team


def of(actor: Actor) -> ListOf:
    return ListOf(professional_id=actor.professional_id)


def manager(*units: object) -> Account:
    from ovi.people.models import Membership

    account = Account.objects.create_user(f"manager-{Account.objects.count()}", name="Testi Esihenkilö")
    for unit in units or (None,):
        Membership.objects.create(account=account, role=Role.MANAGER, unit=unit, valid_from=date(2020, 1, 1))
    return account


def make_station(now: datetime) -> Station:
    county = make_county()
    boss = acting(manager(county.station))
    team = directory.save_team(
        kind="area", unit_id=county.station.pk, name=Trilingual("Etelän aluetiimi", "Södra teamet", "South team"),
        municipalities=["837"], valid_from=date(2026, 1, 1), by=boss, now=now,
    )  # fmt: skip
    nurses = [acting(worker(county.station, Role.NURSE)) for _ in range(2)]
    doctor = acting(worker(county.station, Role.DOCTOR, Profession.DOCTOR))
    return Station(county, *nurses, doctor, boss, team)


def case_of(station: Station, now: datetime, **fields: object) -> Case:
    return opened(person(station.county.tampere, **fields), now - timedelta(days=1))


def on_list(station: Station, actor: Actor, now: datetime, count: int, *, kind: str = "own_nurse") -> list[Case]:
    """So many clients on the actor's list, each with an open case of the station that the actor owns."""
    cases = [case_of(station, now) for _ in range(count)]
    for case in cases:
        OwnWorker.objects.create(
            person=case.person, register="patient", kind=kind, professional_id=actor.professional_id,
            valid_from=date(2026, 1, 1),
        )  # fmt: skip
        actions.take(case_id=case.pk, by=actor, now=now)
    return cases


def professional(actor: Actor) -> Professional:
    return Professional.objects.get(pk=actor.professional_id)
