"""How do figures by area become a map with its table? Classes of equal width, circles or borders, words for each.

`map_of_measure` makes it of a measure's published figures by municipality, `area_map` of any figures; the page shows it
with performance/area_map.html, which says what it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ovi.design.area_map import STEPS, Mark, Shapes, borders_svg, cartogram_svg
from ovi.design.cartogram import Area
from ovi.design.dates import page_language
from ovi.design.numbers import NOTHING
from ovi.directory.geography import municipality_of_postal_code
from ovi.engines.indicators.definition import Definition
from ovi.foundation.refusals import Refused
from ovi.foundation.text import sort_key
from ovi.performance.queries import Names, Place, Value
from ovi.performance.queries.borders import FILES, Borders, borders
from ovi.performance.queries.saying import said_as, said_count, said_number, said_value
from ovi.performance.tabling import in_month, said_group


@dataclass(frozen=True, slots=True)
class AreaValue:
    """A figure of one area, or of several put together. `value` None: withheld or not measured, as `said` says."""

    codes: tuple[str, ...]
    name: str
    value: float | None
    said: str
    n: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A class of the map: its colour (0–5), what it holds in words, and how many areas are in it."""

    step: int
    said: str
    areas: int


@dataclass(frozen=True, slots=True)
class MapRow:
    """A line of the table: the numbers on the map, name, figure, its class in words, and of how many."""

    numbers: str
    name: str
    said: str
    step: int
    within: str
    n: str


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A map and its table; `svg` is empty where nothing can be drawn, and `note` says why or what the sizes mean."""

    title: str
    svg: SafeString
    note: str
    legend: tuple[Step, ...]
    rows: tuple[MapRow, ...]
    area_head: str
    value_head: str
    n_head: str


def map_of_measure(
    definition: Definition, found: Iterable[Value], names: Names, places: Sequence[Place], *, month: str, said_when: str
) -> AreaMap | None:
    """The published figures by municipality of one month; None where there are fewer than two. No query."""
    own = [one for one in in_month(found, month) if one.by == "municipality" and one.indicator_id == definition.id]
    if len(own) < 2:
        return None
    values = [
        AreaValue(
            one.strata, said_group(one, names), None if one.hidden else one.value, said_value(definition, one),
            said_count(one.denominator, one),
        )
        for one in own
    ]  # fmt: skip
    measure = definition.names.trilingual().in_(page_language())
    return area_map(
        values, places, title=f"{measure}, {said_when}", value_head=_("Figure"), n_head=_("All (denominator)"),
        say=lambda value: said_as(definition, value),
    )  # fmt: skip


def area_map(
    values: Sequence[AreaValue], places: Sequence[Place], *, title: str, value_head: str, say: Callable[[float], str],
    n_head: str = "", kind: str = "municipality",
) -> AreaMap:  # fmt: skip
    """Figures of municipalities or postal areas on a map; areas of the county without any figure are told too."""
    listed = _with_the_rest(values, places) if kind == "municipality" else list(values)
    listed.sort(key=lambda one: sort_key(one.name))
    bounds = _bounds([one.value for one in listed if one.value is not None])
    steps = [_step(one.value, bounds) for one in listed]
    known = place_names(kind, places)
    codes = [code for one in listed for code in one.codes if code in known]
    numbers = {code: number for number, code in enumerate(codes, 1)}
    marks = {
        code: Mark(numbers[code], known[code], one.said, step)
        for one, step in zip(listed, steps, strict=True) for code in one.codes if code in numbers
    }  # fmt: skip
    svg, note = _drawn(kind, places, marks, title)
    legend = _legend(bounds, steps, say)
    told = {one.step: one.said for one in legend}
    rows = tuple(
        MapRow(
            ", ".join(str(numbers[code]) for code in one.codes if code in numbers),
            one.name, one.said, step, told[step], one.n,
        )
        for one, step in zip(listed, steps, strict=True)
    )  # fmt: skip
    area_head = _("Municipality") if kind == "municipality" else _("Postal area")
    return AreaMap(title, svg, note, legend, rows, area_head, value_head, n_head)


def _with_the_rest(values: Sequence[AreaValue], places: Sequence[Place]) -> list[AreaValue]:
    told = {code for one in values for code in one.codes}
    rest = [place for place in places if place.code not in told]
    return [*values, *(AreaValue((one.code,), one.name.in_(page_language()), None, NOTHING, NOTHING) for one in rest)]


def _bounds(known: Sequence[float]) -> tuple[float, ...]:
    """Ends of classes of equal width, lowest first: no more classes than there are different figures."""
    if not known:
        return ()
    low, high, classes = min(known), max(known), min(STEPS, len(set(known)))
    return tuple(low + (high - low) * place / classes for place in range(classes)) + (high,)


def _step(value: float | None, bounds: Sequence[float]) -> int:
    """The colour of a value: the classes are spread over all colours, the only one of its kind takes the middle one."""
    if value is None:
        return 0
    classes = len(bounds) - 1
    return _colour(sum(value >= bound for bound in bounds[1:-1]), classes)


def _colour(place: int, classes: int) -> int:
    return (STEPS + 1) // 2 if classes < 2 else 1 + round(place * (STEPS - 1) / (classes - 1))


def _legend(bounds: Sequence[float], steps: Sequence[int], say: Callable[[float], str]) -> tuple[Step, ...]:
    classes = len(bounds) - 1
    found = [
        Step(_colour(place, classes), _between(say(low), say(high)), steps.count(_colour(place, classes)))
        for place, (low, high) in enumerate(zip(bounds, bounds[1:], strict=False))
    ]
    if 0 in steps:
        found.append(Step(0, _("No exact figure"), steps.count(0)))
    return tuple(found)


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low} – {high}"


def _drawn(kind: str, places: Sequence[Place], marks: dict[str, Mark], title: str) -> tuple[SafeString, str]:
    """The map, and what its sizes mean; without borders of postal areas there is only the table."""
    try:
        given, fault = borders(kind), ""
    except Refused as refused:  # a broken file must not take the figures from who needs them
        given, fault = None, refused.message
    if given is not None:
        return borders_svg(_wanted(given, marks, places, kind), marks, title=title), _(
            "Drawn by the borders the county has given."
        )
    if kind != "municipality":
        text = _("There is no map: the county has given no borders of postal areas ({file}).").format(file=FILES[kind])
        return SafeString(""), f"{text} {fault}".strip()
    centred = [one for one in places if one.latitude is not None and one.longitude is not None]
    if not centred:
        note = _("There is no map: the places of the municipalities are not known.")
        return SafeString(""), f"{note} {fault}".strip()
    sized = all(one.people for one in centred)
    areas = [
        Area(one.code, one.latitude or 0.0, one.longitude or 0.0, float(one.people or 0) if sized else 1.0)
        for one in centred
    ]
    if sized:
        people = said_number(sum(one.people or 0 for one in centred))
        note = _(
            "Each circle is a municipality, its size the number of people ({people} in all). Neighbours stay near."
        )
        note = note.format(people=people)
    else:
        note = _("Each circle is a municipality; all are of the same size. Neighbours stay near.")
    return cartogram_svg(areas, marks, title=title), f"{note} {fault}".strip()


def _wanted(given: Borders, marks: dict[str, Mark], places: Sequence[Place], kind: str) -> Shapes:
    """The county's own areas, for the file may hold all of Finland."""
    inside = {place.code for place in places}
    whose = municipality_of_postal_code() if kind == "postal_area" else {}
    return {
        code: rings for code, rings in given.shapes.items() if code in marks or whose.get(code, code) in inside
    }  # fmt: skip


def place_names(kind: str, places: Sequence[Place]) -> dict[str, str]:
    """Names of areas by code: municipalities from the register, postal areas from the county's borders."""
    language = page_language()
    if kind == "municipality":
        return {place.code: place.name.in_(language) for place in places}
    try:
        given = borders(kind)
    except Refused:
        return {}
    return {code: f"{code} {name.in_(language)}".strip() for code, name in given.names.items()} if given else {}
