"""Which statutory clocks does each need have? By `ovi.law`, the one source of due dates; this only stops them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from ovi.casework.states import MomentKind
from ovi.demo.assessing import Assessed
from ovi.demo.axis import DAY, EPOCH, NEVER, Ints, to_utc
from ovi.demo.closing import Ended
from ovi.demo.needs import Needs
from ovi.demo.noted import SUPPORT, Noted
from ovi.demo.patterns import Patterns
from ovi.demo.residents import Residents
from ovi.law import Clock, Law, Matter, clocks_for
from ovi.law.vocabulary import ClockStop

_BY_ASSESSMENT = frozenset({ClockStop.ASSESSED, ClockStop.ASSESSMENT_COMPLETED})
_STOPS = frozenset(one.value for one in ClockStop)
# Where a matter keeps the moments from which limits start.
_STARTS = {
    MomentKind.NEED_ESTABLISHED: "need_established_at",
    MomentKind.APPLICATION_COMPLETE: "application_complete_at",
    MomentKind.DECIDED: "decided_at",
}


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of the need with that index; `stopped_on` None while it runs or where it became needless."""

    need: int
    clock: Clock
    stopped_on: date | None
    cancelled_on: date | None


def run_clocks(
    needs: Needs,
    assessed: Assessed,
    ended: Ended,
    noted: Noted,
    residents: Residents,
    patterns: Patterns,
    law: Law,
    tick: Callable[[int], None],
) -> list[Running]:
    """The clocks of all needs, in the order of the needs. `tick` is told how many needs are done."""
    names, reasons = list(patterns.lines.table), list(patterns.lines.care_reasons.health)
    lines = list(patterns.lines.table.values())
    contact = to_utc(needs.contact).tolist()
    assessed_at = to_utc(assessed.at).tolist()
    started = {field: to_utc(noted.at[kind]).tolist() for kind, field in _STARTS.items()}
    births = (residents.birth_day[needs.person]).tolist()
    stops = _stops(assessed, ended, noted)
    closed_day = _days(np.where(assessed.resolved, ended.closed, NEVER))
    never = int(NEVER)
    out: list[Running] = []
    for one in range(len(needs)):
        done = assessed_at[one] < never
        line = int(needs.line[one] if done else needs.contact_line[one])
        found: dict[str, Any] = {
            "service_line": names[line],
            "register": lines[line].register_,
            "birth_date": EPOCH + timedelta(days=births[one]),
            "contact_at": _instant(contact[one]),
            "pending_at": _instant(contact[one]) if lines[line].register_ == "social_welfare" else None,
            "highest_care_allowance": bool(residents.highest_allowance[needs.person[one]]),
            **{field: _instant(at[one]) for field, at in started.items() if at[one] < never},
        }
        if assessed.began[one] < never:
            found["urgency"] = "urgent" if assessed.urgent[one] else "non_urgent"
            found["needs_special_support"] = bool(noted.special_support[one]) or None
            found["specialty"] = SUPPORT if noted.support[one] else None
        if done:
            found |= {
                "assessed_at": _instant(assessed_at[one]),
                "care_reason": reasons[int(assessed.care_reason[one])],
                "general_medicine": bool(assessed.general_medicine[one]),
                "plan_based": bool(assessed.plan_based[one]),
                "certificate_only": bool(assessed.certificate_only[one]),
                "preventive": bool(assessed.preventive[one]),
            }
        for clock in clocks_for(Matter(**found), law)[0]:
            stopped_on = stops[clock.stop][one]
            # What ends at the assessment itself has no wait for care to be timed (domain.md §1.3).
            out.append(Running(one, clock, stopped_on, None if stopped_on else closed_day[one]))
        if one % 1000 == 0:
            tick(one)
    tick(len(needs))
    return out


def _stops(assessed: Assessed, ended: Ended, noted: Noted) -> dict[ClockStop, list[date | None]]:
    """The day on which each kind of clock stops, by need."""
    at = {ClockStop(kind): found for kind, found in noted.at.items() if kind.value in _STOPS}
    at[ClockStop.ASSESSMENT_STARTED] = np.minimum(at[ClockStop.ASSESSMENT_STARTED], assessed.at)
    at |= dict.fromkeys(_BY_ASSESSMENT, assessed.at)
    at[ClockStop.CARE_EVENT] = ended.first_licensed
    # When the application is complete, nothing is left to ask of the client.
    at[ClockStop.INFORMED] = np.minimum(noted.at[MomentKind.INFORMED], noted.at[MomentKind.APPLICATION_COMPLETE])
    return {stop: _days(found) for stop, found in at.items()}


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def _days(local: Ints) -> list[date | None]:
    return [EPOCH + timedelta(days=one // DAY) if one < NEVER else None for one in local.tolist()]


def next_due(running: Sequence[Running], ended: Ended) -> Ints:
    """For each need the earliest due day (days since 1970) of its running clocks; NEVER for none or a closed case."""
    out = np.full(len(ended.closed), NEVER, dtype=np.int64)
    for one in running:
        if one.stopped_on is None and one.cancelled_on is None and one.clock.due_on is not None:
            out[one.need] = min(int(out[one.need]), (one.clock.due_on - EPOCH).days)
    return np.where(ended.closed < NEVER, NEVER, out)
