"""How does the system do, and who has read a person's data?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateJob

from ovi.casework.queries import contacts_without_case
from ovi.directory.models import ImportRun
from ovi.foundation.text import Trilingual
from ovi.law import load_law
from ovi.law.vocabulary import RuleStatus
from ovi.people.models import Person
from ovi.plumbing import access
from ovi.plumbing.access import View
from ovi.plumbing.events import JOBS
from ovi.plumbing.models import Access, AccessSeal

_LISTED = 20
LOG_YEARS = 2  # what a client is told without a special reason (703/2023)


@dataclass(frozen=True, slots=True)
class Health:
    """A few numbers that should be zero or small."""

    contacts_without_case: int
    failed_jobs: int
    waiting_jobs: int
    unsealed_rows: int
    sealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that gave up."""

    id: int
    name: str
    description: str
    attempts: int
    scheduled_at: datetime | None


@dataclass(frozen=True, slots=True)
class LawRow:
    """A time limit that an expert should check in the source."""

    rule_id: str
    name: Trilingual
    reference: Trilingual
    status: str
    valid_from: date
    source: str
    verified_on: date
    next_review: date
    note: str


@dataclass(frozen=True, slots=True)
class Import:
    """One import and its report."""

    source: str
    file_name: str
    at: datetime
    added: int
    changed: int
    unchanged: int
    vanished: int
    refused: int
    faults: tuple[str, ...]


def health(*, now: datetime) -> Health:
    """Five numbers in five queries."""
    sealed = AccessSeal.objects.aggregate(last=Max("last_id"), at=Max("sealed_at"))
    jobs = ProcrastinateJob.objects.all()
    return Health(
        contacts_without_case=len(contacts_without_case(before=now - timedelta(minutes=1))),
        failed_jobs=jobs.filter(status="failed").count(),
        waiting_jobs=jobs.filter(status="todo").count(),
        unsealed_rows=Access.objects.filter(id__gt=sealed["last"] or 0).count(),
        sealed_at=sealed["at"],
    )


def failed_jobs() -> list[FailedJob]:
    """The jobs that gave up, newest first."""
    rows = ProcrastinateJob.objects.filter(status="failed").order_by("-id")[:_LISTED]
    return [
        FailedJob(job.id, job.task_name, _description(job.task_name), job.attempts, job.scheduled_at) for job in rows
    ]


def _description(name: str) -> str:
    return JOBS[name].description if name in JOBS else ""


def imports() -> list[Import]:
    """The latest imports with their reports."""
    rows = ImportRun.objects.order_by("-at", "-id")[:_LISTED]
    return [
        Import(
            source=run.source,
            file_name=run.file_name,
            at=run.at,
            added=run.added,
            changed=run.changed,
            unchanged=run.unchanged,
            vanished=run.vanished,
            refused=run.refused,
            faults=tuple(_said(fault) for fault in run.faults),
        )
        for run in rows
    ]


def _said(fault: Any) -> str:
    if isinstance(fault, dict):
        return f"{fault.get('where', '')}: {fault.get('what', '')}"
    return ": ".join(map(str, fault)) if isinstance(fault, list) else str(fault)


def law_rows_to_check() -> list[LawRow]:
    """The rows of the law files that are not checked in their source, by rule."""
    return [
        LawRow(
            rule_id=rule.id,
            name=row.names,
            reference=rule.reference(row),
            status=row.status,
            valid_from=row.valid_from,
            source=row.source,
            verified_on=row.verified_on,
            next_review=rule.next_review,
            note=row.note.strip(),
        )
        for rule in load_law().rules
        for row in rule.rows
        if row.status is not RuleStatus.VERIFIED
    ]


def person_by_henkilotunnus(henkilotunnus: str) -> Person | None:
    """The person with that personal identity code."""
    return Person.objects.filter(henkilotunnus=henkilotunnus.strip().upper()).first()


def views_of_person(person: Person, *, now: datetime) -> list[View]:
    """Who has read this person's data in the last two years, newest first."""
    since = now - timedelta(days=365 * LOG_YEARS)
    return access.views_of(person.subject_key, since=since, own_account_id=None, limit=200)
