"""Is a chart's SVG one that our content policy, our readers and our languages accept?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from xml.etree import ElementTree

import pytest
import vl_convert

from ovi.design import charts
from ovi.design.svg import render_svg

LABELS = charts.Labels("Osuus", "Tavoite")
MONTHS = [date(2026, month, 1) for month in range(1, 13)]
POINTS = [charts.Point(on, 0.5 + i / 40) for i, on in enumerate(MONTHS)]
BARS = [("Åbo", 0.5), ("Nokia & <Ylöjärvi>", 0.725), ("Kihniö", None)]


def _texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own output
    return [e.text or "" for e in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.fixture(
    params=[
        charts.trend_chart(POINTS, labels=LABELS, target=0.8, measures=[charts.Measure(MONTHS[3], "x")]),
        charts.trend_chart(POINTS, labels=LABELS, target_range=(0.7, 0.8)),
        charts.bar_breakdown_chart(BARS, labels=LABELS, target=0.6),
    ],
    ids=["trend", "range", "bars"],
)
def svg(request: pytest.FixtureRequest) -> str:
    return render_svg(request.param, "fi", title='Pääsy <"hoitoon"> \\1')


def test_nothing_inline_that_the_policy_blocks(svg: str) -> None:
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|javascript:", svg)


def test_no_aria_but_ours(svg: str) -> None:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own output
    assert root.attrib["role"] == "img"
    (title,) = root.iter("{http://www.w3.org/2000/svg}title")
    assert root.attrib["aria-labelledby"] == title.attrib["id"]
    assert title.text == 'Pääsy <"hoitoon"> \\1'
    others = [e for e in root.iter() if e is not root]
    assert not [e for e in others if any(k == "role" or k.startswith("aria-") for k in e.attrib)]
    assert not re.search(r"axis titled|mark container|graphics-", svg)


def test_colours_follow_the_theme(svg: str) -> None:
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert all(c == "none" or c == "transparent" or c.startswith(("var(--chart-", "url(")) for c in colours), colours


@pytest.mark.parametrize(("language", "said"), [("fi", "72,5 %"), ("sv", "72,5 %"), ("en", "72.5%")])
def test_numbers_are_written_in_the_pages_language(language: str, said: str) -> None:
    chart = charts.bar_breakdown_chart(BARS, labels=LABELS, value_format=".1%")
    texts = [text.replace("\N{NO-BREAK SPACE}", " ") for text in _texts(render_svg(chart, language, title="x"))]
    assert said in texts
    assert "Nokia & <Ylöjärvi>" in texts
    assert "–" in texts


def test_style_that_vega_writes_is_taken_out() -> None:
    chart = charts.bar_breakdown_chart(BARS, labels=LABELS)
    chart["layer"][0]["mark"]["blend"] = "multiply"
    assert "style=" in vl_convert.vegalite_to_svg(chart)
    assert "style=" not in render_svg(chart, "fi", title="x")


def test_a_month_is_its_own_month_whatever_the_machines_time_zone() -> None:
    code = (
        "from datetime import date; from ovi.design import charts, svg\n"
        "points = [charts.Point(date(2026, m, 1), 0.5) for m in range(1, 13)]\n"
        "print(svg.render_svg(charts.trend_chart(points, labels=charts.Labels('y')), 'fi', title='x'))"
    )
    paths = os.pathsep.join(path for path in sys.path if path)
    made = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": "America/New_York", "PYTHONPATH": paths},
        check=True,
        capture_output=True,
        text=True,
    )
    texts = _texts(made.stdout)
    assert "1/2026" in texts
    assert "12/2025" not in texts


def test_a_missing_month_leaves_a_gap() -> None:
    whole = render_svg(charts.trend_chart(POINTS, labels=LABELS), "fi", title="x")
    holed = [charts.Point(p.on, None if i == 6 else p.value) for i, p in enumerate(POINTS)]
    broken = render_svg(charts.trend_chart(holed, labels=LABELS), "fi", title="x")

    def line(svg: str) -> str:
        (path,) = [d for d in re.findall(r'<path d="([^"]+)"[^>]*stroke-width="2.5"', svg) if "L" in d]
        return path

    assert line(whole).count("M") == 1
    assert line(broken).count("M") == 2


def test_the_target_is_told_by_dash_and_word_too() -> None:
    made = render_svg(charts.trend_chart(POINTS, labels=LABELS, target=0.8), "fi", title="x")
    assert "stroke-dasharray" in made
    assert "Tavoite" in _texts(made)


def test_two_charts_share_no_ids() -> None:
    one = render_svg(charts.trend_chart(POINTS, labels=LABELS), "fi", title="x")
    two = render_svg(charts.trend_chart(POINTS, labels=LABELS), "fi", title="y")
    assert not set(re.findall(r'\sid="([^"]+)"', one)) & set(re.findall(r'\sid="([^"]+)"', two))
