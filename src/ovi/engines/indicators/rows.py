"""How are the rows of a source made from the facts? Only the columns asked for are computed (definition/sources.py)."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any

import ibis

from ovi.engines.indicators.conditions import all_of
from ovi.engines.indicators.definition import SOURCES, OverRows
from ovi.engines.indicators.definition.sources import AGE_GROUPS, NEAR_DAYS
from ovi.engines.indicators.persons import continuity_rows, person_rows, priced
from ovi.engines.indicators.tables import month_ends, of_period, table


def rows_of(definition: OverRows, extra: Set[str]) -> Any:
    """The rows that the definition counts, with a month, the columns it uses, and those in `extra`."""
    wanted = definition.columns_used() | set(extra)
    made = _MAKERS[definition.rows](definition, wanted)
    made = made.filter(all_of(made, definition.where)) if definition.where else made
    return of_period(made, definition.day) if definition.day else made


def needs_with(wanted: Set[str]) -> Any:
    """The needs, with those derived columns that are wanted."""
    needs = table("need")
    for name, add in _ADDED.items():
        if name in wanted:
            needs = add(needs)
    return needs


def age_group(age: Any) -> Any:
    """The name of the group of an age in full years; null for none or a negative one."""
    branches = [(age >= first, name) for first, name in reversed(AGE_GROUPS)]
    return ibis.cases(*branches, else_=ibis.null("string"))


def _age_groups(needs: Any) -> Any:
    return needs.mutate(age_group=age_group(needs.age_at_start))


def _vulnerable(needs: Any) -> Any:
    return needs.mutate(vulnerable=(needs.vulnerable_groups.length() > 0).fill_null(False))


def _in_each_group(needs: Any) -> Any:
    """One row for each group of the person; “none” for those in no group."""
    some = (needs.vulnerable_groups.length() > 0).fill_null(False)
    return needs.mutate(vulnerable_group=ibis.ifelse(some, needs.vulnerable_groups, ibis.array(["none"]))).unnest(
        "vulnerable_group"
    )


def _picked(needs: Any) -> Any:
    there = table("tray_pick").select(_there="need_key").distinct()
    joined = needs.left_join(there, needs.need_key == there["_there"])
    return joined.mutate(picked=joined["_there"].notnull())


def _next_contact(needs: Any) -> Any:
    known = table("need").filter(lambda t: t.person_key.notnull() & t.contact_day.notnull())
    in_order = ibis.window(
        group_by=["person_key", "service_line"],
        order_by=["contact_day", known.contact_minute.fill_null(-1), "need_key"],
    )
    after = known.select(
        _again="need_key", next_contact_days=known.contact_day.lead().over(in_order) - known.contact_day
    )
    return needs.left_join(after, needs.need_key == after["_again"])


def _assessment_days(needs: Any) -> Any:
    return needs.mutate(assessment_days=needs.assessed_day - needs.contact_day)


def _encounters(needs: Any) -> Any:
    """How many realised encounters, and their cost; the cost is null unless every one has a price."""
    seen = table("encounter").filter(lambda t: t.need_key.notnull() & ~t.no_show.fill_null(False))
    of = seen.group_by(_seen="need_key").aggregate(encounters=seen.count().cast("int64"))
    return needs.left_join(of, needs.need_key == of["_seen"])


def _cost(needs: Any) -> Any:
    seen = table("encounter").filter(lambda t: t.need_key.notnull() & ~t.no_show.fill_null(False))
    costs = priced(seen)
    whole = costs.cents.count() == costs.count()
    of = costs.group_by(_paid="need_key").aggregate(cents=ibis.ifelse(whole, costs.cents.sum(), ibis.null("int64")))
    return needs.left_join(of, needs.need_key == of["_paid"])


_ADDED: dict[str, Callable[[Any], Any]] = {
    "age_group": _age_groups,
    "vulnerable": _vulnerable,
    "picked": _picked,
    "next_contact_days": _next_contact,
    "assessment_days": _assessment_days,
    "encounters": _encounters,
    "cents": _cost,
    "vulnerable_group": _in_each_group,  # last: it multiplies rows
}


def _needs(_definition: OverRows, wanted: Set[str]) -> Any:
    return needs_with(wanted)


def _with_need(rows: Any, source: str, wanted: Set[str]) -> Any:
    """`rows` with the wanted columns of their need."""
    own = set(rows.columns)
    of_need = sorted(name for name in wanted if "need" in _tables(source, name) and name not in own)
    if not of_need:
        return rows
    needs = needs_with(wanted).select(_need="need_key", **{name: name for name in of_need})
    return rows.left_join(needs, rows.need_key == needs["_need"])


def _tables(source: str, name: str) -> tuple[str, ...]:
    derived = SOURCES[source].derived
    return derived[name].tables if name in derived else ()


def _encounter_rows(_definition: OverRows, wanted: Set[str]) -> Any:
    rows = table("encounter")
    rows = priced(rows) if "cents" in wanted else rows
    return _with_need(rows, "encounter", wanted)


def _clocks(_definition: OverRows, wanted: Set[str]) -> Any:
    return _with_need(table("clock"), "clock", wanted)


def _picks(_definition: OverRows, _wanted: Set[str]) -> Any:
    return table("tray_pick")


def open_needs(wanted: Set[str]) -> Any:
    """Each need in each month at whose end it is open: contact made, not closed, not ended at first contact."""
    needs, ends = needs_with(wanted), month_ends()
    needs = needs.inner_join(ends, needs.contact_day <= ends.last_day)
    gone = (needs.closed_day <= needs.last_day).fill_null(False)
    at_once = needs.resolved_at_first_contact.fill_null(False)
    served = ((needs.first_event_day <= needs.last_day) & needs.first_event_licensed).fill_null(False)
    needs = needs.filter(~gone & ~at_once)
    needs = needs.mutate(served=served, waited_days=needs.last_day - needs.contact_day)
    return _with_standing(needs) if "standing" in wanted else needs


def _with_standing(needs: Any) -> Any:
    """By the earliest due day of the clocks that run at the month's end. An open need's cancelled clock is over."""
    clock = table("clock")
    ends = month_ends().rename(_end="last_day", _month="month")
    ran = (clock.start_day <= ends["_end"]) & (clock.stop_day.isnull() | (clock.stop_day > ends["_end"]))
    running = clock.inner_join(ends, ran)
    closed = table("need").select(_key="need_key", _closed="closed_day")
    running = running.left_join(closed, running.need_key == closed["_key"])
    running = running.filter((running.status != "cancelled").fill_null(True) | running["_closed"].notnull())
    due = running.group_by(["need_key", "_month"]).aggregate(_due=running.due_day.min())
    due = due.rename(_of="need_key")
    needs = needs.left_join(due, (needs.need_key == due["_of"]) & (needs.month == due["_month"]))
    left = needs["_due"] - needs.last_day
    standing = ibis.cases((left < 0, "overdue"), (left <= NEAR_DAYS, "near"), (left > NEAR_DAYS, "in_time"),
                          else_="no_limit")  # fmt: skip
    return needs.mutate(standing=standing)


def _open_needs(_definition: OverRows, wanted: Set[str]) -> Any:
    return open_needs(wanted)


def _persons(definition: OverRows, wanted: Set[str]) -> Any:
    return person_rows(definition.of, wanted)


def _continuity(definition: OverRows, wanted: Set[str]) -> Any:
    return continuity_rows(definition.of, wanted)


_MAKERS: dict[str, Callable[[OverRows, Set[str]], Any]] = {
    "need": _needs,
    "encounter": _encounter_rows,
    "clock": _clocks,
    "tray_pick": _picks,
    "open_need": _open_needs,
    "person_year": _persons,
    "continuity": _continuity,
}
