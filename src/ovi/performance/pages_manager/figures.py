"""What does a manager see? Access to care, what each measure means, and the cases behind a figure."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ovi.design.dates import page_language
from ovi.engines.indicators.definition import OverRows, ShareWithin, ThirdNextAvailable
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.performance import choosing, comparing, drawing, explaining, mapping, queries, tabling, telling
from ovi.performance.pages_manager.files import KINDS, published
from ovi.performance.pages_manager.views import opens_first
from ovi.performance.policies import SEE_CASES, SEE_FIGURES, may_mark, may_open_case, require_unit, units_of_cases
from ovi.performance.queries import Names, Run, Value
from ovi.performance.queries.behind import MOST
from ovi.performance.queries.names import SERVICE_LINES, THEMES
from ovi.performance.queries.saying import SHOWN_AS, said_month, said_months, said_value
from ovi.performance.series import points
from ovi.plumbing import clock
from ovi.plumbing.access import Shown, note
from ovi.plumbing.actor import Actor
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings


def access(request: HttpRequest) -> HttpResponse:
    """Access to care: the finding in words, four figures, the trend, the units, breakdowns, and who waits now."""
    actor = actor_of(request)
    SEE_FIGURES.require(actor)
    written = queries.written(actor)
    run = written.run
    if run is None:
        queue = queries.open_queue(today=clock.today())
        breaks = telling.what_breaks_first(queue)
        return render(request, "performance/access_empty.html", {"breaks": breaks, **_queue(queue)})
    names = queries.names()
    if kind := request.GET.get("format", ""):
        return _file(kind, choosing.chosen(request.GET, run, names), run, names)
    if not request.GET and (first := opens_first(written.views, names)):
        return redirect(f"{reverse('access')}?{first}")
    choice = choosing.chosen(request.GET, run, names)
    queue = queries.open_queue(today=clock.today())
    found = queries.values(run.id, *_wanted(choice))
    context = _access(choice, run, names, found, queue, actor, written.notes)
    return render(request, "performance/access.html", {**context, "views": written.views})


def _wanted(choice: choosing.Choice) -> tuple[Q, ...]:
    """All measures of the county, the chosen series, and the chosen month by every grouping: one query."""
    own = Q(indicator_id=choice.definition.id)
    series, groups = Q(by=choice.by, stratum=choice.stratum), Q(by__in=queries.GROUPINGS)
    return Q(by=""), own & series, own & groups & queries.of_month(choice.month)


def _access(
    choice: choosing.Choice,
    run: Run,
    names: Names,
    found: list[Value],
    queue: queries.Queue,
    actor: Actor,
    notes: list[queries.Noted],
) -> dict[str, object]:
    definition = choice.definition
    county_wide = [one for one in found if one.by == ""]
    own = [one for one in found if one.indicator_id == definition.id]
    series = [one for one in own if (one.by, one.stratum) == (choice.by, choice.stratum)]
    lawful = telling.newest_told(one for one in county_wide if one.indicator_id == telling.LAWFUL)
    realised = isinstance(definition, ShareWithin)
    return {
        "run": run,
        "choice": choice,
        "filters": choosing.option_lists(choice, run, names, actor.units),
        "finding": telling.finding(lawful, queue),
        "key_figures": telling.key_figures(county_wide, queue, reverse("access"), notes),
        "realised": realised,
        "marked": isinstance(definition, OverRows),
        "theme": THEMES[definition.theme],
        "shown": SHOWN_AS[definition.shown_as],
        "trend": _trend(choice, series, run, names, notes),
        "funnel": _funnel(choice, own, names),
        "area_map": mapping.map_of_measure(
            definition, own, names, queries.places_of(names), month=choice.month, said_when=said_month(choice.month)
        ),
        "breakdowns": tabling.breakdowns(definition, own, names, choice.month, sort=choice.sort),
        "month": said_month(choice.month),
        "orders": {order: (choice.address(sort=order), order == choice.sort) for order in choosing.ORDERS},
        "files": {kind: choice.address(format=kind) for kind in KINDS},
        "group": f"{choice.by}:{choice.stratum}" if choice.by else "",
        "view_query": choosing.kept_query(choice),
        "may_mark": may_mark(actor, names.ids.get(choice.stratum) if choice.by == "unit" else None),
        "may_see_cases": realised and SEE_CASES.held_by(actor),
        **_queue(queue),
    }


def _queue(queue: queries.Queue) -> dict[str, object]:
    rows = [(SERVICE_LINES.get(line.group, line.group), line) for line in queue.lines]
    return {"queue": queue, "queue_rows": rows}


def _trend(
    choice: choosing.Choice, series: list[Value], run: Run, names: Names, notes: list[queries.Noted]
) -> dict[str, object]:
    definition, language = choice.definition, page_language()
    whole = county(settings().county).short_name.in_(language)
    group = names.of(choice.by, choice.stratum, language) if choice.by else whole
    title = f"{definition.names.trilingual().in_(language)}, {group}"
    newest = max(series, key=lambda one: one.month, default=None)
    if newest is None:
        return {"title": title, "chart": None}
    found = points(series, tabling.measured_months(series, choosing.months_of(run)))
    shown = queries.notes_of(notes, definition.id, choice.by, choice.stratum)
    chart = drawing.trend(definition, found, shown, title)
    unit = " " + _("days") if isinstance(definition, ThirdNextAvailable) and newest.value is not None else ""
    said = _("{name}: {value} in {month}.").format(
        name=title, value=said_value(definition, newest) + unit, month=said_months(newest)
    )
    return {"title": title, "chart": chart, "finding": f"{said} {chart.verdict}."}


def _funnel(choice: choosing.Choice, own: list[Value], names: Names) -> dict[str, object] | None:
    """The units of the chosen month against each other; None where the measure cannot be compared so."""
    shown = comparing.comparison(choice.definition, own, names, choice.month)
    if shown is None:
        return None
    differs = comparing.what_differs(shown)
    return {
        "by": shown.by,
        "svg": comparing.funnel_svg(shown, differs),
        "finding": differs,
        "outside": comparing.outside_rows(shown),
        "note": comparing.note_words(shown),
        "table": comparing.comparison_table(shown),
    }


def _file(kind: str, choice: choosing.Choice, run: Run, names: Names) -> HttpResponse:
    """Every group and month of the measure shown."""
    if kind not in KINDS:
        raise Refused(
            "The figures can be taken as csv, json or parquet. Choose one of the links of the page.",
            code="figures.unknown_choice",
        )
    wanted = Q(indicator_id=choice.definition.id, by__in=("", *queries.GROUPINGS))
    return published(kind, choice.definition.id, run, names, wanted, sheet=True)


def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """What a measure means: open to everyone, for a figure nobody can check is worth little."""
    definition, run = queries.definition(indicator), queries.newest_run()
    language = page_language()
    context = {
        "definition": definition,
        "run": run,
        "realised": isinstance(definition, ShareWithin),
        "marked": isinstance(definition, OverRows),
        "name": definition.names.trilingual().in_(language),
        "why": definition.why_it_matters.trilingual().in_(language),
        "pitfalls": definition.pitfalls.trilingual().in_(language),
        "theme": THEMES[definition.theme],
        "holds": definition.holds_when.text.trilingual().in_(language) if definition.holds_when else "",
        "counted": explaining.what_is_counted(definition),
        "kept": explaining.who_answers(definition),
        "snapshot": explaining.what_lies_behind(run) if run else [],
    }
    return render(request, "performance/indicator.html", context)


def cases(request: HttpRequest, indicator: str) -> HttpResponse:
    """The numbers of the cases that came late, for who may see them; every view is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    units = units_of_cases(actor)
    definition, run, names = queries.definition(indicator), queries.newest_run(), queries.names()
    if run is None or not isinstance(definition, ShareWithin):
        raise Refused(
            "This measure has no cases behind it: it counts free times, or no figures have been made yet.",
            code="figures.no_cases",
        )
    month, municipality = request.GET.get("month") or run.period_to, request.GET.get("municipality", "")
    unit = request.GET.get("unit", "")
    known = all(not code or names.known(by, code) for by, code in (("municipality", municipality), ("unit", unit)))
    if month not in choosing.months_of(run) or not known:
        raise Refused(
            "The address asks for a figure that there is not. Choose again from the lists of the page.",
            code="figures.unknown_choice",
        )
    if unit:
        require_unit(actor, names.ids[unit])
    found = queries.cases_behind(definition, month=month, units=units, municipality=municipality, unit=unit)
    shown = [Shown(one.subject_key, "management", "case", str(one.case_id)) for one in found if one.subject_key]
    note(request, page="cases_behind_figure", shown=shown)
    language = page_language()
    context = {
        "definition": definition,
        "name": definition.names.trilingual().in_(language),
        "run": run,
        "rows": [_case_row(one, actor, names) for one in found],
        "month": said_month(month),
        "place": ", ".join(
            names.of(by, code, language) for by, code in (("municipality", municipality), ("unit", unit)) if code
        ),
        "full": len(found) == MOST,
        "own_units": units is not None,
        "read_at": clock.now().astimezone(HELSINKI),
    }
    return render(request, "performance/cases.html", context)


def _case_row(one: queries.CaseBehind, actor: Actor, names: Names) -> tuple[queries.CaseBehind, bool, str, int]:
    late = (one.first_event_on - one.due_on).days
    unit = names.of("unit", one.unit, page_language()) if one.unit else "–"
    return one, may_open_case(actor, one.register), unit, late
