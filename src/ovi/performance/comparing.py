"""Does a unit differ from the others by more than its size explains? The funnel, in words and as a picture.

Only what is published is compared: a withheld row is not drawn, nor one in which several units were put together,
and how many those are is said. Units outside the limits are named in the order of their names: there is no ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ovi.design.dates import page_language
from ovi.design.funnel_chart import Curve, FunnelLabels, FunnelPoint, funnel_chart
from ovi.design.shapes import Column, Table
from ovi.engines.indicators.definition import Definition
from ovi.engines.statistics.control import Measure
from ovi.engines.statistics.funnel import ALARM, WARNING, Funnel, Kind, Place, funnel, limits
from ovi.foundation.text import sort_key
from ovi.performance.changes import measure_of
from ovi.performance.queries import Names, Value
from ovi.performance.queries.names import GROUPING_NAMES
from ovi.performance.queries.saying import SHOWN_AS, said_as, said_number
from ovi.performance.tabling import in_month

FEWEST_UNITS = 3  # of fewer nobody can say what is usual
_KINDS = {Measure.SHARE: Kind.SHARE, Measure.RATE: Kind.RATE}
_STEPS = 80
_OUTSIDE = {
    Place.FAR_ABOVE: gettext_lazy("clearly above the others (99.8% limit)"),
    Place.ABOVE: gettext_lazy("above the others (95% limit)"),
    Place.BELOW: gettext_lazy("below the others (95% limit)"),
    Place.FAR_BELOW: gettext_lazy("clearly below the others (99.8% limit)"),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit (or area) of the funnel: what it counts of how many, and where it stands."""

    code: str
    name: str
    events: float
    size: float
    place: Place
    number: str = ""

    @property
    def outside(self) -> bool:
        return self.place is not Place.WITHIN


@dataclass(frozen=True, slots=True)
class Comparison:
    """The units drawn, and how many are not; `by` is what is compared."""

    definition: Definition
    by: str
    units: tuple[Compared, ...]
    funnel: Funnel
    not_drawn: int


def comparison(definition: Definition, found: Sequence[Value], names: Names, month: str) -> Comparison | None:
    """The units of one month; None where the measure is no share or rate, or too few of them were published."""
    kind = _KINDS.get(measure_of(definition))
    by = "unit" if "unit" in definition.stratifiers else "municipality"
    rows = [one for one in in_month(found, month) if one.by == by and one.strata != ("",)]
    drawn = [(one, counts) for one in rows if len(one.strata) == 1 and (counts := _counts(definition, one))]
    if kind is None or len(drawn) < FEWEST_UNITS:
        return None
    of = funnel([counts[0] for _one, counts in drawn], [counts[1] for _one, counts in drawn], kind)
    named = sorted(
        (
            Compared(one.stratum, names.of(by, one.stratum, page_language()), *counts, place or Place.WITHIN)
            for (one, counts), place in zip(drawn, of.places, strict=True)
        ),
        key=lambda unit: sort_key(unit.name),
    )
    hidden = sum(len(one.strata) for one in rows) - len(drawn)
    return Comparison(definition, by, tuple(_numbered(named)), of, hidden)


def _counts(definition: Definition, one: Value) -> tuple[float, float] | None:
    """Events and size; None where one of them is not published."""
    size = one.denominator if measure_of(definition) is Measure.SHARE else one.extra.get("expected")
    return (one.numerator, size) if one.numerator is not None and one.value is not None and size else None


def _numbered(units: Sequence[Compared]) -> list[Compared]:
    made, number = [], 0
    for one in units:
        number += one.outside
        made.append(Compared(one.code, one.name, one.events, one.size, one.place, str(number) if one.outside else ""))
    return made


def funnel_svg(shown: Comparison, title: str) -> str:
    """The picture."""
    definition, of = shown.definition, shown.funnel
    sizes = np.geomspace(min(one.size for one in shown.units), max(one.size for one in shown.units), _STEPS)
    if of.kind is Kind.SHARE:
        sizes = np.unique(np.rint(sizes))  # cases come whole
    curves = []
    for confidence, word, dash in ((WARNING, _("95% limit"), "6 4"), (ALARM, _("99.8% limit"), "2 3")):
        low, high = limits(of.centre, sizes, of.kind, confidence, of.tau)
        curves.append(Curve(sizes.tolist(), low.tolist(), high.tolist(), word, dash))
    return funnel_chart(
        [FunnelPoint(one.size, one.events / one.size, int(np.sign(one.place)), one.number) for one in shown.units],
        of.centre,
        curves,
        title=title,
        labels=FunnelLabels(str(SHOWN_AS[definition.shown_as]), _size_word(definition), _("All")),
        said=lambda number: said_as(definition, number),
        said_size=lambda number: said_number(number),
        share=of.kind is Kind.SHARE,
    )


def _size_word(definition: Definition) -> str:
    return _("Expected") if measure_of(definition) is Measure.RATE else _("All (denominator)")


def what_differs(shown: Comparison) -> str:
    """In one sentence: do any differ from the others by more than chance?"""
    outside = sum(one.outside for one in shown.units)
    count = len(shown.units)
    if not outside:
        text = _("None of the {count} compared differs from the others by more than chance.")
        return text.format(count=said_number(count))
    text = ngettext(
        "{outside} of the {count} compared differs from the others by more than its size explains.",
        "{outside} of the {count} compared differ from the others by more than their size explains.",
        outside,
    )
    return text.format(outside=said_number(outside), count=said_number(count))


def outside_rows(shown: Comparison) -> list[tuple[str, str, str, str]]:
    """Those outside the limits: number on the chart, code, name, and on which side."""
    return [(one.number, one.code, one.name, str(_OUTSIDE[one.place])) for one in shown.units if one.outside]


def said_place(shown: Comparison, code: str) -> str:
    """Where one unit stands among the others; empty where it is not drawn."""
    one = next((unit for unit in shown.units if unit.code == code), None)
    if one is None:
        return ""
    return str(_OUTSIDE[one.place]) if one.outside else _("like the others: the difference is within chance")


def not_drawn_words(shown: Comparison) -> str:
    """How many are not in the picture, and why."""
    if not shown.not_drawn:
        return ""
    text = ngettext(
        "{count} is not drawn: too few people to be published by itself.",
        "{count} are not drawn: too few people to be published by themselves.",
        shown.not_drawn,
    )
    return text.format(count=said_number(shown.not_drawn))


def comparison_table(shown: Comparison) -> Table:
    """What the picture shows, by name."""
    definition = shown.definition
    columns = [
        Column(str(GROUPING_NAMES[shown.by])),
        Column(str(SHOWN_AS[definition.shown_as]), numeric=True),
        Column(_size_word(definition), numeric=True),
        Column(_("Place among the others")),
    ]
    rows = [
        [one.name, said_as(definition, one.events / one.size), said_number(one.size), said_place(shown, one.code)]
        for one in shown.units
    ]
    return Table(columns, rows)
