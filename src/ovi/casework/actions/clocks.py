"""How are a case's statutory clocks started and stopped? Started once, stopped by what happened, never rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Min, Q

from ovi.casework.models import Assessment, Case, CaseClock
from ovi.casework.queries import AssessedNeed, current_moments, judged, matter_of
from ovi.casework.states import MomentKind
from ovi.foundation.calendar import helsinki_date
from ovi.law import Clock, clocks_for, load_law
from ovi.law.vocabulary import ClockStart, ClockStop

# An assessment that is written down has both been started and completed.
STOPPED_BY_ASSESSMENT = (ClockStop.ASSESSED, ClockStop.ASSESSMENT_STARTED, ClockStop.ASSESSMENT_COMPLETED)


def start_clocks(
    case: Case,
    *,
    assessed: AssessedNeed | None = None,
    assessed_at: datetime | None = None,
    start: ClockStart | None = None,
) -> None:
    """Write the clocks that now apply and are not there yet; those that are stay as they are.

    `start` narrows to the clocks of one kind of start: what began earlier was judged then. A clock whose stop has
    already been noted is stopped from its first day, so that the order of noting makes no difference.
    """
    if assessed is None and case.assessed_at is not None:
        assessed, assessed_at = judged(Assessment.objects.get(case=case)), case.assessed_at
    moments = current_moments(case.pk)
    clocks, _ = clocks_for(matter_of(case, moments=moments, assessed=assessed, assessed_at=assessed_at), load_law())
    there = set(CaseClock.objects.filter(case=case).values_list("rule_id", flat=True))
    happened = {ClockStop(kind): helsinki_date(at) for kind, at in moments.items() if kind in _STOPS}
    CaseClock.objects.bulk_create(
        _row(case, clock, happened.get(clock.stop))
        for clock in clocks
        if clock.rule_id not in there and start in (None, clock.start)
    )


_STOPS = frozenset(map(str, MomentKind)) & frozenset(map(str, ClockStop))


def _row(case: Case, clock: Clock, stopped_on: date | None) -> CaseClock:
    return CaseClock(
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
        stopped_on=stopped_on,
    )


def stop_clocks(case: Case, kinds: Iterable[ClockStop], at: datetime, *, doctor: bool = True) -> list[str]:
    """Stop the clocks of these kinds on the day of `at`; an earlier event recorded later stops them earlier.

    A clock from a visit that found a doctor to be needed waits for the doctor (51 a § 2 mom.): `doctor` says
    whether this was one. Returns the rule ids that were stopped.
    """
    day = helsinki_date(at)
    clocks = CaseClock.objects.filter(case=case, stop_kind__in=tuple(kinds))
    if not doctor:
        clocks = clocks.exclude(start_kind=ClockStart.VISIT)
    stopped = clocks.filter(Q(stopped_on=None) | Q(stopped_on__gt=day))
    rule_ids = list(stopped.order_by("id").values_list("rule_id", flat=True))
    stopped.update(stopped_on=day)
    return rule_ids


def replace_clocks(case: Case, kind: MomentKind, *, at: datetime, now: datetime) -> list[str]:
    """Set aside the clocks that rest on a moment of this kind, and write those that follow from its true time.

    The rows set aside keep what they said. Returns the rule ids of the clocks that were replaced.
    """
    day = helsinki_date(at)
    clocks = CaseClock.objects.filter(case=case)
    started = list(clocks.filter(start_kind=kind).exclude(starts_on=day))
    ended = list(clocks.filter(stop_kind=kind).exclude(start_kind=kind).exclude(stopped_on=day))
    clocks.filter(pk__in=[one.pk for one in (*started, *ended)]).update(replaced_at=now)
    names = sorted(one.rule_id for one in (*started, *ended))
    for one in ended:
        one.pk, one.stopped_on = None, day
    CaseClock.objects.bulk_create(ended)
    if started:
        start_clocks(case, start=ClockStart(kind))
        _stop_again(case, started)
    return names


def _stop_again(case: Case, replaced: Iterable[CaseClock]) -> None:
    """What an encounter had stopped stays stopped: that day was not corrected."""
    for one in replaced:
        if one.stop_kind == ClockStop.CARE_EVENT and one.stopped_on is not None:
            CaseClock.objects.filter(case=case, rule_id=one.rule_id).update(stopped_on=one.stopped_on)


def next_due_on(case: Case) -> date | None:
    """The first due date of the clocks that still run; the caller saves it for the worklist's order."""
    running = CaseClock.objects.filter(case=case, stopped_on=None)
    found: date | None = running.aggregate(first=Min("due_on"))["first"]
    return found
