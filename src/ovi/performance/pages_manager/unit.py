"""How does my own unit stand? Its few measures with their charts, its queue, and what runs out next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovi.design.dates import page_language
from ovi.engines.indicators.definition import Definition, ShareWithin, ThirdNextAvailable
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.performance import choosing, comparing, drawing, queries, tabling, telling
from ovi.performance.pages_manager.queue import reason_words
from ovi.performance.policies import SEE_CASES, SEE_FIGURES, may_mark, require_unit, sees_county
from ovi.performance.queries import Names, Noted, Run, Value
from ovi.performance.queries.saying import said_months, said_number, said_value
from ovi.performance.queries.unit_now import unit_now
from ovi.performance.series import points
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor

# What a unit can move itself and what is published of units; in this order, as many as there are figures of.
MEASURES = (
    "access_within_lawful", "social_limits_kept", "contact_same_day", "first_contact_resolution", "t3", "no_show",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One measure of the unit."""

    definition: Definition
    name: str
    value: str
    month: str
    trend: drawing.Trend
    place: str
    cases: bool


def unit_choice(request: HttpRequest) -> HttpResponse:
    """One's own unit at once; a list of them where there are several, or where the right is county-wide."""
    actor = actor_of(request)
    SEE_FIGURES.require(actor)
    names = queries.names()
    groups = _reached(names, actor)
    if (asked := request.GET.get("unit", "")) in names.ids:
        return redirect("unit_figures", slug=asked)
    units = {slug for _place, listed in groups for slug, _name in listed}
    if len(units) == 1:
        return redirect("unit_figures", slug=units.pop())
    return render(request, "performance/unit_choice.html", {"groups": groups})


def _reached(names: Names, actor: Actor) -> choosing.UnitGroups:
    """The units whose page the actor may see: one's own first, the others by municipality."""
    return choosing.unit_groups(names, actor.units, only_own=not sees_county(actor))


def unit_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit: the finding, its measures, its queue by standing, limits that run out next, reasons for lateness."""
    actor = actor_of(request)
    SEE_FIGURES.require(actor)
    names = queries.names()
    if slug not in names.ids:
        raise Refused("There is no such unit. Choose one from the list of units.", code="unit.unknown")
    unit_id = names.ids[slug]
    require_unit(actor, unit_id)
    today, written = helsinki_date(clock.now()), queries.written(actor)
    run, notes = written.run, written.notes
    now = unit_now(unit_id, today=today)
    found = queries.values(run.id, *_wanted(slug, run)) if run else []
    shown = _measures(slug, found, names, run, notes) if run else []
    lawful = telling.newest_told(one for one in found if _is(one, telling.LAWFUL, slug))
    language, line = page_language(), "service_line"
    others = [(place, [one for one in listed if one[0] != slug]) for place, listed in _reached(names, actor)]
    context = {
        "name": names.of("unit", slug, language),
        "slug": slug,
        "others": [one for one in others if one[1]],
        "run": run,
        "finding": " ".join(filter(None, [telling.finding(lawful, now.queue), _what_changed(shown)])),
        "shown": shown,
        "ranges": any(one.trend.ranges for one in shown),
        "month": run.period_to if run else "",
        "notes": [one for one in notes if (one.by, one.stratum) == ("unit", slug)],
        "rows": [(names.of(line, one.group, language), one) for one in now.queue.lines],
        "warnings": [(names.of(line, one.service_line, language), one) for one in now.warnings],
        "late": [(names.of(line, one.service_line, language), reason_words(one.reason), one) for one in now.late],
        "may_see_cases": SEE_CASES.held_by(actor),
        "may_mark": may_mark(actor, unit_id),
    }
    return render(request, "performance/unit.html", context)


def _wanted(slug: str, run: Run) -> tuple[Q, ...]:
    """The unit's own series, and every unit and the county in the newest month: one query."""
    # Measure and grouping stand outside the choice, so that the index is asked for them.
    measures = Q(indicator_id__in=MEASURES, by__in=("", "unit"))
    return (measures & (Q(by="unit", stratum=slug) | queries.of_month(run.period_to)),)


def _is(one: Value, indicator: str, slug: str) -> bool:
    return (one.indicator_id, one.by, one.stratum) == (indicator, "unit", slug)


def _measures(slug: str, found: Sequence[Value], names: Names, run: Run, notes: Sequence[Noted]) -> list[Shown]:
    made = []
    for indicator in MEASURES:
        series = [one for one in found if _is(one, indicator, slug)]
        if series:
            every = [one for one in found if one.indicator_id == indicator]
            definition = queries.definition(indicator)
            on_chart = queries.notes_of(notes, indicator, "unit", slug)
            made.append(_measure(definition, slug, series, every, names, run, on_chart))
    return made


def _measure(
    definition: Definition, slug: str, series: list[Value], every: list[Value], names: Names, run: Run,
    notes: Sequence[Noted],
) -> Shown:  # fmt: skip
    name, newest = definition.names.trilingual().in_(page_language()), max(series, key=lambda one: one.month)
    found = points(series, tabling.measured_months(series, choosing.months_of(run)))
    among = comparing.comparison(definition, every, names, run.period_to)
    place = comparing.said_place(among, slug) if among else ""
    unit = " " + _("days") if isinstance(definition, ThirdNextAvailable) and newest.value is not None else ""
    return Shown(
        definition, name, said_value(definition, newest) + unit, said_months(newest),
        drawing.trend(definition, found, notes, f"{name}, {names.of('unit', slug, page_language())}", small=True),
        place, isinstance(definition, ShareWithin),
    )  # fmt: skip


def _what_changed(shown: Sequence[Shown]) -> str:
    """Which measures have really changed, by name; nothing where none of them can be judged."""
    judged, left = ([one for one in shown if one.trend.judged], [one for one in shown if one.trend.open])
    said = [_changed([one.name for one in judged if one.trend.changed])] if judged else []
    if left:
        text = ngettext(
            "Of {count} measure the months told as ranges leave open whether it has changed.",
            "Of {count} measures the months told as ranges leave open whether they have changed.",
            len(left),
        )
        said.append(text.format(count=said_number(len(left))))
    return " ".join(said)


def _changed(names: Sequence[str]) -> str:
    if not names:
        return _("None of the measures that can be judged has really changed.")
    text = ngettext(
        "{count} measure has really changed: {names}.", "{count} measures have really changed: {names}.", len(names)
    )
    return text.format(count=said_number(len(names)), names="; ".join(names))
