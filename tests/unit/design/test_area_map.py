"""Is a map of areas sound SVG for our pages: one image with a name, no inline style, every area told by a number?"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.design.area_map import Mark, borders_svg, cartogram_svg
from ovi.design.cartogram import Area
from tests.examples import examples

TAMPERE = Area("837", 61.6, 23.8, 250_000.0)
KIHNIO = Area("250", 62.2, 23.2, 1_800.0)
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0))


def marks(**steps):
    return {code.strip("_"): Mark(n, f"Kunta {n}", "<5", step) for n, (code, step) in enumerate(steps.items(), 1)}


def test_one_image_named_in_words_without_inline_style():
    svg = cartogram_svg([TAMPERE, KIHNIO], marks(_837=3, _250=0), title='Osuus <5 & "muut"')
    drawn = ElementTree.fromstring(svg)  # noqa: S314 - our own
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == 'Osuus <5 & "muut"'
    assert not re.search(r"\s(style|onclick|id)=", svg)
    assert [one.text for one in drawn.iter("title")] == ["Kunta 1: <5", "Kunta 2: <5"]


def test_a_large_circle_carries_name_and_figure_a_small_one_only_its_number():
    texts = re.findall(r"<text[^>]*>([^<]*)<", cartogram_svg([TAMPERE, KIHNIO], marks(_837=3, _250=0), title="t"))
    assert texts == ["1", "Kunta 1", "&lt;5", "2"]


def test_an_area_without_a_mark_is_drawn_as_quiet_land():
    svg = borders_svg({"837": (SQUARE,), "211": (SQUARE,)}, marks(_837=2), title="t")
    assert re.findall(r"area-step--\d", svg) == ["area-step--2", "area-step--0", "area-step--2"]


def test_north_is_up_and_the_number_stands_in_the_middle_of_the_largest_piece():
    island = tuple((x / 10 + 20, y / 10 + 20) for x, y in SQUARE)
    svg = borders_svg({"837": (island, SQUARE)}, marks(_837=1), title="t")
    x, y = map(float, re.search(r'<text x="([\d.]+)" y="([\d.]+)"', svg).groups())
    height = float(re.search(r'viewBox="0 0 \d+ (\d+)"', svg).group(1))
    assert x < 520 / 2
    assert y > height / 2  # the large square is south of the island


def test_the_number_of_a_bent_area_stands_inside_it():
    bent = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (9.0, 10.0), (9.0, 1.0), (1.0, 1.0), (1.0, 10.0), (0.0, 10.0))
    svg = borders_svg({"837": (bent,)}, marks(_837=1), title="t")
    x = float(re.search(r'<text x="([\d.]+)"', svg).group(1))
    assert x < 4 + 512 / 10 or x > 4 + 512 * 0.9


def test_nothing_to_draw_gives_nothing():
    assert cartogram_svg([], {}, title="t") == borders_svg({}, {}, title="t") == ""


_point = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.lists(_point, min_size=3, max_size=8).map(tuple), min_size=1, max_size=4))
def test_any_rings_make_readable_svg(rings):
    """Also lines, points and pieces on top of each other."""
    svg = borders_svg({"837": tuple(rings)}, marks(_837=5), title="t")
    assert ElementTree.fromstring(svg).get("role") == "img"  # noqa: S314 - our own
