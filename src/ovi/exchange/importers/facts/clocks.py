"""Which lawful clocks do imported needs have? Computed from the law as the needs tell, row batch by row batch.

Only clocks whose start and stop the facts can tell: contact and assessment, assessment and care event. An extract of
social services brings its own clocks; what it leaves empty of their due days is filled in from the law.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ovi.engines.facts.days import date_of, day_number
from ovi.engines.facts.store import batches
from ovi.engines.facts.tables import TABLES
from ovi.law import Law
from ovi.law.arrays import NULL_DAY, ClockTable, clocks_of_many, columns_of_needs
from ovi.law.clocks import due_on
from ovi.law.vocabulary import ClockStart, ClockStop

_ROWS = 25_000
_ASKED = (
    "need_key", "contact_day", "contact_minute", "assessed_day", "assessed_minute", "age_at_start", "service_line",
    "register", "urgency", "covered_class", "first_event_day", "first_event_licensed", "first_event_mode",
    "resolved_at_first_contact",
)  # fmt: skip
_STARTS = (ClockStart.CONTACT, ClockStart.ASSESSED)
_STOPS = (ClockStop.ASSESSED, ClockStop.CARE_EVENT)
_NO_CARE = ("R60", "R71", "R72")  # between professionals, or without the client


def clocks_of_needs(need: Path, law: Law) -> Iterator[pa.Table]:
    """Tables of `clock` for a Parquet file of `need`."""
    for batch in batches(need, _ROWS, _ASKED):
        yield _clocks(pa.Table.from_batches([batch]), law)


def _clocks(needs: pa.Table, law: Law) -> pa.Table:
    columns = {
        name: needs[name].to_pylist() if pa.types.is_string(needs[name].type) else needs[name].to_numpy()
        for name in _ASKED
        if name.endswith(("_day", "_minute")) or name in ("age_at_start", "service_line", "register", "urgency",
                                                          "covered_class")
    }  # fmt: skip
    found = clocks_of_many(columns_of_needs(columns), law)
    limits = found.limits
    told = np.array([row.start in _STARTS and row.stop in _STOPS for _, row in limits])[found.limit]
    case, limit = found.case[told], found.limit[told]
    stop = _stop_days(needs, found, told, case)
    start = found.start_day[told]
    stop = np.where(stop == NULL_DAY, NULL_DAY, np.maximum(stop, start))  # answered before its clock began
    ended = needs["resolved_at_first_contact"].fill_null(False).to_numpy(zero_copy_only=False)[case]
    status = np.where(stop != NULL_DAY, 1, np.where(ended, 2, 0)).astype(np.int8)
    made = {
        "need_key": needs["need_key"].take(pa.array(case)),
        "rule_id": _words([rule.id for rule, _ in limits], limit),
        "status": _words(["running", "stopped", "cancelled"], status),
        "start_kind": _words([row.start.value for _, row in limits], limit),
        "start_day": pa.array(start),
        "due_day": _days(found.due_day[told]),
        "stop_day": _days(stop),
        "stop_kind": _words([row.stop.value for _, row in limits], limit),
    }
    return pa.table(made).select(TABLES["clock"].schema().names)


def _words(words: list[str], places: np.ndarray) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(places))


def _stop_days(needs: pa.Table, found: ClockTable, told: np.ndarray, case: np.ndarray) -> np.ndarray:
    """The assessment, or the first event by a licensed professional with the client."""
    event = needs["first_event_day"].fill_null(NULL_DAY).to_numpy()
    licensed = needs["first_event_licensed"].fill_null(False).to_numpy(zero_copy_only=False)
    no_care = pc.is_in(needs["first_event_mode"], pa.array(_NO_CARE))
    with_client = ~no_care.to_numpy(zero_copy_only=False)
    care = np.where(licensed & with_client, event, NULL_DAY)[case]
    assessed = needs["assessed_day"].fill_null(NULL_DAY).to_numpy()[case]
    by_care = found.of_limit(lambda rule, row: row.stop is ClockStop.CARE_EVENT)[told]
    return np.asarray(np.where(by_care, care, assessed))


def _days(days: np.ndarray) -> pa.Array:
    return pa.array(days, pa.int32(), mask=days == NULL_DAY)


def with_due_days(clocks: pa.Table, law: Law) -> pa.Table:
    """The clocks with the law's due day where they have none; a rule that the law does not know keeps none."""

    @lru_cache(maxsize=100_000)
    def due(rule_id: str, start: int) -> int | None:
        rule = next((one for one in law.rules if one.id == rule_id), None)
        starts_on = date_of(start)
        row = next((one for one in (rule.rows if rule else ()) if one.validity.contains(starts_on)), None)
        found = due_on(row, starts_on, law) if row else None
        return day_number(found) if found and not isinstance(found, str) else None

    given = zip(*(clocks[name].to_pylist() for name in ("due_day", "rule_id", "start_day")), strict=True)
    filled = [day if day is not None else due(rule_id, start) for day, rule_id, start in given]
    place = clocks.schema.get_field_index("due_day")
    return clocks.set_column(place, "due_day", pa.array(filled, pa.int32()))
