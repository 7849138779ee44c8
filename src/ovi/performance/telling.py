"""What do the figures say in words? The finding of the page, and its four key figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ovi.design.dates import page_language
from ovi.design.shapes import Figure
from ovi.engines.indicators.definition import Definition, ShareWithin
from ovi.engines.statistics.rules import Rule
from ovi.engines.statistics.verdict import Finding, Verdict
from ovi.performance import queries
from ovi.performance.changes import overlaps, reading
from ovi.performance.queries import Queue, Value
from ovi.performance.queries.names import SERVICE_LINES
from ovi.performance.queries.notes import Noted, levels_of
from ovi.performance.queries.now import LAWFUL as LAWFUL
from ovi.performance.queries.now import SUPPLY as SUPPLY
from ovi.performance.queries.saying import said_days, said_month, said_months, said_number, said_value
from ovi.performance.series import points

RULES: dict[Rule, Promise | str] = {
    Rule.BEYOND: gettext_lazy("beyond the limits of usual variation"),
    Rule.SHIFT: gettext_lazy("the seventh in a row, or a later one, on the same side of the usual level"),
    Rule.TREND: gettext_lazy("the seventh in a row, or a later one, in the same direction"),
    Rule.NEAR: gettext_lazy("two of three close to the same limit"),
}


def newest_told(series: Iterable[Value]) -> Value | None:
    """The newest of them that says something, be it a range."""
    return max((one for one in series if one.low is not None), key=lambda one: one.month, default=None)


def finding(lawful: Value | None, queue: Queue) -> str:
    """What holds, and what breaks first."""
    said = [] if lawful is None else [what_holds(lawful)]
    return " ".join([*said, what_breaks_first(queue)])


def what_holds(lawful: Value) -> str:
    """The realised lawful share, in one sentence."""
    share, month = said_value(queries.definition(LAWFUL), lawful), said_months(lawful)
    return _("{share} of first care events came within the lawful limit ({month}).").format(share=share, month=month)


def what_is_free(supply: Value) -> str:
    """The supply measure, in one sentence of its own: it is no realised wait."""
    text = ngettext(
        "The third free time was typically {days} day away ({month}).",
        "The third free time was typically {days} days away ({month}).",
        round(supply.value or 0),
    )
    return text.format(days=said_days(supply.value), month=said_month(supply.month))


def what_breaks_first(queue: Queue) -> str:
    """Where the open queue is worst."""
    worst = queue.worst
    if worst is None:
        return _("No open case is past its lawful due date or close to it.")
    line = SERVICE_LINES.get(worst.group, worst.group)
    late, near = queue.total("breached"), queue.total("at_risk")
    if not late:
        text = ngettext(
            "No open case is past its due date, but {count} is close to it, most in: {line} ({most}).",
            "No open case is past its due date, but {count} are close to it, most in: {line} ({most}).",
            near,
        )
        return text.format(count=said_number(near), line=line, most=said_number(worst.at_risk))
    text = ngettext(
        "{count} open case is already past its lawful due date, most in: {line} ({most}).",
        "{count} open cases are already past their lawful due date, most in: {line} ({most}).",
        late,
    )
    return text.format(count=said_number(late), line=line, most=said_number(worst.breached))


def verdict(definition: Definition, series: Sequence[Value], levels: Sequence[date] = ()) -> str:
    """Is the newest value a real change or noise, and is it good? `levels`: days from which the level is new."""
    if overlaps(definition):
        return _("Each figure holds twelve months, so a single month shows no change")
    found = reading(definition, points(series), levels)
    return said_verdict(definition, found.verdict) if found else _("Too few months to tell a change from chance")


def said_verdict(definition: Definition, found: Verdict) -> str:
    """The engine's finding in words; good or bad by the direction of the measure alone."""
    if found.finding is Finding.TOO_FEW:
        return _("Too few months to tell a change from chance")
    if found.finding is Finding.UNDECIDED:
        return _("No change is certain: the months told as ranges leave it open")
    if found.finding is Finding.ORDINARY:
        return _("Usual variation: no real change")
    if definition.direction == "neither":
        return _("Real change upwards") if found.finding is Finding.UP else _("Real change downwards")
    good = (found.finding is Finding.UP) == (definition.direction == "higher_is_better")
    return _("Real change for the better") if good else _("Real change for the worse")


def key_figures(county: Sequence[Value], queue: Queue, address: str, notes: Sequence[Noted] = ()) -> list[Figure]:
    """Realised lawful access, the overdue queue, the weakest programme measure, and free times – each by itself."""
    series: dict[str, list[Value]] = {}
    for one in county:
        series.setdefault(one.indicator_id, []).append(one)
    figures = [_measured(LAWFUL, series, _("Realised"), address, notes), _overdue(queue)]
    weakest = _weakest(series)
    if weakest:
        kind = _("Realised, weakest of the programme's measures")
        figures.append(_measured(weakest, series, kind, address, notes))
    figures.append(_measured(SUPPLY, series, _("Supply measure"), address, notes, unit=_("days")))
    return figures


def _measured(
    indicator: str, series: dict[str, list[Value]], kind: str, address: str, notes: Sequence[Noted], unit: str = ""
) -> Figure:
    definition, found = queries.definition(indicator), series.get(indicator, [])
    newest = max(found, key=lambda one: one.month, default=None)
    nothing = _("Not measured")
    when = f"{kind}, {said_month(newest.month)}" if newest else kind
    said = f"{when}. {verdict(definition, found, levels_of(notes, indicator))}." if newest else f"{kind}. {nothing}."
    return Figure(
        label=definition.names.trilingual().in_(page_language()),
        value=said_value(definition, newest),
        unit=unit if newest else "",
        verdict=said,
        href=f"{address}?indicator={indicator}",
    )


def _overdue(queue: Queue) -> Figure:
    late = queue.total("breached")
    cases = sum(line.cases for line in queue.lines)
    return Figure(
        label=_("Open cases past the lawful due date"),
        value=said_number(late),
        verdict=_("Now, of {cases} open cases. {near} are close to their due date.").format(
            cases=said_number(cases), near=said_number(queue.total("at_risk"))
        ),
        standing="overdue" if late else "in_time",
        href="#queue",
    )


def _weakest(series: dict[str, list[Value]]) -> str:
    """The realised measure with a programme limit whose newest share is lowest, or may be."""
    shares: dict[str, float] = {}
    known = queries.definitions()
    for indicator, found in series.items():
        definition, newest = known.get(indicator), newest_told(found)
        if isinstance(definition, ShareWithin) and not definition.statutory and newest and newest.low is not None:
            shares[indicator] = newest.low
    return min(shares, key=lambda one: shares[one], default="")
