"""How are figures laid out? The trend with its chart and table, breakdowns in the chosen order, rows for a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ovi.design.charts import Labels, trend_chart
from ovi.design.charts import Point as Drawn
from ovi.design.dates import page_language
from ovi.design.numbers import NOTHING
from ovi.design.shapes import Column, Table
from ovi.design.svg import render_svg
from ovi.engines.indicators.definition import Definition, OverRows, ShareWithin
from ovi.foundation.text import sort_key
from ovi.performance import queries
from ovi.performance.queries import Names, Value
from ovi.performance.queries.names import GROUPING_NAMES
from ovi.performance.queries.saying import (
    CHART_FORMATS,
    SHOWN_AS,
    said_count,
    said_days,
    said_month,
    said_months,
    said_share,
    said_value,
    said_within,
)
from ovi.performance.queries.sheets import Cell
from ovi.performance.series import Point
from ovi.performance.series import points as series_points

_LONG = 30
_NAMED = 2  # of groups put together, how many are named in a row; the file names all
_HEADINGS = {
    "municipality": gettext_lazy("By municipality"),
    "unit": gettext_lazy("By unit"),
    "profession": gettext_lazy("By profession"),
    "service_line": gettext_lazy("By service line"),
}


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One group of a breakdown; `few` marks a withheld figure."""

    name: str
    value: str
    within: str
    n: str
    months: str
    stratum: str
    few: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table: the groups of one kind in one month."""

    by: str
    anchor: str
    heading: str
    column: str
    caption: str
    rows: list[BreakdownRow]
    withheld: bool = False
    merged: bool = False

    @property
    def untold(self) -> bool:
        """Nothing at all is told of these groups in this month, though somebody stands behind them."""
        return not self.rows

    @property
    def long(self) -> bool:
        """Too long to read through on the way to something else: folded."""
        return len(self.rows) > _LONG


def in_month(found: Iterable[Value], month: str) -> list[Value]:
    """The values that hold that month, alone or merged."""
    return [one for one in found if month in one.months]


def measured_months(series: Iterable[Value], months: Sequence[str]) -> Sequence[str]:
    """The months from the first that was measured: an empty beginning says nothing."""
    first = min((month for one in series for month in one.months), default="")
    return [month for month in months if month >= first]


def trend_svg(definition: Definition, series: Sequence[Value], months: Sequence[str], title: str) -> str:
    """The chart of one series; a withheld or missing month is a gap, a figure of several months stands at its last."""
    points = [Drawn(one.last_on, one.known, ends=one.ends) for one in series_points(series, months)]
    if isinstance(definition, OverRows):
        labels = Labels(value=str(SHOWN_AS[definition.shown_as]), target="")
        spec = trend_chart(points, labels=labels, target=None, value_format=CHART_FORMATS[definition.shown_as])
    elif isinstance(definition, ShareWithin):
        labels = Labels(value=_("Share within the limit"), target=_("Law") if definition.statutory else "")
        spec = trend_chart(points, labels=labels, target=1.0 if definition.statutory else None)
    else:
        labels = Labels(value=_("Days"), target=_("Target"))
        spec = trend_chart(points, labels=labels, target=definition.limit.days, value_format=",.0f")
    return render_svg(spec, page_language(), title=title)


def trend_table(
    definition: Definition, found: Sequence[Point], beside: Sequence[tuple[str, str]] | None = None
) -> Table:
    """What the chart shows, newest first, with how many it was computed from; `beside`: limits and rule of each."""
    heads = [*_heads(definition), *([_("Usual variation"), _("Rule broken")] if beside else [])]
    words = (0, len(heads) - 1) if beside else (0,)
    columns = [Column(head, numeric=place not in words) for place, head in enumerate(heads)]
    rows = []
    for place, point in enumerate(found):
        one, extra = point.value, beside[place] if beside else ()
        if one is None:
            rows.append([said_month(point.months[-1]), *[NOTHING] * 4, *extra])
        else:
            counts = [said_within(one), said_count(one.denominator, one)]
            rows.append([said_months(one), said_value(definition, one), *counts, _last_column(definition, one), *extra])
    return Table(columns, rows[::-1])


def _heads(definition: Definition) -> tuple[str, ...]:
    if isinstance(definition, OverRows):
        measure = str(SHOWN_AS[definition.shown_as])
        return _("Month"), measure, _("Counted (numerator)"), _("All (denominator)"), _("Known of")
    if isinstance(definition, ShareWithin):
        return _("Month"), _("Share"), _("Within the limit"), _("First care events"), _("Median wait, days")
    return _("Month"), _("T3, days"), _("Within the target"), _("Books read"), _("Share at 182 days")


def _last_column(definition: Definition, one: Value) -> str:
    if one.hidden == "row":
        return NOTHING
    if isinstance(definition, OverRows):
        return said_share(one.extra.get("coverage"))
    if isinstance(definition, ShareWithin):
        return said_days(one.extra.get("median_wait_days"))
    return said_share(one.extra.get("share_182"))


def breakdowns(
    definition: Definition, found: Iterable[Value], names: Names, month: str, *,
    sort: str = "name", kinds: Sequence[str] = queries.GROUPINGS,
) -> list[Breakdown]:  # fmt: skip
    """A table for each kind of group that has more than one row; without rows where the kind is withheld as a whole."""
    made, every = [], in_month(found, month)
    whole = next((one for one in every if one.by == ""), None)
    for by in kinds:
        of_kind = [one for one in every if one.by == by]
        if len(of_kind) > 1 or (not of_kind and by in definition.stratifiers and _somebody(whole)):
            made.append(_breakdown(definition, by, of_kind, names, month, sort))
    return made


def _somebody(whole: Value | None) -> bool:
    """Does anybody stand behind the county's own figure of the month?"""
    return whole is not None and bool(whole.denominator or whole.hidden)


def _breakdown(definition: Definition, by: str, found: list[Value], names: Names, month: str, sort: str) -> Breakdown:
    language = page_language()
    named = [(said_group(one, names), one) for one in found]
    named.sort(key=lambda pair: sort_key(pair[0]))
    if sort == "value":  # worst first: that is what a manager looks for
        better = 1 if definition.direction == "higher_is_better" else -1
        named.sort(key=lambda pair: (pair[1].low is None, (pair[1].low or 0) * better))
    elif sort == "n":
        named.sort(key=lambda pair: -(pair[1].denominator or 0))
    rows = [
        BreakdownRow(
            name, said_value(definition, one), said_within(one), said_count(one.denominator, one),
            said_months(one), one.stratum, bool(one.hidden),
        )
        for name, one in named
    ]  # fmt: skip
    withheld = any(one.hidden for one in found)
    merged = any(len(one.months) > 1 or len(one.strata) > 1 for one in found)
    heading, measure = str(_HEADINGS[by]), definition.names.trilingual().in_(language)
    return Breakdown(
        by=by,
        anchor=f"{definition.theme}-{by}",
        heading=heading,
        column=str(GROUPING_NAMES[by]),
        caption=f"{heading}: {measure}, {said_month(month)}",
        rows=rows,
        withheld=withheld,
        merged=merged,
    )


def said_group(one: Value, names: Names) -> str:
    """The name of the group, or of the first few of several put together."""
    found = [names.of(one.by, code, page_language()) for code in one.strata]
    if len(found) <= _NAMED + 1:
        return ", ".join(found)
    rest = len(found) - _NAMED
    text = ngettext("Together: {names} and {rest} other", "Together: {names} and {rest} others", rest)
    return text.format(names=", ".join(found[:_NAMED]), rest=rest)


FILE_COLUMNS = (
    "indicator", "definition", "snapshot", "month_first", "month_last", "by", "code", "name", "numerator",
    "denominator", "value", "value_low", "value_high", "withheld", "engine",
)  # fmt: skip

FILE_KINDS = {
    "numerator": "int64", "denominator": "int64", "value": "float64", "value_low": "float64", "value_high": "float64",
}  # fmt: skip


def file_rows(found: Iterable[Value], names: Names, language: str) -> Iterator[Sequence[Cell]]:
    """Every published figure as one row of a file, with its way back to definition, snapshot and engine."""
    for one in found:
        name = "" if not one.by else ", ".join(names.of(one.by, code, language) for code in one.strata)
        withheld = "<5" if one.hidden else ""
        ends = (one.low, one.high) if one.hidden == "counts" else (None, None)
        yield (
            one.indicator_id, one.definition_hash, one.snapshot_id, one.months[0], one.months[-1], one.by or "county",
            one.stratum, name, one.numerator, one.denominator, one.value, *ends, withheld, one.engine,
        )  # fmt: skip
