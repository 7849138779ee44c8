"""What the tests of needs share: units of every line with a worker, a case in each, days of March 2026, its clocks."""

from __future__ import annotations

from datetime import date, datetime

from ovi.casework import actions
from ovi.casework.models import CaseClock
from ovi.casework.queries import AssessedNeed
from ovi.casework.states import MomentKind
from ovi.foundation.calendar import HELSINKI
from ovi.people.states import Profession
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make

K = MomentKind
# Contact on Tuesday 3 March 2026. Working days: 4, 5, 6, 9, 10, 11, 12 March is the seventh.
SEVENTH = date(2026, 3, 12)
THREE_MONTHS = date(2026, 6, 3)


def on(day: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=HELSINKI)


def clocks(case):
    rows = CaseClock.objects.filter(case_id=case.pk)
    return {row.rule_id: (row.starts_on, row.due_on, row.stopped_on) for row in rows}


def need(line, urgency="non_urgent", **found):
    return AssessedNeed(None, urgency, line, **found)


def lines_of_county(county):
    """Units for the lines of social welfare and student welfare, and a worker of each."""
    organisation, place = county.office.organisation, county.tampere

    def at(name, register, served, role=Role.SOCIAL_WORKER, profession=Profession.SOCIAL_WORKER):
        unit = make.unit(organisation, place, name, register, served)
        return make.acting(make.worker(unit, role, profession))

    social = "social_welfare"
    return {
        "child_protection": at("Lastensuojelun yksikkö", social, ["child_protection"]),
        "family_social_work": at("Perheiden palvelut", social, ["family_social_work"]),
        "elderly_services": at("Ikäihmisten palvelut", social, ["elderly_services", "disability_services"]),
        "disability_services": None,
        "social_assistance": at("Taloudellinen tuki", social, ["social_assistance"]),
        "student_welfare": at(
            "Opiskeluhuolto", "student_welfare", ["student_welfare"], Role.THERAPIST, Profession.PSYCHOLOGIST
        ),
    }


def opened(county, now, line, *, born="adult", register="social_welfare"):
    return make.opened(make.person(county.tampere, born=make.BORN.get(born, born)), now, line=line, register=register)


def noted(case, kind, at, by, now=None):
    return actions.note_moment(case_id=case.pk, kind=kind, at=at, by=by, now=now or max(at, on(20, 7)))
