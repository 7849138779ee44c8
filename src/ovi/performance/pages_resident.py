"""How fast does one get care here? The monthly figures by unit and municipality, for anyone to read and to use."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovi.design.dates import page_language
from ovi.performance import choosing, queries, tabling, telling
from ovi.performance.queries import Names, Run, Value
from ovi.performance.queries.saying import said_month
from ovi.performance.queries.sheets import about, json_file, open_data
from ovi.performance.series import points
from ovi.plumbing import clock

_PLACES = ("municipality", "unit")
MERGED = "merged"


def public_access(request: HttpRequest) -> HttpResponse:
    """Realised access by law, then supply (T3), each by itself; the law beside; open data."""
    run = queries.newest_run()
    limits = queries.limits_in_force(queries.definition(telling.LAWFUL).law, today=clock.today())
    if run is None:
        return render(request, "performance/public_access.html", {"run": None, "limits": limits})
    names = queries.names()
    if request.GET.get("format") in ("csv", "json"):
        return _open_data(run, names, request.GET["format"])
    shown = Q(indicator_id__in=(telling.LAWFUL, telling.SUPPLY))
    newest = Q(by__in=_PLACES) & queries.of_month(run.period_to)
    unit = request.GET.get("unit", "")[:80]
    found = queries.values(run.id, shown & Q(by=""), shown & newest, shown & Q(by="unit", stratum=unit))
    return render(
        request,
        "performance/public_access.html",
        {
            "run": run,
            "limits": limits,
            "month": said_month(run.period_to),
            "lawful": _part(telling.LAWFUL, found, run, names),
            "supply": _part(telling.SUPPLY, found, run, names),
            "unit": _of_unit(unit, found, run, names),
        },
    )


def _part(indicator: str, found: list[queries.Value], run: Run, names: Names) -> dict[str, object]:
    """One measure: its trend in the county, and its newest figures by place."""
    definition = queries.definition(indicator)
    own = [one for one in found if one.indicator_id == indicator]
    series = [one for one in own if one.by == ""]
    months = tabling.measured_months(series, choosing.months_of(run))
    newest, name = telling.newest_told(series), definition.names.trilingual().in_(page_language())
    said = ""
    if newest and indicator == telling.LAWFUL:
        said = telling.what_holds(newest)
    elif newest:
        said = telling.what_is_free(newest)
    return {
        "definition": definition,
        "finding": said,
        "svg": tabling.trend_svg(definition, series, months, name) if newest else "",
        "table": tabling.trend_table(definition, points(series, months)),
        "ranges": any(one.ends for one in series),
        "breakdowns": tabling.breakdowns(definition, own, names, run.period_to, kinds=_PLACES),
    }


def _of_unit(unit: str, found: list[Value], run: Run, names: Names) -> dict[str, object] | None:
    """One unit over the months: what was published of it by itself. None where no unit of that code was."""
    own = [one for one in found if one.by == "unit" and one.stratum == unit] if unit else []
    if not own or unit == MERGED:
        return None
    parts = []
    for indicator in (telling.LAWFUL, telling.SUPPLY):
        definition = queries.definition(indicator)
        series = [one for one in own if one.indicator_id == indicator]
        months = tabling.measured_months(series, choosing.months_of(run))
        name = definition.names.trilingual().in_(page_language())
        if series:
            drawn = tabling.trend_svg(definition, series, months, name) if telling.newest_told(series) else ""
            table, ranges = tabling.trend_table(definition, points(series, months)), any(one.ends for one in series)
            parts.append({"name": name, "svg": drawn, "table": table, "ranges": ranges})
    return {"name": names.of("unit", unit, page_language()), "parts": parts}


def _open_data(run: Run, names: Names, kind: str) -> HttpResponse:
    """Every published figure, the same rows in both forms; JSON says beside them what they are."""
    rows = tabling.file_rows(queries.values(run.id, Q(by__in=("", *_PLACES))), names, "fi")
    if kind == "csv":
        return open_data("access-to-care", tabling.FILE_COLUMNS, rows)
    told = {**about(run), "licence": "CC BY 4.0"}
    return json_file("access-to-care", tabling.FILE_COLUMNS, rows, told)
