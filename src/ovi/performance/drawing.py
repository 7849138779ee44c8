"""How does a manager see whether a measure has changed? Its control chart, what stands on it, and the table beside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ovi.design.control_chart import ControlLabels, ControlPoint, Note, control_chart
from ovi.design.numbers import NOTHING
from ovi.design.shapes import Table
from ovi.engines.indicators.definition import Definition, ShareWithin, ThirdNextAvailable
from ovi.engines.statistics.rules import Rule
from ovi.engines.statistics.verdict import Finding
from ovi.performance.changes import Reading, overlaps, reading
from ovi.performance.queries.notes import Noted
from ovi.performance.queries.saying import SHOWN_AS, said_as, said_month, said_range
from ovi.performance.series import Point
from ovi.performance.tabling import trend_table
from ovi.performance.telling import RULES, said_verdict

LETTERS = {Rule.BEYOND: "a", Rule.SHIFT: "b", Rule.TREND: "c", Rule.NEAR: "d"}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A note with the number under which it stands on the chart; empty: its day is outside the months shown."""

    number: str
    note: Noted


@dataclass(frozen=True, slots=True)
class Trend:
    """A control chart with its words: verdict, season, what the letters and numbers stand for, and the table.

    `open`: months told as ranges leave the verdict open; `ranges`: some are on the chart.
    """

    svg: str
    verdict: str
    season: str
    level: str
    rules: list[tuple[str, str]]
    notes: list[Numbered]
    table: Table
    judged: bool
    open: bool
    changed: bool
    ranges: bool


def trend(
    definition: Definition, found: Sequence[Point], notes: Sequence[Noted], title: str, *, small: bool = False
) -> Trend:
    """The chart of one series with what is written on it. Needs at least one figure."""
    levels = [one.on for one in notes if one.new_level]
    read = reading(definition, found, levels)
    numbered = _numbered(notes, found)
    return Trend(
        svg=_drawn(definition, found, read, numbered, title, small=small)
        if any(p.known is not None or p.ends for p in found)
        else "",
        verdict=_verdict(definition, read),
        season=_season(definition, read),
        level=_level(definition, read),
        rules=_rules(read),
        notes=numbered,
        table=_table(definition, found, read),
        judged=read is not None and read.verdict.finding not in (Finding.TOO_FEW, Finding.UNDECIDED),
        open=read is not None and read.verdict.finding is Finding.UNDECIDED,
        ranges=any(point.ends for point in found),
        changed=read is not None and read.verdict.finding in (Finding.UP, Finding.DOWN),
    )


def _numbered(notes: Sequence[Noted], found: Sequence[Point]) -> list[Numbered]:
    """Numbers by the day, for those that the chart has room for."""
    first, last = found[0].first_on, found[-1].last_on
    shown = [one for one in notes if _month(first) <= _month(one.on) <= _month(last)]
    numbers = {one.id: str(place) for place, one in enumerate(shown, start=1)}
    return [Numbered(numbers.get(one.id, ""), one) for one in notes]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _drawn(
    definition: Definition, found: Sequence[Point], read: Reading | None, notes: Sequence[Numbered], title: str, *,
    small: bool,
) -> str:  # fmt: skip
    target, word = _target(definition)
    words = ControlLabels(
        value=str(SHOWN_AS[definition.shown_as]), centre=_("Usual"), limit=pgettext("chart", "Limit"), target=word
    )  # fmt: skip
    return control_chart(
        [_point(point, place, read) for place, point in enumerate(found)],
        title=title,
        labels=words,
        said=lambda number: said_as(definition, number),
        share=definition.shown_as == "share",
        target=target,
        notes=[Note(one.note.on, one.number, one.note.new_level) for one in notes if one.number],
        small=small,
    )


def _target(definition: Definition) -> tuple[float | None, str]:
    if isinstance(definition, ThirdNextAvailable):
        return definition.limit.days, _("Target")
    return (1.0, _("Law")) if isinstance(definition, ShareWithin) and definition.statutory else (None, "")


def _point(point: Point, place: int, read: Reading | None) -> ControlPoint:
    plain = ControlPoint(said_month(point.months[-1]), point.first_on, point.last_on, point.known, point.ends)
    if read is None:
        return plain
    fired, low = read.fired[place], _number(read.limit.low[place])
    if low is not None and _never_below_nothing(read):
        low = max(low, 0.0)
    return replace(
        plain, centre=_number(read.centre.low[place]), centre_high=_number(read.centre.high[place]), low=low,
        high=_number(read.limit.high[place]), phase=int(read.phase[place]),
        sign=fired[1] if fired else 0, letter=LETTERS[fired[0]] if fired else "",
    )  # fmt: skip


def _never_below_nothing(read: Reading) -> bool:
    """What is never below nothing has no limit there."""
    return all((point.known or 0) >= 0 for point in read.points)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _verdict(definition: Definition, read: Reading | None) -> str:
    if overlaps(definition):
        return _("Each figure holds twelve months, so a single month shows no change")
    if read is None:
        return _("Too few months to tell a change from chance")
    found = read.verdict
    said = said_verdict(definition, found)
    return f"{said}: {RULES[found.rules[0]]}" if found.rules else said


def _level(definition: Definition, read: Reading | None) -> str:
    """The usual level and the limits of the newest figure, in words."""
    if read is None or read.verdict.centre is None:
        return ""
    found, high = read.verdict, read.verdict.centre_high
    if high is None or high == found.centre:
        level = _("The usual level is {level}.").format(level=said_as(definition, read.verdict.centre))
    else:
        text = _("The usual level is within {level}: the months told as ranges leave open where.")
        level = text.format(level=said_range(read.verdict.centre, high))
    if found.low is None or found.high is None:
        return level
    low = max(found.low, 0.0) if _never_below_nothing(read) else found.low
    text = _("A single figure usually varies between {low} and {high}.")
    return f"{level} {text.format(low=said_as(definition, low), high=said_as(definition, found.high))}"


def _season(definition: Definition, read: Reading | None) -> str:
    if read is None or read.season is None or read.season.centre is None:
        return ""
    found = read.season
    words = {
        Finding.UP: _("higher than the time of year explains"),
        Finding.DOWN: _("lower than the time of year explains"),
        Finding.ORDINARY: _("as the time of year would have it"),
    }
    text = _("Against the same month a year ago and the usual change since ({expected}) the newest figure is {how}.")
    return text.format(expected=said_as(definition, read.season.centre), how=words[found.finding])


def _rules(read: Reading | None) -> list[tuple[str, str]]:
    """What the letters on the chart stand for, for those that are there."""
    if read is None:
        return []
    broken = {one[0] for one in read.fired if one}
    return [(LETTERS[rule], str(RULES[rule])) for rule in Rule if rule in broken]


def _table(definition: Definition, found: Sequence[Point], read: Reading | None) -> Table:
    """The figures with the limits around each and the rule that it breaks, newest first."""
    return trend_table(definition, found, beside=_beside(definition, found, read) if read else None)


def _beside(definition: Definition, found: Sequence[Point], read: Reading) -> list[tuple[str, str]]:
    rows = []
    for place, point in enumerate(found):
        drawn = _point(point, place, read)
        between = NOTHING
        if drawn.low is not None and drawn.high is not None:
            between = f"{said_as(definition, drawn.low)} … {said_as(definition, drawn.high)}"
        fired = read.fired[place]
        said = NOTHING
        if fired:
            way = _("Up") if fired[1] > 0 else _("Down")
            said = f"{way}: {RULES[fired[0]]} ({LETTERS[fired[0]]})"
        rows.append((between, said))
    return rows
