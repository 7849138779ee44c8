"""How many days to the third free time? T3 as THL and the counties count it; the median over professionals."""

from __future__ import annotations

from typing import Any

import ibis

from ovi.engines.indicators.definition import SLOT_STRATIFIERS, ThirdNextAvailable
from ovi.engines.indicators.percentiles import MEDIAN, cumulated, of_cumulated
from ovi.engines.indicators.tables import keys_of, of_period, table

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


def third(definition: ThirdNextAvailable, by: tuple[str, ...]) -> Any:
    """Professional-days, each with the days to its third free time; with fewer than three, the cap."""
    cap = definition.cap_days
    slots = _counted_slots(definition, by)
    usable = (slots.urgency == definition.population.urgency) & (slots.bookable == definition.population.bookable)
    usable &= slots.slot_day >= slots.measured_day
    away = ibis.ifelse(usable.fill_null(False), slots.slot_day - slots.measured_day, cap)
    slots = slots.mutate(away=ibis.least(away, cap))
    book = ["measured_day", "unit", "profession", "professional_key"]
    slots = slots.mutate(place=ibis.row_number().over(group_by=book, order_by=slots.away))
    third_free = ibis.ifelse(slots.place == 2, slots.away, ibis.null("int32")).min()
    places = ["municipality", "service_line", "county"] if needs_units(definition, by) else []
    books = slots.group_by([*book, "month", *places]).aggregate(days=third_free.fill_null(cap))
    return _medians(books, definition, by)


def _medians(books: Any, definition: ThirdNextAvailable, by: tuple[str, ...]) -> Any:
    keys = keys_of(books, by, SLOT_STRATIFIERS)
    measured = books.group_by(keys).aggregate(measurements=books.measured_day.nunique())
    cells = books.group_by([*keys, books.days]).aggregate(books=books.count())
    names = [key.get_name() for key in keys]
    cells = cumulated(cells, names, "days", "books")
    found = cells.group_by(names).aggregate(
        numerator=ibis.ifelse(cells.days <= definition.limit.days, cells.books, 0).sum(),
        denominator=cells.books.sum(),
        median=of_cumulated(cells, "days", "books", MEDIAN),
        at_cap=ibis.ifelse(cells.days >= definition.cap_days, cells.books, 0).sum(),
    )
    renamed = measured.rename({f"_{name}": name for name in names})
    return found.left_join(renamed, [found[name].identical_to(renamed[f"_{name}"]) for name in names])


def _counted_slots(definition: ThirdNextAvailable, by: tuple[str, ...]) -> Any:
    slots, chosen = table("slot"), definition.population
    weekday = (slots.measured_day + _EPOCH_WEEKDAY) % 7
    slots = slots.filter(weekday == _WEEKDAYS.index(definition.measured_on))
    if chosen.professions:
        slots = slots.filter(slots.profession.isin(chosen.professions))
    if needs_units(definition, by):
        places = table("unit").rename(_unit="unit")
        slots = slots.left_join(places, slots.unit == places["_unit"])
    if chosen.service_lines:
        slots = slots.filter(slots.service_line.isin(chosen.service_lines))
    return of_period(slots, "measured_day")


def needs_units(definition: ThirdNextAvailable, by: tuple[str, ...]) -> bool:
    """Must the units be known to count it so?"""
    return bool(definition.population.service_lines or {"municipality", "county", "service_line"} & set(by))
