"""Does the programme keep its promises? Each goal from baseline to target, with its value now and its months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovi.design.charts import Labels, Point, trend_chart
from ovi.design.dates import page_language
from ovi.design.shapes import Column, Table
from ovi.design.svg import render_svg
from ovi.engines.indicators.definition import ShareWithin
from ovi.performance import queries as performance
from ovi.performance.policies import SEE_CASES
from ovi.performance.queries import Names, Run
from ovi.performance.queries.saying import month_date, said_month, said_share, said_value
from ovi.performance.queries.sheets import Cell, spreadsheet
from ovi.plumbing.actor import Actor
from ovi.plumbing.settings import settings
from ovi.programme import queries
from ovi.programme.policies import SEE
from ovi.programme.queries import GoalProgress, MonthOfGoal, Programme

# The programme's standing → how the design room shows it; the words are the programme's own.
_SHOWN = {
    "reached": "reached", "on_track": "on_track", "behind": "at_risk", "not_reached": "not_reached",
    "not_set": "no_data", "not_measured": "no_data",
}  # fmt: skip


def programme(request: HttpRequest) -> HttpResponse:
    """The programme's page, live from the newest run of the indicators."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    SEE.require(actor)
    found = queries.programme(settings().county)
    if found is None:
        return render(request, "programme/none.html")
    run, language = performance.newest_run(), page_language()
    goals = queries.progress(found, run)
    if request.GET.get("format") == "csv" and run:
        return spreadsheet(found.id, _FILE_COLUMNS, _file_rows(goals))
    names = performance.names()
    return render(
        request,
        "programme/programme.html",
        {
            "programme": found,
            "run": run,
            "name": found.names.in_(language),
            "reading": found.reading.text.in_(language),
            "finding": _finding(goals, run),
            "goals": [_shown(one, found, names) for one in goals],
            "may_see_cases": SEE_CASES.held_by(actor),
        },
    )


def _finding(goals: Sequence[GoalProgress], run: Run | None) -> str:
    """How many goals are reached; which one is furthest behind."""
    if run is None:
        return _("The goals have not been measured yet.")
    judged = [one for one in goals if one.standing.code not in ("not_set", "not_measured")]
    if not judged:
        return _("None of the goals can be judged: targets are not set, or nothing was measured.")
    reached = sum(one.standing.code == "reached" for one in judged)
    said = ngettext(
        "{reached} of {count} goal is reached.", "{reached} of {count} goals are reached.", len(judged)
    ).format(reached=reached, count=len(judged))
    missing = [(_gap(one), one) for one in judged if one.standing.code != "reached"]
    if not missing:
        return said
    furthest = max(missing, key=lambda pair: pair[0])[1]
    now = furthest.now.holding if furthest.now else None
    return (
        said
        + " "
        + _("Furthest from its target: {goal} – holds in {holding} of {measured} municipalities measured.").format(
            goal=furthest.goal.names.in_(page_language()),
            holding=now.holding if now else 0,
            measured=now.measured if now else 0,
        )
    )


def _gap(one: GoalProgress) -> float:
    value = one.now.holding.value if one.now else None
    return (one.goal.target_low or 0) - (value or 0)


def _shown(one: GoalProgress, programme: Programme, names: Names) -> dict[str, object]:
    language, now = page_language(), one.now
    name = one.goal.names.in_(language)
    return {
        "id": one.goal.id,
        "name": name,
        "phrase": one.goal.phrase,
        "baseline": _at(one.goal.baseline, one.goal.baseline_on),
        "target": _target(one),
        "now": said_share(now.holding.value) if now else "",
        "now_n": _of_measured(now) if now else "",
        "month": said_month(now.month) if now else "",
        "beside": said_value(one.beside, now.beside) if now else "",
        "beside_name": one.beside.names.trilingual().in_(language),
        "supply": said_value(one.definition, now.supply) if now and now.supply else "",
        "standing": _SHOWN[one.standing.code],
        "standing_text": getattr(programme.standing.texts, one.standing.code).in_(language),
        "near": programme.standing.texts.near.in_(language) if one.standing.near else "",
        "not_holding": _places(now.holding.not_holding, names) if now else "",
        "not_measured": len(now.holding.not_measured) if now else 0,
        "holds": one.definition.holds_when.text.trilingual().in_(language) if one.definition.holds_when else "",
        "indicator": one.definition.id,
        "has_cases": isinstance(one.definition, ShareWithin),
        "case_month": now.month if now else "",
        "svg": _chart(one, name) if now else "",
        "table": _table(one),
        "chart_finding": _trend_in_words(one) if now else "",
    }


def _at(share: float | None, month: str | None) -> str:
    return f"{said_share(share)} ({said_month(month)})" if share is not None and month else ""


def _target(one: GoalProgress) -> str:
    low, high, month = one.goal.target_low, one.goal.target_high, one.goal.target_on
    if low is None or high is None or month is None:
        return ""
    if low == high:
        return _at(low, month)
    return f"{low * 100:.0f}–{said_share(high)} ({said_month(month)})"


def _of_measured(now: MonthOfGoal) -> str:
    return _("{holding} of {measured} municipalities measured").format(
        holding=now.holding.holding, measured=now.holding.measured
    )


def _places(codes: Sequence[str], names: Names) -> str:
    return ", ".join(names.of("municipality", code, page_language()) for code in codes)


def _trend_in_words(one: GoalProgress) -> str:
    """First and last month measured, so that the chart's message stands in words too."""
    measured = [month for month in one.months if month.holding.value is not None]
    first, last = measured[0], measured[-1]
    return _("{goal}: {first} in {first_month}, {last} in {last_month}.").format(
        goal=one.goal.names.in_(page_language()),
        first=said_share(first.holding.value),
        first_month=said_month(first.month),
        last=said_share(last.holding.value),
        last_month=said_month(last.month),
    )


def _chart(one: GoalProgress, name: str) -> str:
    points = [Point(month_date(month.month), month.holding.value, month.holding.measured) for month in one.months]
    first = next((number for number, point in enumerate(points) if point.value is not None), 0)
    low, high = one.goal.target_low, one.goal.target_high
    labels = Labels(value=_("Share of municipalities"), target=_("Target"))
    spec = trend_chart(
        points[first:],
        labels=labels,
        target=low if low == high else None,
        target_range=(low, high) if low is not None and high is not None and low != high else None,
    )
    return render_svg(spec, page_language(), title=name)


def _table(one: GoalProgress) -> Table:
    heads = [_("Holds in"), _("Measured"), _("Not measured"), _("Share of municipalities"), _("Clients' share")]
    if any(month.supply for month in one.months):
        heads.append(_("T3, days"))
    rows = []
    for month in reversed(one.months):
        of = month.holding
        row = [said_month(month.month), of.holding, of.measured, of.municipalities - of.measured, said_share(of.value)]
        row.append(said_value(one.beside, month.beside))
        rows.append([*row, said_value(one.definition, month.supply)] if len(heads) == 6 else row)
    return Table([Column(_("Month")), *(Column(head, numeric=True) for head in heads)], rows)


_FILE_COLUMNS = (
    "goal", "indicator", "definition", "snapshot", "month", "holding", "measured", "municipalities",
    "share_of_municipalities", "clients_indicator", "clients_share", "clients_n", "t3_days", "baseline", "target_low",
    "target_high", "standing", "engine", "clients_definition", "clients_snapshot", "clients_engine",
)  # fmt: skip


def _file_rows(goals: Sequence[GoalProgress]) -> Iterator[Sequence[Cell]]:
    for one in goals:
        for month in one.months:
            of, beside = month.holding, month.beside
            yield (
                one.goal.id, one.goal.indicator, of.definition_hash, of.snapshot_id, month.month, of.holding,
                of.measured, of.municipalities, of.value, one.goal.beside.indicator,
                beside.value if beside else None, beside.denominator if beside else None,
                month.supply.value if month.supply else None, one.goal.baseline, one.goal.target_low,
                one.goal.target_high, one.standing.code, of.engine,
                *((beside.definition_hash, beside.snapshot_id, beside.engine) if beside else (None, None, None)),
            )  # fmt: skip
