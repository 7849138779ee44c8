"""How are a case's statutory clocks started and stopped? Started once, stopped by what happened, never rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Min, Q

from ovi.casework.models import Case, CaseClock
from ovi.casework.queries import AssessedNeed, matter_of
from ovi.foundation.calendar import helsinki_date
from ovi.law import clocks_for, load_law
from ovi.law.vocabulary import ClockStop

# An assessment that is written down has both been started and completed.
STOPPED_BY_ASSESSMENT = (ClockStop.ASSESSED, ClockStop.ASSESSMENT_STARTED, ClockStop.ASSESSMENT_COMPLETED)


def start_clocks(case: Case, *, assessed: AssessedNeed | None = None, assessed_at: datetime | None = None) -> None:
    """Write the clocks that now apply and are not yet running; those that run stay as they are."""
    matter = matter_of(
        register=case.register,
        service_line=case.service_line,
        contact_at=case.contact_at,
        person=case.person,
        assessed=assessed,
        assessed_at=assessed_at,
    )
    clocks, _ = clocks_for(matter, load_law())
    running = set(CaseClock.objects.filter(case=case).values_list("rule_id", flat=True))
    CaseClock.objects.bulk_create(
        CaseClock(
            case=case,
            rule_id=clock.rule_id,
            legal_ref=clock.legal_ref,
            rule_valid_from=clock.valid_from,
            law_version=clock.version,
            status=clock.status,
            start_kind=clock.start,
            starts_on=clock.starts_on,
            stop_kind=clock.stop,
            due_on=clock.due_on,
        )
        for clock in clocks
        if clock.rule_id not in running
    )


def stop_clocks(case: Case, kinds: Iterable[ClockStop], at: datetime) -> list[str]:
    """Stop the clocks of these kinds on the day of `at`; an earlier event recorded later stops them earlier.

    Returns the rule ids that were stopped.
    """
    day = helsinki_date(at)
    clocks = CaseClock.objects.filter(case=case, stop_kind__in=tuple(kinds))
    stopped = clocks.filter(Q(stopped_on=None) | Q(stopped_on__gt=day))
    rule_ids = list(stopped.order_by("id").values_list("rule_id", flat=True))
    stopped.update(stopped_on=day)
    return rule_ids


def next_due_on(case: Case) -> date | None:
    """The first due date of the clocks that still run; the caller saves it for the worklist's order."""
    running = CaseClock.objects.filter(case=case, stopped_on=None)
    found: date | None = running.aggregate(first=Min("due_on"))["first"]
    return found
