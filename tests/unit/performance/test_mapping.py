"""Are figures put on a map as they are: every area told, classes that hold just their figures, nothing made up?"""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.performance.mapping import AreaValue, area_map, map_of_measure
from ovi.performance.queries import Names, Place, Value, definition
from ovi.performance.queries.borders import borders
from tests.examples import examples

PLACES = (
    Place("020", Trilingual("Akaa", "Ackas", "Akaa"), 61.15, 23.75, 16_473),
    Place("837", Trilingual("Tampere", "Tammerfors", "Tampere"), 61.6, 23.8, 250_000),
    Place("980", Trilingual("Ylöjärvi", "Ylöjärvi", "Ylöjärvi"), 61.7, 23.5, 33_500),
)
NAMES = Names({("municipality", one.code): one.name for one in PLACES})


def drawn(values, places=PLACES, **more):
    with override("fi"):
        return area_map(values, places, title="t", value_head="Osuus", say=str, **more)


def of(code, value, said="x"):
    return AreaValue((code,), {p.code: p.name.fi for p in PLACES}[code], value, said)


def published(stratum, value, hidden="", **extra):
    n = None if hidden else 20
    return Value("tray_use", "h", "2026-02", "municipality", stratum, None, n, value, hidden, extra)


def test_a_municipality_without_a_figure_is_told_not_left_out():
    made = drawn([of("837", 1.0)])
    assert [(row.name, row.said, row.step) for row in made.rows] == [
        ("Akaa", "–", 0), ("Tampere", "x", 3), ("Ylöjärvi", "–", 0)]  # fmt: skip
    assert [(one.step, one.areas) for one in made.legend] == [(3, 1), (0, 2)]


def test_sizes_follow_the_people_only_where_all_are_known():
    sized, equal = drawn([]), drawn([], (replace(PLACES[0], people=None), *PLACES[1:]))
    assert len(set(re.findall(r' r="([\d.]+)"', sized.svg))) == 3
    assert len(set(re.findall(r' r="([\d.]+)"', equal.svg))) == 1
    assert "299 973" in sized.note.replace("\xa0", " ")
    assert "samankokoisia" in equal.note


def test_a_withheld_figure_has_no_class_and_merged_municipalities_share_one_row():
    found = [
        published("837", 0.5), published("980", None, "row"),
        published("020", 0.7, merged_strata=[{"municipality": "020"}, {"municipality": "211"}]),
    ]  # fmt: skip
    with override("fi"):
        made = map_of_measure(definition("tray_use"), found, NAMES, PLACES, month="2026-02", said_when="2/2026")
    assert [(row.name, row.said, row.step) for row in made.rows] == [
        ("Akaa, 211", "70\xa0%", 5), ("Tampere", "50\xa0%", 1), ("Ylöjärvi", "<5", 0)]  # fmt: skip
    assert "&lt;5" in made.svg or "Ylöjärvi" in made.svg


def test_no_map_of_one_municipality_or_another_month():
    one = [published("837", 0.5)]
    assert map_of_measure(definition("tray_use"), one, NAMES, PLACES, month="2026-02", said_when="") is None
    assert map_of_measure(definition("tray_use"), one * 2, NAMES, PLACES, month="2026-01", said_when="") is None


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.none() | st.floats(-1e9, 1e9), min_size=3, max_size=3))
def test_every_class_holds_just_its_figures_and_higher_is_never_lighter(values):
    made = drawn([of(place.code, value) for place, value in zip(PLACES, values, strict=True)])
    steps = [row.step for row in made.rows]
    assert sum(one.areas for one in made.legend) == len(made.rows)
    assert {row.step for row in made.rows} <= {one.step for one in made.legend}
    known = sorted((value, step) for value, step in zip(values, steps, strict=True) if value is not None)
    assert [step for _, step in known] == sorted(step for _, step in known)
    assert all((value is None) == (step == 0) for value, step in zip(values, steps, strict=True))


@pytest.fixture
def own_county(tmp_path, monkeypatch):
    """A folder of definitions whose county may give borders; codes are those of the checkout."""
    folder = tmp_path / "counties" / "pirkanmaa"
    folder.mkdir(parents=True)
    monkeypatch.setattr("ovi.performance.queries.borders.definitions_root", lambda: tmp_path)
    return folder


def feature(geometry=None, **properties):
    square = [[[23.0, 61.0], [24.0, 61.0], [24.0, 62.0], [23.0, 62.0], [23.0, 61.0]]]
    shape = geometry or {"type": "Polygon", "coordinates": square}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def given_file(folder, name, *features):
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def test_borders_are_drawn_instead_of_circles_and_only_of_the_own_county(own_county):
    given_file(own_county, "municipalities.geojson", feature(kunta="837"), feature(code="20"), feature(kunta="091"))
    made = drawn([of("837", 1.0)])
    assert "<circle" not in made.svg
    assert made.svg.count("<path") == 2
    assert "rajojen mukaan" in made.note


def test_postal_areas_have_a_map_only_by_borders_and_are_named_by_the_file(own_county):
    figure = AreaValue(("33100",), "33100", 4.0, "4")
    assert drawn([figure], kind="postal_area").svg == ""
    given_file(own_county, "postal_areas.geojson", feature(postinumeroalue="33100", kunta="837", nimi="Keskusta"))
    made = drawn([figure], kind="postal_area")
    assert "33100 Keskusta: 4" in made.svg


def test_metres_of_the_national_grid_and_degrees_meet(own_county):
    metres = {
        "type": "MultiPolygon",
        "coordinates": [[[[328000, 6822000], [329000, 6822000], [329000, 6823000], [1, 1]]]],
    }
    given_file(own_county, "municipalities.geojson", feature(metres, code="837"), feature(code="020"))
    shapes = borders("municipality").shapes
    assert shapes["837"][0][0] == (328000.0, 6822000.0)
    assert all(200_000 < x < 400_000 and 6_700_000 < y < 6_900_000 for x, y in shapes["020"][0])


def polygon(*points):
    shape = {"type": "Polygon", "coordinates": [list(points)]}
    return json.dumps({"features": [feature(shape, code="837")]})


BROKEN = {
    "truncated": '{"type": "FeatureCollection", "features": [{"type": "Fea',
    "not a collection": '{"type": "Feature"}',
    "a list": "[1, 2]",
    "no code": json.dumps({"features": [feature(nimi="Tampere")]}),
    "a code that is none": json.dumps({"features": [feature(code="Tampere")]}),
    "a point": json.dumps({"features": [feature({"type": "Point", "coordinates": [1, 2]}, code="837")]}),
    "two corners": polygon([1, 2], [3, 4]),
    "NaN": polygon(*[[1, float("nan")]] * 4),
    "words for numbers": polygon(*[["a", "b"]] * 4),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_with_its_place_and_the_page_still_has_its_map(own_county, text):
    (own_county / "municipalities.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        borders("municipality")
    assert refused.value.code == "borders.broken"
    assert refused.value.faults[0].where.startswith("municipalities.geojson, ")
    made = drawn([of("837", 1.0)])
    assert "<circle" in made.svg
    assert "municipalities.geojson" in made.note
