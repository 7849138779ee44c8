"""Which statutory clocks does each need have? By `ovi.law`, the one source of due dates; this only stops them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from ovi.demo.assessing import Assessed
from ovi.demo.axis import DAY, EPOCH, NEVER, Ints, to_utc
from ovi.demo.closing import Ended
from ovi.demo.needs import Needs
from ovi.demo.patterns import Patterns
from ovi.demo.residents import Residents
from ovi.law import Clock, Law, Matter, clocks_for
from ovi.law.vocabulary import ClockStart, ClockStop

_BY_ASSESSMENT = frozenset({ClockStop.ASSESSED, ClockStop.ASSESSMENT_STARTED, ClockStop.ASSESSMENT_COMPLETED})
_BY_CARE = frozenset({ClockStop.CARE_EVENT, ClockStop.TREATMENT_STARTED})


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of the need with that index; `stopped_on` None while it runs."""

    need: int
    clock: Clock
    stopped_on: date | None


def run_clocks(
    needs: Needs,
    assessed: Assessed,
    ended: Ended,
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
    births = (residents.birth_day[needs.person]).tolist()
    assessed_day, visit_day, service_day = (_days(at) for at in (assessed.at, ended.first_licensed, ended.first_visit))
    never = int(NEVER)
    out: list[Running] = []
    for one in range(len(needs)):
        done = assessed_at[one] < never
        line = int(needs.line[one] if done else needs.contact_line[one])
        found: dict[str, Any] = {
            "service_line": names[line],
            "register": lines[line].register_,
            "birth_date": EPOCH + timedelta(days=births[one]),
            "contact_at": datetime.fromtimestamp(contact[one], tz=UTC),
            "pending_at": None if lines[line].register_ == "patient" else datetime.fromtimestamp(contact[one], tz=UTC),
            "highest_care_allowance": bool(residents.highest_allowance[needs.person[one]]),
        }
        if done:
            found |= {
                "assessed_at": datetime.fromtimestamp(assessed_at[one], tz=UTC),
                "urgency": "urgent" if assessed.urgent[one] else "non_urgent",
                "care_reason": reasons[int(assessed.care_reason[one])],
                "general_medicine": bool(assessed.general_medicine[one]),
                "plan_based": bool(assessed.plan_based[one]),
                "certificate_only": bool(assessed.certificate_only[one]),
                "preventive": bool(assessed.preventive[one]),
            }
        for clock in clocks_for(Matter(**found), law)[0]:
            # What ends at the assessment itself has no wait for care to be timed (domain.md §1.3).
            if clock.start is ClockStart.ASSESSED and assessed.resolved[one]:
                continue
            out.append(Running(one, clock, _stop(clock, assessed_day[one], visit_day[one], service_day[one])))
        if one % 1000 == 0:
            tick(one)
    tick(len(needs))
    return out


def _stop(clock: Clock, assessed_on: date | None, visited_on: date | None, served_on: date | None) -> date | None:
    if clock.stop in _BY_ASSESSMENT:
        return assessed_on
    if clock.stop is ClockStop.SERVICE_STARTED:
        return served_on
    return visited_on if clock.stop in _BY_CARE else None


def _days(local: Ints) -> list[date | None]:
    return [EPOCH + timedelta(days=one // DAY) if one < NEVER else None for one in local.tolist()]


def next_due(running: Sequence[Running], ended: Ended) -> Ints:
    """For each need the earliest due day (days since 1970) of its running clocks; NEVER for none or a closed case."""
    out = np.full(len(ended.closed), NEVER, dtype=np.int64)
    for one in running:
        if one.stopped_on is None and one.clock.due_on is not None:
            out[one.need] = min(int(out[one.need]), (one.clock.due_on - EPOCH).days)
    return np.where(ended.closed < NEVER, NEVER, out)
