"""What does a prevention coordinator (HYTE-koordinaattori) see? Wellbeing by municipality, own and outside figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ovi.design.dates import page_language
from ovi.people.signed_in import actor_of
from ovi.performance import choosing, drawing, mapping, prevention, queries, tabling
from ovi.performance.policies import SEE_FIGURES
from ovi.performance.prevention_choice import OWN, Choice, chosen, option_lists
from ovi.performance.queries import Names, Noted, OutsideFigure, OutsideMeasure, Place, Run, Value
from ovi.performance.queries.saying import said_month
from ovi.performance.queries.sheets import Cell, spreadsheet
from ovi.performance.series import points
from ovi.performance.states import AreaKind, Sex
from ovi.plumbing.county import County, county
from ovi.plumbing.settings import settings

FILE_COLUMNS = (
    "whose", "source", "measure", "title", "area_kind", "code", "name", "time_first", "time_last", "sex", "value",
    "value_low", "value_high", "unit", "n", "withheld", "quality", "licence", "version", "engine",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shown:
    """All that the page is made of, read in a handful of queries."""

    run: Run | None
    names: Names
    places: tuple[Place, ...]
    measures: list[OutsideMeasure]
    choice: Choice
    county: County
    notes: list[Noted]


def wellbeing(request: HttpRequest) -> HttpResponse:
    """The finding in words, trends, maps with their tables, and own figures beside those of other sources."""
    actor = actor_of(request)
    SEE_FIGURES.require(actor)
    places, measures = queries.places(), queries.outside_measures()
    names, written = queries.names_of(places), queries.written(actor)
    shown = _Shown(
        written.run, names, places, measures, chosen(request.GET, names, measures),
        county(settings().county), written.notes,
    )  # fmt: skip
    if request.GET.get("format") in ("csv", "json"):
        return _file(shown, request.GET["format"])
    return render(request, "performance/prevention.html", _page(shown))


def _page(shown: _Shown) -> dict[str, object]:
    choice, run, codes = shown.choice, shown.run, [shown.county.code, prevention.COUNTRY]
    found = _own_values(run, choice) if run else []
    chosen_measure = Q(measure_id=choice.outside.id if choice.outside else None)
    figures = queries.outside_figures(Q(code__in=[*codes, choice.municipality]), chosen_measure)
    rows = [
        *(
            prevention.own_rows(
                tabling.in_month(found, run.period_to), choice.municipality, lambda one: choice.address(own=one)
            )
            if run
            else []
        ),
        *prevention.outside_rows(
            shown.measures, figures, choice.municipality, shown.county, lambda one: choice.address(outside=str(one))
        ),
    ]
    return {
        "run": run,
        "choice": choice,
        "filters": option_lists(choice, shown.names, shown.measures),
        "place": _place(shown),
        "rows": rows,
        "own": _own(shown, run, found) if run else None,
        "outside": _outside(shown, choice.outside, figures) if choice.outside else None,
        "ages": prevention.ages_table(found),
        "month": said_month(run.period_to) if run else "",
        "csv_href": choice.address(format="csv"),
        "json_href": choice.address(format="json"),
    }


def _place(shown: _Shown) -> str:
    language, code = page_language(), shown.choice.municipality
    return shown.names.of("municipality", code, language) if code else shown.county.short_name.in_(language)


def _own_values(run: Run, choice: Choice) -> list[Value]:
    """The newest month of every own measure by place and age, and the whole series of the chosen one: one query."""
    own, newest = Q(indicator_id__in=OWN), queries.of_month(run.period_to)
    by, stratum = ("municipality", choice.municipality) if choice.municipality else ("", "")
    series = Q(indicator_id=choice.own.id, by=by, stratum=stratum)
    return queries.values(run.id, own & newest & Q(by__in=("", "municipality", queries.AGES)), series)


def _own(shown: _Shown, run: Run, found: Sequence[Value]) -> dict[str, object]:
    choice, place = shown.choice, _place(shown)
    chosen_values = [one for one in found if one.indicator_id == choice.own.id]
    by, stratum = ("municipality", choice.municipality) if choice.municipality else ("", "")
    series = [one for one in chosen_values if (one.by, one.stratum) == (by, stratum)]
    in_month = [one for one in tabling.in_month(chosen_values, run.period_to) if one.by in ("", "municipality")]
    title = f"{choice.own.names.trilingual().in_(page_language())}, {place}"
    found_points = points(series, tabling.measured_months(series, choosing.months_of(run)))
    on_chart = queries.notes_of(shown.notes, choice.own.id, by, stratum)
    chart = drawing.trend(choice.own, found_points, on_chart, title) if series else None
    return {
        "title": title,
        "finding": prevention.own_finding(
            choice.own,
            series,
            in_month,
            shown.names,
            place,
            month=run.period_to,
            verdict=chart.verdict if chart else "",
        ),
        "counts": choice.own.unit_of_count.trilingual().in_(page_language()),
        "chart": chart,
        "map": mapping.map_of_measure(
            choice.own, in_month, shown.names, shown.places, month=run.period_to, said_when=said_month(run.period_to)
        ),
    }


def _outside(shown: _Shown, measure: OutsideMeasure, figures: Sequence[OutsideFigure]) -> dict[str, object]:
    code, place = shown.choice.municipality or shown.county.code, _place(shown)
    title = f"{measure.title.in_(page_language())}, {place}"
    figures = [one for one in figures if one.measure_id == measure.id]
    total = [one for one in figures if one.sex == Sex.TOTAL]
    svg = prevention.years_svg(measure, total, code, title)
    return {
        "measure": measure,
        "title": title,
        "quality": prevention.QUALITIES[measure.quality],
        "finding": prevention.outside_finding(measure, total, code, shown.county),
        "loaded_at": max((one.loaded_at for one in figures), default=None),
        "svg": svg,
        "table": prevention.years_table(measure, total, code, place, shown.county),
        "maps": [_map(shown, measure, total, kind) for kind in prevention.kinds_of(total)],
    }


def _map(shown: _Shown, measure: OutsideMeasure, figures: Sequence[OutsideFigure], kind: AreaKind) -> mapping.AreaMap:
    """The newest year in which any area of this kind has a figure."""
    own = [one for one in figures if one.kind == kind]
    year = prevention.newest_year(own)
    known = mapping.place_names(kind, shown.places)
    values = [
        mapping.AreaValue(
            (one.code,), known.get(one.code, one.code), one.value, prevention.said_outside(measure, one),
            "" if one.n is None else str(one.n),
        )
        for one in own if one.year == year
    ]  # fmt: skip
    name = measure.title.in_(page_language())
    return mapping.area_map(
        values, shown.places, title=f"{name}, {year} ({measure.source})", value_head=_("Figure"), kind=kind,
        say=lambda value: prevention.said_outside_value(measure, value),
        n_head=_("Answers") if any(one.n is not None for one in own) else "",
    )  # fmt: skip


def _file(shown: _Shown, form: str) -> HttpResponse:
    """Every published own figure of the page and every outside figure in force, each with where it comes from."""
    rows = list(_file_rows(shown))
    if form == "json":
        listed = [dict(zip(FILE_COLUMNS, row, strict=True)) for row in rows]
        return JsonResponse({"county": shown.county.code, "figures": listed}, json_dumps_params={"ensure_ascii": False})
    return spreadsheet("wellbeing", FILE_COLUMNS, rows)


def _file_rows(shown: _Shown) -> Iterator[Sequence[Cell]]:
    language = page_language()
    if shown.run is not None:
        wanted = Q(indicator_id__in=OWN, by__in=("", "municipality", queries.AGES))
        titles = {one: queries.definition(one).names.trilingual().in_(language) for one in OWN}
        for own in queries.values(shown.run.id, wanted):
            name = ", ".join(shown.names.of(own.by, code, language) for code in own.strata) if own.by else ""
            ends = (own.low, own.high) if own.hidden == "counts" else (None, None)
            yield (
                "own", own.snapshot_id, own.indicator_id, titles[own.indicator_id], own.by or "county",
                own.stratum, name, own.months[0], own.months[-1], Sex.TOTAL.value, own.value, *ends, "",
                own.denominator, "<5" if own.hidden else "", "register", "", own.definition_hash, own.engine,
            )  # fmt: skip
    by_id = {one.id: one for one in shown.measures}
    known = {**mapping.place_names("postal_area", shown.places), **mapping.place_names("municipality", shown.places)}
    for one in queries.outside_figures():
        measure = by_id[one.measure_id]
        yield (
            "outside", measure.source, measure.key, measure.title.in_(language), one.kind, one.code,
            known.get(one.code, ""), str(one.year), str(one.year), one.sex, one.value, None, None,
            measure.unit.in_(language), one.n, "<5" if one.missing == "too_few" else "", measure.quality,
            measure.licence, one.loaded_at.date().isoformat(), "",
        )  # fmt: skip
