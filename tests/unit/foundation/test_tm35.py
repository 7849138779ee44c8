"""Are metres of the national grid put where they are on Earth, to a metre?"""

from __future__ import annotations

from math import cos, hypot, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.foundation.tm35 import in_finland, to_degrees, to_metres
from tests.examples import examples

# (northing, easting, latitude, longitude) from PROJ 9 (pyproj 3.7), EPSG:3067 to EPSG:4326.
KNOWN = [
    (6730000.0, 258000.0, 60.632447, 22.574363),
]
METRE = 111_320.0  # of a degree of latitude


@pytest.mark.parametrize(("northing", "easting", "latitude", "longitude"), KNOWN)
def test_known_points(northing, easting, latitude, longitude):
    found = to_degrees(northing, easting)
    off = hypot((found[0] - latitude) * METRE, (found[1] - longitude) * METRE * cos(radians(latitude)))
    assert off < 1.0


def test_the_central_meridian_is_27_east_and_its_scale_is_0_9996():
    assert to_degrees(7_000_000, 500_000)[1] == pytest.approx(27.0, abs=1e-12)
    # An arc of the GRS80 meridian from 60° to 61° is 111 420.7 m long; on the grid 0.9996 of it.
    north, south = to_metres(61, 27)[0], to_metres(60, 27)[0]
    assert north - south == pytest.approx(0.9996 * 111_420.7, abs=1.0)


@settings(max_examples=examples(300))
@given(st.floats(6_580_000, 7_800_000), st.floats(50_000, 760_000))
def test_there_and_back(northing, easting):
    back = to_metres(*to_degrees(northing, easting))
    assert hypot(back[0] - northing, back[1] - easting) < 0.001


def test_what_lies_within_the_rectangle():
    assert in_finland(6_822_000, 328_000)
    assert not in_finland(61.49, 23.77)
    assert not in_finland(5_900_000, 328_000)
