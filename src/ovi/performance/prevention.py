"""What does the prevention page say? The finding in words, own and outside figures side by side, and by age.

Own figures are those that were published, withheld where people are few; outside ones are as their source gave them.
Both carry source, time and quality, and only figures of the same year stand in one row: nothing else is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ovi.design.charts import Labels, Point, trend_chart
from ovi.design.dates import page_language
from ovi.design.numbers import NOTHING
from ovi.design.shapes import Column, Table
from ovi.design.svg import render_svg
from ovi.engines.indicators.definition import Definition
from ovi.engines.indicators.definition.sources import AGE_GROUPS
from ovi.engines.statistics.funnel import Place as Standing
from ovi.performance import queries, telling
from ovi.performance.comparing import comparison
from ovi.performance.prevention_choice import OWN
from ovi.performance.queries import Names, OutsideFigure, OutsideMeasure, Value
from ovi.performance.queries.saying import FEW, said_count, said_months, said_number, said_value
from ovi.performance.states import AreaKind, Quality, Sex, WhyMissing
from ovi.plumbing.county import County

QUALITIES: dict[str, Promise | str] = {
    Quality.OFFICIAL_STATISTICS: gettext_lazy("official statistics"),
    Quality.REGISTER: gettext_lazy("register"),
    Quality.SURVEY: gettext_lazy("survey"),
    Quality.OWN_ESTIMATE: gettext_lazy("own estimate"),
}
COUNTRY = "FI"


@dataclass(frozen=True, slots=True)
class Beside:
    """One measure's row: of the chosen municipality, the county and the country, all of the same time."""

    name: str
    own: bool
    href: str
    place: str
    county: str
    country: str
    when: str
    n: str
    source: str
    quality: str


def said_outside(measure: OutsideMeasure, figure: OutsideFigure | None) -> str:
    """12,5 % as the source's unit says; a missing figure is never zero."""
    if figure is None or (figure.value is None and figure.missing == WhyMissing.NOT_GIVEN):
        return NOTHING
    if figure.value is None:
        return FEW
    return said_outside_value(measure, figure.value)


def said_outside_value(measure: OutsideMeasure, value: float) -> str:
    """A number with the unit where that is short; a long one stands with the title."""
    unit = measure.unit.in_(page_language())
    decimals = 0 if value.is_integer() else 1 if abs(value) >= 1 else 2
    number = said_number(value, decimals)
    return f"{number}\N{NO-BREAK SPACE}{unit}" if 0 < len(unit) <= 3 else number


def newest_year(figures: Iterable[OutsideFigure]) -> int | None:
    """The newest year that says something."""
    return max((one.year for one in figures if one.value is not None), default=None)


def own_finding(
    definition: Definition, series: Sequence[Value], found: Sequence[Value], names: Names, place: str, *,
    month: str, verdict: str,
) -> str:  # fmt: skip
    """Its newest figure, whether that is a change, and where municipalities differ by more than chance."""
    newest = telling.newest_told(series)
    name = definition.names.trilingual().in_(page_language())
    if newest is None:
        return _("{name}: no figure to show of {place}.").format(name=name, place=place)
    said = _("{name}: {value} in {month} ({place}).").format(
        name=name, value=said_value(definition, newest), month=said_months(newest), place=place
    )
    return f"{said} {verdict}. {spread(definition, found, names, month)}".strip()


def spread(definition: Definition, found: Sequence[Value], names: Names, month: str) -> str:
    """Where municipalities lie outside the funnel's wider limits, by name and in no order of merit."""
    shown = comparison(definition, found, names, month, "municipality")
    if shown is None:
        return ""
    above, below = (
        ", ".join(one.name for one in shown.units if one.place is at) for at in (Standing.FAR_ABOVE, Standing.FAR_BELOW)
    )
    if not above and not below:
        if any(one.open for one in shown.units):
            return _("Between municipalities no difference is certain to be larger than chance makes.")
        return _("Between municipalities there is no difference larger than chance makes.")
    parts = [_("above the others: {names}").format(names=above)] if above else []
    parts += [_("below the others: {names}").format(names=below)] if below else []
    return _("More than chance makes, {parts}.").format(parts="; ".join(parts))


def outside_finding(measure: OutsideMeasure, figures: Sequence[OutsideFigure], code: str, county: County) -> str:
    """The newest figure of the place, the county beside it where it has one of the same year."""
    own = [one for one in figures if one.code == code and one.sex == Sex.TOTAL]
    year, title = newest_year(own), measure.title.in_(page_language())
    if year is None:
        return _no_figure_of_the_place(measure, figures, title) if code == county.code else _no_figure(title)
    said = said_outside(measure, _of(own, code, year))
    whole = _of(figures, county.code, year)
    if code == county.code or whole is None or whole.value is None:
        return _("{title}: {value} in {year}.").format(title=title, value=said, year=year)
    text = _("{title}: {value} in {year}; in the whole county {county}.")
    return text.format(title=title, value=said, year=year, county=said_outside(measure, whole))


def _no_figure(title: str) -> str:
    return _("{title}: the source gives no figure of this area.").format(title=title)


def _no_figure_of_the_place(measure: OutsideMeasure, figures: Iterable[OutsideFigure], title: str) -> str:
    """Of a source that knows municipalities only: between which figures they lie, and no mean of our own making."""
    known = [f for f in figures if f.kind == AreaKind.MUNICIPALITY and f.value is not None and f.sex == Sex.TOTAL]
    year = newest_year(known)
    if year is None:
        return _no_figure(title)
    values = [one.value for one in known if one.year == year and one.value is not None]
    text = _(
        "{title}: between {low} and {high} in the municipalities in {year}; the source gives no figure of the county."
    )
    low, high = (said_outside_value(measure, end) for end in (min(values), max(values)))
    return text.format(title=title, low=low, high=high, year=year)


def _of(figures: Iterable[OutsideFigure], code: str, year: int) -> OutsideFigure | None:
    return next((f for f in figures if (f.code, f.year, f.sex) == (code, year, Sex.TOTAL)), None)


def own_rows(found: Sequence[Value], municipality: str, address: Callable[[str], str]) -> list[Beside]:
    """Our own measures in the newest month: of the municipality (if one is chosen) and of the county."""
    rows = []
    for indicator in OWN:
        definition = queries.definition(indicator)
        own = [one for one in found if one.indicator_id == indicator]
        whole = next((one for one in own if one.by == ""), None)
        part = next((one for one in own if one.by == "municipality" and municipality in one.strata), None)
        told = part if municipality else whole
        rows.append(
            Beside(
                name=definition.names.trilingual().in_(page_language()), own=True, href=address(indicator),
                place=said_value(definition, part), county=_of_its_time(definition, whole, told), country=NOTHING,
                when=said_months(told) if told else NOTHING,
                n=said_count(told.denominator, told) if told else NOTHING,
                source=_("Our own events"), quality=str(QUALITIES[Quality.REGISTER]),
            )
        )  # fmt: skip
    return rows


def _of_its_time(definition: Definition, whole: Value | None, told: Value | None) -> str:
    """The county's figure; where months of the municipality were put together, the county's own month with it."""
    said = said_value(definition, whole)
    return said if whole is None or told is None or whole.months == told.months else f"{said} ({said_months(whole)})"


def outside_rows(
    measures: Iterable[OutsideMeasure], figures: Sequence[OutsideFigure], municipality: str, county: County,
    address: Callable[[int], str],
) -> list[Beside]:  # fmt: skip
    """Outside measures: each in the newest year that the place has, and the county and country of just that year."""
    by_measure: dict[int, list[OutsideFigure]] = {}
    for one in figures:
        by_measure.setdefault(one.measure_id, []).append(one)
    rows = []
    for measure in measures:
        own, code = by_measure.get(measure.id, []), municipality or county.code
        year = newest_year(one for one in own if one.code == code and one.sex == Sex.TOTAL)
        place, whole, country = (_of(own, one, year) if year else None for one in (code, county.code, COUNTRY))
        rows.append(
            Beside(
                name=measure.title.in_(page_language()), own=False, href=address(measure.id),
                place=said_outside(measure, place), county=said_outside(measure, whole),
                country=said_outside(measure, country), when=str(year) if year else NOTHING,
                n=said_number(place.n) if place and place.n is not None else NOTHING,
                source=measure.source, quality=str(QUALITIES[measure.quality]),
            )
        )  # fmt: skip
    return rows


def years_table(
    measure: OutsideMeasure, figures: Sequence[OutsideFigure], code: str, place: str, county: County
) -> Table:
    """The outside measure by year: of the place, the county and the country, newest first."""
    heads = [(place, code)] if code != county.code else []
    heads += [(_("The whole county"), county.code), (_("The whole country"), COUNTRY)]
    years = sorted({one.year for one in figures if one.code in {code for _, code in heads}}, reverse=True)
    columns = [Column(_("Year")), *(Column(name, numeric=True) for name, _ in heads)]
    rows = [[str(year), *(said_outside(measure, _of(figures, one, year)) for _, one in heads)] for year in years]
    return Table(columns, rows)


def years_svg(measure: OutsideMeasure, figures: Sequence[OutsideFigure], code: str, title: str) -> str:
    """The outside measure by year; empty with fewer than two years. A year without a figure is a gap."""
    by_year = {one.year: one.value for one in figures if one.code == code and one.sex == Sex.TOTAL}
    known = [year for year, value in by_year.items() if value is not None]
    if len(known) < 2:
        return ""
    points = [Point(date(year, 1, 1), by_year.get(year)) for year in range(min(known), max(known) + 1)]
    labels = Labels(value=measure.unit.in_(page_language()) or _("Figure"))
    return render_svg(_yearly(trend_chart(points, labels=labels, value_format=",.1f")), page_language(), title=title)


def _yearly(spec: Any) -> Any:
    """The monthly chart with years on its axis."""
    if isinstance(spec, dict):
        return {key: {"yearmonth": "year", "%-m/%Y": "%Y"}.get(one, one) if isinstance(one, str) else _yearly(one)
                for key, one in spec.items()}  # fmt: skip
    return [_yearly(one) for one in spec] if isinstance(spec, list) else spec


def ages_table(found: Iterable[Value]) -> Table | None:
    """Our own measures by age, of the whole county: within a municipality a group would be too small."""
    by_age = {(one.indicator_id, one.stratum): one for one in found if one.by == queries.AGES}
    shown = [queries.definition(one) for one in OWN if any(indicator == one for indicator, _ in by_age)]
    if not shown:
        return None
    ages = [age for _, age in AGE_GROUPS]
    rows = [
        [one.names.trilingual().in_(page_language()), *(said_value(one, by_age.get((one.id, age))) for age in ages)]
        for one in shown
    ]
    return Table([Column(_("Measure")), *(Column(said_age(age), numeric=True) for age in ages)], rows)


def said_age(group: str) -> str:
    """7–22, 85+, never broken over two lines."""
    return group.replace("-", "\N{WORD JOINER}–\N{WORD JOINER}")


def kinds_of(figures: Iterable[OutsideFigure]) -> list[AreaKind]:
    """Of which kinds of area a map can be made, municipalities first."""
    there = {one.kind for one in figures if one.value is not None}
    return [kind for kind in (AreaKind.MUNICIPALITY, AreaKind.POSTAL_AREA) if kind in there]
