"""Does the area map keep its promises: no overlap, size by people, neighbours near, always the same?"""

from __future__ import annotations

import csv
import subprocess
import sys
from itertools import combinations
from math import hypot
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.design.cartogram import Area, dorling, neighbours
from ovi.foundation.tm35 import to_metres
from tests.examples import examples

CODES = Path(__file__).resolve().parents[3] / "definitions" / "codes" / "municipalities.csv"


def municipalities(county=None):
    with CODES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return [
        Area(row["code"], float(row["latitude"]), float(row["longitude"]), float(row["population"]))
        for row in rows
        if county in (None, row["county"])
    ]


def gap(a, b):
    return hypot(a.x - b.x, a.y - b.y) - a.radius - b.radius


def assert_sound(areas, drawn):
    assert [circle.code for circle in drawn.circles] == [area.code for area in areas]
    slack = 1e-6 * drawn.width
    for a, b in combinations(drawn.circles, 2):
        assert gap(a, b) > -slack
    for circle in drawn.circles:
        assert circle.radius - slack <= circle.x <= drawn.width - circle.radius + slack
        assert circle.radius - slack <= circle.y <= drawn.height - circle.radius + slack
    per_person = [c.radius**2 / area.people for c, area in zip(drawn.circles, areas, strict=True) if area.people]
    assert min(per_person) == pytest.approx(max(per_person))


@pytest.mark.parametrize("county", ["pirkanmaa", "ita_uusimaa"])
def test_a_countys_municipalities_keep_their_neighbours_and_directions(county):
    areas = municipalities(county)
    drawn = dorling(areas)
    assert_sound(areas, drawn)
    place = np.array([to_metres(area.latitude, area.longitude) for area in areas])[:, ::-1] * (1, -1)
    near = neighbours(place)
    mean = np.mean([circle.radius for circle in drawn.circles])
    gaps = {(i, j): gap(drawn.circles[i], drawn.circles[j]) for i, j in combinations(range(len(areas)), 2)}
    of_neighbours = np.mean([gaps[pair] for pair in gaps if near[pair]])
    of_others = np.mean([gaps[pair] for pair in gaps if not near[pair]])
    assert of_neighbours < mean
    assert of_neighbours < of_others / 3
    along = [
        np.dot(place[j] - place[i], (b.x - a.x, b.y - a.y)) > 0
        for (i, a), (j, b) in combinations(enumerate(drawn.circles), 2)
    ]
    assert np.mean(along) > 0.9


def test_the_same_areas_give_the_same_map_to_the_last_digit():
    areas = municipalities("pirkanmaa")
    assert dorling(areas) == dorling(list(areas))


an_area = st.tuples(st.floats(59.8, 70), st.floats(20, 31), st.integers(0, 700_000))


@given(st.lists(an_area, min_size=1, max_size=12).filter(lambda rows: any(people for *_, people in rows)))
@settings(max_examples=examples(15), deadline=None)
def test_any_areas_lie_apart(rows):
    areas = [Area(str(i), *row) for i, row in enumerate(rows)]
    assert_sound(areas, dorling(areas))


def test_centres_on_one_point_are_taken_apart():
    areas = [Area(code, 61.5, 23.8, 100) for code in "abcd"]
    assert_sound(areas, dorling(areas))


def test_one_area_fills_the_map_and_none_leaves_it_empty():
    only = dorling([Area("a", 61, 24, 10)], width=200)
    assert (only.height, only.circles[0].radius) == pytest.approx((200, 100))
    assert dorling([]).circles == ()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=15, unique=True))
@settings(max_examples=examples(60), deadline=None)
def test_neighbours_as_defined(points):
    near = neighbours(np.array(points, float))
    for i, j in combinations(range(len(points)), 2):
        (ax, ay), (bx, by) = points[i], points[j]
        inside = [(x - ax) * (x - bx) + (y - ay) * (y - by) < 0 for k, (x, y) in enumerate(points) if k not in (i, j)]
        assert near[i, j] == near[j, i] == (not any(inside))


@pytest.mark.parametrize("people", [-1, 0])
def test_people_who_cannot_be_are_refused(people):
    with pytest.raises(ValueError, match="people"):
        dorling([Area("a", 61, 24, people)])


def test_it_is_plain_code():
    code = "import sys, ovi.design.cartogram; sys.exit(any(name.startswith('django') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
