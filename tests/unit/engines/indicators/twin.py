"""What would a patient person with a pencil count? The slow reference; it shares no code."""

from __future__ import annotations

import calendar as plain_calendar
import statistics
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

EPOCH = date(1970, 1, 1)
Cell = tuple[Any, ...]


def month_of(day: int) -> str:
    return (EPOCH + timedelta(days=day)).strftime("%Y-%m")


def months_later(day: int, months: int) -> int:
    start = EPOCH + timedelta(days=day)
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    last = plain_calendar.monthrange(year, month)[1]
    return (date(year, month, min(start.day, last)) - EPOCH).days


def share_within(definition: Any, needs: list[dict], clocks: list[dict], months: list[str], by: list[str]) -> dict:
    """{(month, strata…): (numerator, denominator, outside, median wait)}"""
    waits: dict[Cell, list[tuple[int, bool] | None]] = defaultdict(list)
    for need in needs:
        stop, start = need.get("first_event_day"), need.get("assessed_day")
        if stop is None or month_of(stop) not in months or not _counted(definition.population, need):
            continue
        cell = (month_of(stop), *(need.get(name) for name in by))
        waits[cell].append(_judged(definition.limit, need, clocks, start, stop))
    return {cell: _tally(found) for cell, found in waits.items()}


def _counted(population: Any, need: dict) -> bool:
    if population.service_lines and need.get("service_line") not in population.service_lines:
        return False
    if population.professions and need.get("first_event_profession") not in population.professions:
        return False
    if population.covered_classes and need.get("covered_class") not in population.covered_classes:
        return False
    if need.get("urgency") != population.urgency or need.get("first_event_licensed") is not True:
        return False
    return need.get("first_event_mode") not in population.not_modes


def _judged(limit: Any, need: dict, clocks: list[dict], start: int | None, stop: int) -> tuple[int, bool] | None:
    if start is None or stop < start:
        return None
    if limit.days is not None:
        return stop - start, stop - start <= limit.days
    if limit.months is not None:
        return stop - start, stop <= months_later(start, limit.months)
    due = [
        clock["due_day"]
        for clock in clocks
        if clock["need_key"] == need["need_key"]
        and (clock["start_kind"], clock["stop_kind"]) == ("assessed", "care_event")
        and clock["due_day"] is not None
        and clock["status"] != "cancelled"
    ]
    return (stop - start, stop <= min(due)) if due else None


def _tally(found: list) -> tuple:
    judged = [one for one in found if one is not None]
    median = statistics.median_low(wait for wait, _ in judged) if judged else None
    return sum(within for _, within in judged), len(judged), len(found) - len(judged), median


def third(definition: Any, slots: list[dict], units: list[dict], months: list[str], by: list[str]) -> dict:
    """{(month, strata…): (median days, books, books within the limit, books at the cap)}"""
    place = {unit["unit"]: unit for unit in units}
    books: dict[Cell, list[int]] = defaultdict(list)
    for slot in slots:
        key = (slot["measured_day"], slot["unit"], slot["profession"], slot["professional_key"])
        free = books[key]
        good = slot["urgency"] == "non_urgent" and slot["bookable"] == "general" and slot["slot_day"] is not None
        if good:
            free.append(slot["slot_day"] - slot["measured_day"])
    cells: dict[Cell, list[int]] = defaultdict(list)
    for (measured, unit, profession, _), free in books.items():
        where = place.get(unit, {})
        seen = {"unit": unit, "profession": profession, "municipality": where.get("municipality")}
        lines = definition.population.service_lines
        tuesday = (EPOCH + timedelta(days=measured)).weekday() == 1
        if not tuesday or month_of(measured) not in months or (lines and where.get("service_line") not in lines):
            continue
        days = min(sorted(free)[2], 182) if len(free) >= 3 else 182
        cells[(month_of(measured), *(seen[name] for name in by))].append(days)
    limit = definition.limit.days
    return {
        cell: (statistics.median_low(days), len(days), sum(d <= limit for d in days), sum(d == 182 for d in days))
        for cell, days in cells.items()
    }


def waiting(definition: Any, needs: list[dict], months: list[str]) -> dict:
    """{month: (waiting on its last day, of them past a limit in days or months)}"""
    queues: dict[str, list[bool]] = defaultdict(list)
    for month in months:
        year, number = map(int, month.split("-"))
        end = (date(year, number, plain_calendar.monthrange(year, number)[1]) - EPOCH).days
        for need in needs:
            start, stop = need.get("assessed_day"), need.get("first_event_day")
            population = definition.population
            outside = (
                need.get("service_line") not in population.service_lines
                or need.get("covered_class") not in population.covered_classes
                or need.get("urgency") != population.urgency
            )
            served = stop is not None and stop <= end and need.get("first_event_licensed") is True
            if outside or served or start is None or start > end:
                continue
            months_given = definition.limit.months
            due = months_later(start, months_given) if months_given else start + definition.limit.days
            queues[month].append(end > due)
    return {month: (len(queue), sum(queue)) for month, queue in queues.items()}
