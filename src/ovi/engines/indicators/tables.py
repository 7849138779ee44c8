"""Which tables may an expression name? The fact tables, and a calendar of the period; bound to no engine yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from ovi.engines.facts.tables import TABLES


def table(name: str, *due_columns: str) -> Any:
    """A fact table; "calendar" with the due columns asked for; "twelve": which months the window of a month holds."""
    if name == "calendar":
        columns = {"day": "int32", "month": "string", "in_period": "boolean"}
        return ibis.table({**columns, **dict.fromkeys(due_columns, "int32")}, name="calendar")
    if name == "twelve":
        return ibis.table({"month": "string", "of_month": "string"}, name="twelve")
    return ibis.table(ibis.Schema.from_pyarrow(TABLES[name].schema()), name=name)


def of_period(rows: Any, day_column: str) -> Any:
    """The rows whose day lies in the period, with their month."""
    days = table("calendar").filter(lambda t: t.in_period).select(_day="day", month="month")
    return rows.inner_join(days, rows[day_column] == days["_day"])


def month_ends() -> Any:
    """The last day of each month of the period."""
    days = table("calendar")
    return days.filter(days.in_period).group_by(days.month).aggregate(last_day=days.day.max())


def keys_of(rows: Any, by: tuple[str, ...], stratifiers: Mapping[str, str]) -> list[Any]:
    """The grouping of a query; one group when there is none."""
    columns = [rows["month" if name == "month" else stratifiers[name]].name(f"by_{name}") for name in by]
    return columns or [ibis.literal("all").name("by_all")]
