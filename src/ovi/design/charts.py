"""Which charts do we draw, and what is in each? Plain Vega-Lite specifications, one builder per chart.

Colours are names from ours.css (--chart-…), so that a chart follows the county's theme and the dark scheme;
lines differ by dash and point shape too, never by colour alone. `svg.render_svg` makes the SVG.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Spec = dict[str, Any]

# The second part is what a viewer outside our pages (a PDF, a saved file) shows.
TEXT, QUIET, GRID = "var(--chart-text,#1f2c3d)", "var(--chart-quiet,#545e6b)", "var(--chart-grid,#c7cacf)"
MAIN, SECOND = "var(--chart-main,#0b5c8a)", "var(--chart-second,#8a5300)"
TARGET, PAPER = "var(--chart-target,#0a6b3d)", "var(--chart-paper,#ffffff)"
_FONT = "Source Sans 3 Variable, Source Sans 3, sans-serif"


@dataclass(frozen=True, slots=True)
class Point:
    """One month's value, as a share (0–1) or number; None leaves a gap. `n` is what it was computed from.

    `ends`: told only as a range between these.
    """

    on: date
    value: float | None
    n: int | None = None
    ends: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that was done on a day and may explain a change."""

    on: date
    label: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a chart, in the page's language."""

    value: str
    target: str = ""
    period: str = ""


def trend_chart(
    points: Sequence[Point],
    *,
    labels: Labels,
    target: float | None = None,
    target_range: tuple[float, float] | None = None,
    measures: Sequence[Measure] = (),
    value_format: str = ".0%",
    value_domain: tuple[float, float] | None = None,
) -> Spec:
    """A value by month with its target (a line or a range) and the measures taken on the way.

    value_format is d3's: ".0%" for shares, ",.1f" for numbers. A share's axis runs from 0 to 1 unless told.
    """
    domain = value_domain or ((0.0, 1.0) if value_format.endswith("%") else None)
    rows = [{"on": _day(p.on), "value": p.value} for p in points]
    layers: list[Spec] = []
    if target_range:
        layers.append(_target_band(target_range, labels.target))
    if target is not None:
        layers.append(_target_line(target, labels.target))
    layers += [_measure_rules(measures), _measure_numbers(measures)] if measures else []
    layers.append(
        {
            "data": {"values": rows},
            "mark": {
                "type": "line",
                "color": MAIN,
                "strokeWidth": 2.5,
                "invalid": "break-paths-show-domains",
            },
            "encoding": _trend_axes(labels, value_format, domain),
        }
    )
    layers.append(_trend_points(rows))
    ranges = [{"on": _day(p.on), "low": p.ends[0], "high": p.ends[1]} for p in points if p.ends]
    layers += [_trend_ranges(ranges)] if ranges else []
    return _framed({"layer": layers}, height=260)


def _trend_axes(labels: Labels, value_format: str, domain: tuple[float, float] | None) -> Spec:
    y_scale: Spec = {"domain": list(domain)} if domain else {"zero": True, "nice": True}
    return {
        "x": {
            "field": "on",
            "type": "temporal",
            "timeUnit": "yearmonth",
            "axis": {
                "title": labels.period or None,
                "format": "%-m/%Y",
                "labelOverlap": "greedy",
                "grid": False,
            },
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "scale": y_scale,
            "axis": {"title": labels.value, "format": value_format, "tickCount": 5},
        },
    }


def _trend_points(rows: Sequence[Mapping[str, Any]]) -> Spec:
    return {
        "data": {"values": [row for row in rows if row["value"] is not None]},
        "mark": {"type": "point", "shape": "circle", "filled": True, "color": MAIN, "size": 45, "opacity": 1},
        "encoding": {
            "x": {"field": "on", "type": "temporal", "timeUnit": "yearmonth"},
            "y": {"field": "value", "type": "quantitative"},
        },
    }


def _trend_ranges(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """An upright bar for each month that is told as a range."""
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": MAIN, "strokeWidth": 5},
        "encoding": {
            "x": {"field": "on", "type": "temporal", "timeUnit": "yearmonth"},
            "y": {"field": "low", "type": "quantitative"},
            "y2": {"field": "high"},
        },
    }


def _target_line(target: float, label: str) -> Spec:
    at = {"y": {"field": "target", "type": "quantitative"}}
    rule = {"mark": {"type": "rule", "color": TARGET, "strokeDash": [7, 4], "strokeWidth": 2}, "encoding": at}
    return {"data": {"values": [{"target": target}]}, "layer": [rule, _target_label(label, at)]}


def _target_band(target_range: tuple[float, float], label: str) -> Spec:
    low, high = target_range
    at = {"y": {"field": "high", "type": "quantitative"}}
    band = {
        "mark": {
            "type": "rect",
            "color": TARGET,
            "fillOpacity": 0.14,
            "stroke": TARGET,
            "strokeDash": [7, 4],
        },
        "encoding": {**at, "y2": {"field": "low"}},
    }
    return {"data": {"values": [{"low": low, "high": high}]}, "layer": [band, _target_label(label, at)]}


def _target_label(label: str, at: Mapping[str, Any]) -> Spec:
    """Right of the plot, where no line can cross it."""
    mark = {"type": "text", "text": label, "align": "left", "baseline": "middle", "dx": 6}
    return {"mark": {**mark, "color": TARGET, "fontWeight": 600}, "encoding": {"x": {"value": "width"}, **at}}


def _measure_rules(measures: Sequence[Measure]) -> Spec:
    return {
        "data": {"values": _numbered(measures)},
        "mark": {"type": "rule", "color": QUIET, "strokeDash": [2, 3]},
        "encoding": {"x": {"field": "on", "type": "temporal", "timeUnit": "yearmonth"}},
    }


def _measure_numbers(measures: Sequence[Measure]) -> Spec:
    """Numbers on the chart; the page lists what they stand for, where words have room."""
    return {
        "data": {"values": _numbered(measures)},
        "mark": {"type": "text", "baseline": "bottom", "dy": -3, "color": QUIET, "fontWeight": 600},
        "encoding": {
            "x": {"field": "on", "type": "temporal", "timeUnit": "yearmonth"},
            "y": {"value": 0},
            "text": {"field": "number", "type": "nominal"},
        },
    }


def _day(day: date) -> str:
    """With a clock time, since a bare date would be read as UTC and could slip into the month before."""
    return f"{day.isoformat()}T00:00:00"


def _numbered(measures: Sequence[Measure]) -> list[Spec]:
    return [{"on": _day(m.on), "number": str(i)} for i, m in enumerate(measures, start=1)]


def bar_breakdown_chart(
    bars: Sequence[tuple[str, float | None]],
    *,
    labels: Labels,
    target: float | None = None,
    value_format: str = ".0%",
    value_domain: tuple[float, float] | None = None,
) -> Spec:
    """One horizontal bar for each unit, municipality or group, in the given order, its value at the end.

    A bar without a value (None: too few to publish, or no data) keeps its name and shows a dash.
    """
    domain = value_domain or ((0.0, 1.0) if value_format.endswith("%") else None)
    x_scale: Spec = {"domain": list(domain)} if domain else {"zero": True, "nice": True}
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 220, "labelPadding": 8, "ticks": False},
    }
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": x_scale,
        "axis": {"title": labels.value, "format": value_format, "tickCount": 5},
    }
    known = [{"name": name, "value": value} for name, value in bars if value is not None]
    unknown = [{"name": name, "value": 0, "dash": "–"} for name, value in bars if value is None]
    order = {**y, "sort": [name for name, _ in bars]}
    base = {"y": order, "x": x}
    number = {"type": "text", "align": "left", "dx": 5, "color": TEXT}
    layers: list[Spec] = [
        {
            "data": {"values": known},
            "mark": {"type": "bar", "color": MAIN, "height": {"band": 0.62}},
            "encoding": base,
        },
        {
            "data": {"values": known},
            "mark": number,
            "encoding": {**base, "text": {"field": "value", "type": "quantitative", "format": value_format}},
        },
        {
            "data": {"values": unknown},
            "mark": number,
            "encoding": {**base, "text": {"field": "dash", "type": "nominal"}},
        },
    ]
    if target is not None:
        layers += _bar_target(target, labels.target)
    return _framed({"layer": layers}, height=max(80, 30 * len(bars)))


def _bar_target(target: float, label: str) -> list[Spec]:
    data = {"values": [{"target": target}]}
    at = {"x": {"field": "target", "type": "quantitative"}}
    rule = {"type": "rule", "color": TARGET, "strokeDash": [7, 4], "strokeWidth": 2}
    word = {"type": "text", "text": label, "baseline": "bottom", "dy": -3, "color": TARGET, "fontWeight": 600}
    return [
        {"data": data, "mark": rule, "encoding": at},
        {"data": data, "mark": word, "encoding": {**at, "y": {"value": 0}}},
    ]


def _framed(spec: Spec, *, height: int) -> Spec:
    """What all charts share: size, type and quiet axes."""
    axis = {
        "labelColor": TEXT,
        "titleColor": TEXT,
        "titleFontWeight": 400,
        "labelFontSize": 14,
        "titleFontSize": 14,
        "titlePadding": 10,
        "gridColor": GRID,
        "domainColor": QUIET,
        "tickColor": QUIET,
    }
    config = {
        "font": _FONT,
        "axis": axis,
        "view": {"stroke": None},
        "text": {"fontSize": 14},
        "background": None,
    }
    return {"width": 600, "height": height, "padding": 2, "config": config, **spec}
