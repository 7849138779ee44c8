"""Does a unit differ from the others by more than its size explains? The funnel, in words and as a picture.

Only what is published is compared: a withheld row is not drawn, nor one in which several units were put together,
and how many those are is said. A unit told as a range is outside only with both its ends. Units outside the limits
are named in the order of their names: there is no ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ovi.design.dates import page_language
from ovi.design.funnel_chart import Curve, FunnelLabels, FunnelPoint, funnel_chart
from ovi.design.shapes import Column, Table
from ovi.engines.indicators.definition import Definition
from ovi.engines.statistics.control import Measure
from ovi.engines.statistics.counts import numbers
from ovi.engines.statistics.funnel import ALARM, WARNING, Kind, Place
from ovi.engines.statistics.ranged_funnel import RangedFunnel, ranged_funnel
from ovi.engines.statistics.rules import Ends
from ovi.foundation.text import sort_key
from ovi.performance.changes import counts_of, measure_of
from ovi.performance.queries import Names, Value
from ovi.performance.queries.names import GROUPING_NAMES
from ovi.performance.queries.saying import SHOWN_AS, said_as, said_number, said_value
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
    """One unit (or area) of the funnel: its published figure, what it counts (least, most) of how many, and its place.

    `open`: its range, or those of others, leave open whether it is outside.
    """

    code: str
    name: str
    value: Value
    events: tuple[float, float]
    size: float
    place: Place
    open: bool
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
    funnel: RangedFunnel
    not_drawn: int


def comparison(
    definition: Definition, found: Sequence[Value], names: Names, month: str, by: str = ""
) -> Comparison | None:
    """The units (or `by`) of one month; None where the measure is no share or rate, or too few were published."""
    kind = _KINDS.get(measure_of(definition))
    by = by or ("unit" if "unit" in definition.stratifiers else "municipality")
    every = in_month(found, month)
    rows = [one for one in every if one.by == by and one.strata != ("",)]
    drawn = [(one, counts) for one in rows if len(one.strata) == 1 and (counts := counts_of(definition, one))]
    if kind is None or len(drawn) < FEWEST_UNITS:
        return None
    low, high, sizes = (numbers([counts[at] for _one, counts in drawn]) for at in range(3))
    of = ranged_funnel(Ends(low, high), sizes, kind, _whole(definition, every))
    language = page_language()
    named = sorted(
        (
            Compared(one.stratum, names.of(by, one.stratum, language), one, counts[:2], counts[2], place, unsure)
            for (one, counts), place, unsure in zip(drawn, of.places, of.open, strict=True)
        ),
        key=lambda unit: sort_key(unit.name),
    )
    hidden = sum(len(one.strata) for one in rows) - len(drawn)
    return Comparison(definition, by, tuple(_numbered(named)), of, hidden)


def _whole(definition: Definition, every: Sequence[Value]) -> tuple[float, float] | None:
    """The county's own figure of the month: it counts those too that are not drawn."""
    one = next((one for one in every if one.by == "" and len(one.months) == 1), None)
    counts = counts_of(definition, one) if one else None
    return (counts[0] / counts[2], counts[1] / counts[2]) if counts else None


def _numbered(units: Sequence[Compared]) -> list[Compared]:
    made, number = [], 0
    for one in units:
        number += one.outside
        made.append(replace(one, number=str(number) if one.outside else ""))
    return made


def funnel_svg(shown: Comparison, title: str) -> str:
    """The picture."""
    definition, of = shown.definition, shown.funnel
    sizes = np.geomspace(min(one.size for one in shown.units), max(one.size for one in shown.units), _STEPS)
    if of.kind is Kind.SHARE:
        sizes = np.unique(np.rint(sizes))  # cases come whole
    curves = []
    for confidence, word, dash in ((WARNING, _("95% limit"), "6 4"), (ALARM, _("99.8% limit"), "2 3")):
        ends = of.widest(sizes, confidence)
        curves.append(Curve(sizes.tolist(), ends.low.tolist(), ends.high.tolist(), word, dash))
    return funnel_chart(
        [_drawn(one) for one in shown.units],
        of.centre,
        curves,
        title=title,
        labels=FunnelLabels(str(SHOWN_AS[definition.shown_as]), _size_word(definition), _("All")),
        said=lambda number: said_as(definition, number),
        said_size=lambda number: said_number(number),
        share=of.kind is Kind.SHARE,
    )


def _drawn(one: Compared) -> FunnelPoint:
    low, high = (count / one.size for count in one.events)
    return FunnelPoint(one.size, low, high, int(np.sign(one.place)), one.number)


def _size_word(definition: Definition) -> str:
    return _("Expected") if measure_of(definition) is Measure.RATE else _("All (denominator)")


def what_differs(shown: Comparison) -> str:
    """Do any differ from the others by more than chance, and of how many is it left open?"""
    outside, unsure, count = (sum(one.outside for one in shown.units), sum(one.open for one in shown.units),
                              len(shown.units))  # fmt: skip
    if outside:
        text = ngettext(
            "{outside} of the {count} compared differs from the others by more than its size explains.",
            "{outside} of the {count} compared differ from the others by more than their size explains.",
            outside,
        )
    elif unsure:
        text = _("None of the {count} compared is certain to differ from the others by more than chance.")
    else:
        text = _("None of the {count} compared differs from the others by more than chance.")
    said = text.format(outside=said_number(outside), count=said_number(count))
    if not unsure:
        return said
    text = ngettext(
        "Of {count} the figures told as ranges leave it open.", "Of {count} the figures told as ranges leave it open.",
        unsure,
    )  # fmt: skip
    return f"{said} {text.format(count=said_number(unsure))}"


def outside_rows(shown: Comparison) -> list[tuple[str, str, str, str]]:
    """Those outside the limits: number on the chart, code, name, and on which side."""
    return [(one.number, one.code, one.name, str(_OUTSIDE[one.place])) for one in shown.units if one.outside]


def said_place(shown: Comparison, code: str) -> str:
    """Where one unit stands among the others; empty where it is not drawn."""
    one = next((unit for unit in shown.units if unit.code == code), None)
    if one is None:
        return ""
    if one.open:
        return _("the figures told as ranges leave open whether it differs from the others")
    return str(_OUTSIDE[one.place]) if one.outside else _("like the others: the difference is within chance")


def note_words(shown: Comparison) -> str:
    """What an upright bar is, and how many are not in the picture and why."""
    said = []
    if any(low < high for one in shown.units for low, high in [one.events]):
        said.append(_("An upright bar is a figure told as a range: it lies between the ends."))
    if shown.not_drawn:
        text = ngettext(
            "{count} is not drawn: too few people to be published by itself.",
            "{count} are not drawn: too few people to be published by themselves.",
            shown.not_drawn,
        )
        said.append(text.format(count=said_number(shown.not_drawn)))
    return " ".join(said)


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
        [one.name, said_value(definition, one.value), said_number(one.size), said_place(shown, one.code)]
        for one in shown.units
    ]
    return Table(columns, rows)
