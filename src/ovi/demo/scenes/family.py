"""For whom does the practice resident act? A child with two guardians, and an older person by mandate."""

from __future__ import annotations

from datetime import date, timedelta

from ovi.casework.models import Case
from ovi.casework.states import CaseState
from ovi.demo.scenes.stage import Stage
from ovi.law.vocabulary import ServiceLine
from ovi.people.actions import Right, end_help, record_representation, start_help
from ovi.people.models import Account, Person
from ovi.people.states import HelpCheck, RepresentationKind, RepresentationScope, RepresentationSource
from ovi.plumbing.actor import system

_YEAR = 365


def make_family(stage: Stage) -> None:
    """Rights for demo-resident, and one time that a nurse has helped them. Left out where nobody fits."""
    account = Account.objects.filter(username="demo-resident").select_related("person").first()
    if account is None or account.person is None:
        return
    own, by, now = account.person, system("population_register"), stage.at(30, 8)
    nurse = stage.account("demo-nurse")
    child = _with_matter(stage, own, 3, 10)
    if child is not None:
        right = Right(
            RepresentationKind.GUARDIAN, RepresentationSource.POPULATION_REGISTER, RepresentationScope.BOTH, now.date()
        )
        for guardian in (own, _other_parent(own, stage.today)):
            if guardian is not None:
                record_representation(represented=child, representative=guardian, right=right, by=by, now=now)
    older = _with_matter(stage, own, 70, 95)
    if older is not None:
        mandate = Right(
            RepresentationKind.MANDATE, RepresentationSource.WORKER, RepresentationScope.HEALTH, now.date(),
            stage.today + timedelta(days=_YEAR), "practice mandate",
        )  # fmt: skip
        record_representation(represented=older, representative=own, right=mandate, by=nurse, now=now)
    began = stage.at(6, 10, 5)
    row = start_help(person=own, check_made=HelpCheck.DOCUMENT, by=nurse, now=began)
    end_help(help_id=row.pk, by=nurse, now=began + timedelta(minutes=17))


def _with_matter(stage: Stage, own: Person, youngest: int, oldest: int) -> Person | None:
    """Somebody of that age with an open matter in health care, newest contact first."""
    born = (_years_before(stage.today, oldest), _years_before(stage.today, youngest))
    open_ones = Case.objects.filter(
        register="patient", person__birth_date__range=born, person__non_disclosure=False, shown_to_client=True
    )
    open_ones = open_ones.exclude(state=CaseState.CLOSED).exclude(service_line=ServiceLine.CHILD_PROTECTION)
    found = open_ones.exclude(person=own).select_related("person").order_by("-contact_at", "pk").first()
    return found.person if found else None


def _other_parent(own: Person, today: date) -> Person | None:
    born = (_years_before(today, 50), _years_before(today, 30))
    adults = Person.objects.filter(birth_date__range=born, non_disclosure=False, municipality=own.municipality)
    return adults.exclude(pk=own.pk).order_by("pk").first()


def _years_before(today: date, years: int) -> date:
    return today - timedelta(days=round(years * 365.25))
