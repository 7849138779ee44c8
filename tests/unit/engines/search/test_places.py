"""Are distance, radius and opening times what a slow and obvious reckoning says?"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.search import Document, Near, SearchIndex
from ovi.engines.search.places import epoch_minute
from tests.examples import examples

NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
MINUTE = epoch_minute(NOON)
TAMPERE, HELSINKI, UTSJOKI = (61.4978, 23.7610), (60.1699, 24.9384), (69.9087, 27.0285)


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Haversine, the textbook way."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def service(
    number: int, points: list[tuple[float, float]], spans: list[tuple[int, int]], name: str = "neuvola"
) -> Document:
    return Document(str(number), {"fi": {"name": name}}, points=points, open=spans)


def ids(index: SearchIndex, **asked: object) -> list[str]:
    return [hit.id for hit in index.search("neuvola", "fi", 50, **asked).hits]  # type: ignore[arg-type]


def test_of_equals_the_nearest_is_first_and_distances_are_told() -> None:
    index = SearchIndex.build(
        [service(1, [UTSJOKI], []), service(2, [HELSINKI, TAMPERE], []), service(3, [], [])], ["fi"]
    )
    hits = index.search("neuvola", "fi", near=Near(*TAMPERE)).hits
    assert [hit.id for hit in hits] == ["2", "1", "3"]
    assert hits[0].distance_km == pytest.approx(0, abs=0.001)
    assert hits[1].distance_km == pytest.approx(km(TAMPERE, UTSJOKI), rel=1e-6)
    assert hits[2].distance_km is None
    assert index.search("neuvola", "fi").hits[0].distance_km is None


def test_a_radius_leaves_out_what_is_far_or_nowhere() -> None:
    index = SearchIndex.build([service(1, [UTSJOKI], []), service(2, [HELSINKI], []), service(3, [], [])], ["fi"])
    assert ids(index, near=Near(*TAMPERE, within_km=50)) == []
    assert ids(index, near=Near(*TAMPERE, within_km=200)) == ["2"]
    assert ids(index, near=Near(*TAMPERE, within_km=20_100)) == ["2", "1"]


def test_nearest_first_puts_good_answers_before_weak_ones_and_loses_none() -> None:
    index = SearchIndex.build(
        [
            service(1, [HELSINKI], []),
            Document("aside", {"fi": {"name": "uimahalli", "body": "jossa neuvola mainitaan"}}, points=[TAMPERE]),
            service(2, [UTSJOKI], []),
        ],
        ["fi"],
    )  # fmt: skip
    assert ids(index, near=Near(*TAMPERE, nearest_first=True)) == ["1", "2", "aside"]


def test_open_now_is_half_open_and_needs_a_time_zone() -> None:
    index = SearchIndex.build([service(1, [], [(MINUTE, MINUTE + 60)]), service(2, [], [])], ["fi"])
    assert ids(index, open_at=NOON) == ["1"]
    assert ids(index, open_at=NOON + timedelta(minutes=59, seconds=59)) == ["1"]
    assert ids(index, open_at=NOON + timedelta(minutes=60)) == []
    assert ids(index, open_at=NOON - timedelta(seconds=1)) == []
    with pytest.raises(ValueError, match="time zone"):
        ids(index, open_at=NOON.replace(tzinfo=None))


def test_open_there_asks_the_town_and_what_is_tied_to_no_town() -> None:
    now = [(MINUTE, MINUTE + 60)]
    index = SearchIndex.build(
        [
            Document("a", {"fi": {"name": "neuvola"}}, open_in={"837": now, "020": [(MINUTE - 60, MINUTE)]}),
            Document("b", {"fi": {"name": "neuvola"}}, open=now),
            Document("c", {"fi": {"name": "neuvola"}}, open_in={"020": now}),
        ],
        ["fi"],
    )  # fmt: skip
    assert ids(index, open_at=NOON) == ["a", "b", "c"]
    assert ids(index, open_at=NOON, open_in="837") == ["a", "b"]
    assert ids(index, open_at=NOON, open_in="020") == ["b", "c"]
    assert ids(index, open_at=NOON, open_in="091") == ["b"]
    assert index.everything(open_at=NOON, open_in="837") == ("a", "b")


def test_without_words_all_that_is_within_is_given_once_in_order_or_the_nearest_first() -> None:
    index = SearchIndex.build(
        [
            Document("1", {"fi": {"name": "a"}}, {"way": ["phone"]}, points=[UTSJOKI]),
            Document("2", {"fi": {"name": "b"}}, {"way": ["phone", "visit"]}, points=[TAMPERE]),
            Document("3", {"fi": {"name": "c"}}, {"way": ["visit"]}, group="same"),
            Document("4", {"fi": {"name": "c"}}, {"way": ["visit"]}, group="same"),
        ],
        ["fi"],
    )  # fmt: skip
    assert index.everything() == ("1", "2", "3")
    assert index.everything({"way": ["visit"]}) == ("2", "3")
    assert index.everything({"way": ["visit"], "line": ["x"]}) == ()
    assert index.everything({"way": ["phone", "visit"]}, near=Near(*TAMPERE, nearest_first=True)) == ("2", "1", "3")
    assert index.everything(near=Near(*TAMPERE, within_km=50)) == ("2",)


_POINT = st.tuples(st.floats(59, 70.5), st.floats(19, 32))
_SPAN = st.tuples(st.integers(-90, 90), st.integers(1, 90)).map(lambda s: (MINUTE + s[0], MINUTE + s[0] + s[1]))
_SERVICE = st.tuples(st.lists(_POINT, max_size=3), st.lists(_SPAN, max_size=3))


@settings(deadline=None, max_examples=examples(60))
@given(
    rows=st.lists(_SERVICE, min_size=1, max_size=12),
    here=_POINT,
    within=st.floats(0.5, 900),
    minutes=st.integers(-100, 100),
    nearest=st.booleans(),
)
def test_the_same_as_by_looking_at_each_service(
    rows: list[tuple[list[tuple[float, float]], list[tuple[int, int]]]],
    here: tuple[float, float], within: float, minutes: int, nearest: bool,
) -> None:  # fmt: skip
    index = SearchIndex.build([service(n, points, spans) for n, (points, spans) in enumerate(rows)], ["fi"])
    at = MINUTE + minutes
    wanted = [
        (min(km(here, point) for point in points), n)
        for n, (points, spans) in enumerate(rows)
        if points and any(start <= at < end for start, end in spans)
    ]
    if any(abs(distance - within) < 1e-6 for distance, _ in wanted):
        return  # on the circle itself two ways of reckoning may differ
    hits = index.search(
        "neuvola", "fi", 50, near=Near(*here, within, nearest), open_at=NOON + timedelta(minutes=minutes)
    ).hits
    expected = sorted((distance, n) for distance, n in wanted if distance <= within)
    assert sorted(hit.id for hit in hits) == sorted(str(n) for _, n in expected)
    assert [hit.distance_km for hit in hits] == pytest.approx([distance for distance, _ in expected], abs=1e-6)
