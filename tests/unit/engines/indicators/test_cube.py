"""Does the cube count as the engines do, and does a day added give the bytes of counting all anew?"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.facts import order
from ovi.engines.facts.store import derived_folder, read_manifest, retire, snapshots
from ovi.engines.facts.tables import TABLES
from ovi.engines.indicators import percentiles
from ovi.engines.indicators.cube import keeping
from ovi.engines.indicators.cube.base import base_of
from ovi.engines.indicators.cube.building import build, read_columns
from ovi.engines.indicators.cube.cube import Cube
from ovi.engines.indicators.cube.keeping import cube_of
from ovi.engines.indicators.cube.kernels import WIDTH, figures
from ovi.engines.indicators.cube.serving import answer
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.examples import examples

from .facts_kit import DEFINITIONS, day, needs, snapshot

PERIOD = Period.parse("2025-12..2026-02")
FIRST, LAST = day("2025-11-20"), day("2026-03-10")
WAITS = DEFINITIONS["waits_primary_care"]
BASE = base_of(WAITS, ["month", "unit"])
quick = settings(max_examples=examples(20), deadline=None)


@st.composite
def some_needs(draw):
    rows = []
    for _ in range(draw(st.integers(0, 30))):
        stop = draw(st.none() | st.integers(FIRST, LAST) | st.integers(FIRST, LAST))
        back = draw(st.none() | st.sampled_from([-1, 0, 3, 4, 7, 14, 15, 30, 90, 180, 181, 399, 400, 401, 900]))
        rows.append({
            "first_event_day": stop,
            "assessed_day": None if back is None else (stop or LAST) - back,
            "unit": draw(st.sampled_from(["A", "B", "Ä", None])),
            "first_event_profession": draw(st.sampled_from(["doctor", "nurse", "weaver", None])),
            "service_line": draw(st.sampled_from(["primary_care", "primary_care", "oral_health", None])),
            "urgency": draw(st.sampled_from(["non_urgent", "non_urgent", "urgent", None])),
            "first_event_licensed": draw(st.sampled_from([True, True, False, None])) if stop is None else draw(
                st.sampled_from([True, True, False])),
            "first_event_mode": draw(st.sampled_from(["R10", "R52", "R60", None])),
            "covered_class": draw(st.sampled_from(["covered", "covered", "preventive", None])),
        })  # fmt: skip
    return needs(rows)


def arrow(rows):
    return pa.Table.from_pylist(rows, schema=TABLES["need"].schema())


@given(
    rows=some_needs(), by=st.sampled_from([["month", "unit"], ["profession"], ["service_line", "unit"], ["month"], []])
)
@quick
def test_the_cube_and_the_facts_give_the_same_figures(rows, by):
    with tempfile.TemporaryDirectory() as root:
        folder = snapshot(Path(root), need=rows)
        for indicator in ("waits_primary_care", "access_doctor_7d"):
            slow = run([DEFINITIONS[indicator]], folder, PERIOD, by, "duckdb", publish=False)
            quickly = run([DEFINITIONS[indicator]], folder, PERIOD, by, "fast", publish=False)
            assert {one.engine for one in quickly} <= {"cube"}
            assert [_plain(one) for one in quickly] == [_plain(one) for one in slow]


def _plain(one):
    return {**one.as_json(), "engine": ""}


@given(rows=some_needs(), cut=st.integers(FIRST, LAST))
@quick
def test_days_added_one_by_one_give_the_bytes_of_counting_all_anew(rows, cut):
    earlier = [row for row in rows if (row["first_event_day"] or 0) < cut]
    cube = build(arrow(earlier), BASE)
    later = {row["first_event_day"] for row in rows if (row["first_event_day"] or 0) >= cut}
    for one_day in sorted(later, reverse=True):
        cube = cube.plus(build(arrow([row for row in rows if row["first_event_day"] == one_day]), BASE))
    whole = build(arrow(rows), BASE)
    assert cube.to_bytes() == whole.to_bytes()
    with tempfile.TemporaryDirectory() as folder:
        cube.write(Path(folder))
        read = Cube.read(Path(folder))
        assert read.to_bytes() == whole.to_bytes()


@given(rows=some_needs(), cut=st.integers(0, 30))
@quick
def test_events_taken_off_leave_the_bytes_of_never_having_counted_them(rows, cut):
    whole, gone = build(arrow(rows), BASE), build(arrow(rows[:cut]), BASE)
    assert whole.minus(gone).to_bytes() == build(arrow(rows[cut:]), BASE).to_bytes()


@given(rows=some_needs(), change=st.data())
@quick
def test_the_cube_of_a_new_snapshot_is_made_from_the_one_before_and_equals_a_rebuild(rows, change):
    later = [{**row, "need_key": f"m{n}"} for n, row in enumerate(change.draw(some_needs()))]
    kept = [row for row in rows if change.draw(st.sampled_from([True, True, True, False]))]
    with tempfile.TemporaryDirectory() as root, pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "PIECE", 3)
        patch.setattr(keeping, "_MOST", 10)  # however much has changed
        before = snapshot(Path(root), need=rows)
        cube_of(before, BASE)
        after = snapshot(Path(root), need=kept + later)
        patch.setattr(keeping, "read_columns", _only_pieces)
        made = cube_of(after, BASE) if before != after else cube_of(before, BASE)
        assert made.to_bytes() == build(read_columns(after / "need.parquet", BASE), BASE).to_bytes()
        written = Cube.read(derived_folder(after) / BASE.key)
        assert written.to_bytes() == made.to_bytes()


def _only_pieces(path, base, groups=None):
    """Fails where all facts are read anew, unless there were none before."""
    assert groups is not None or not any(read_manifest(one).tables["need"].rows for one in path.parent.parent.glob("*")
                                         if one != path.parent)  # fmt: skip
    return read_columns(path, base, groups)


def test_cubes_go_with_their_snapshot(tmp_path):
    rows = needs([{"assessed_day": FIRST, "first_event_day": FIRST + 1}])
    first, second = (snapshot(tmp_path, need=rows[:count]) for count in (0, 1))
    for folder in (first, second):
        cube_of(folder, BASE)
        assert (derived_folder(folder) / BASE.key / "whole").exists()
    kept, gone = snapshots(tmp_path)
    assert retire(tmp_path, keep=1) == [gone.name]
    assert derived_folder(kept).exists()
    assert not derived_folder(gone).exists()


@given(rows=some_needs())
@quick
def test_the_order_of_the_facts_does_not_matter(rows):
    assert build(arrow(rows), BASE).to_bytes() == build(arrow(rows[::-1]), BASE).to_bytes()


def many_needs(size, **chosen):
    """Rows in no order, all of which are counted unless `chosen` says otherwise."""
    random = np.random.default_rng(3)
    stop = random.integers(FIRST, LAST, size).astype("int32")
    columns = {
        "first_event_day": stop,
        "assessed_day": stop - random.integers(0, 60, size).astype("int32"),
        "unit": [f"U{n}" for n in random.integers(0, 9, size)],
        "urgency": ["non_urgent"] * size,
        "covered_class": ["covered"] * size,
        "first_event_licensed": [True] * size,
        **{name: [values[n] for n in random.integers(0, len(values), size)] for name, values in chosen.items()},
    }
    return pa.table({
        field.name: pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(size, field.type)
        for field in TABLES["need"].schema()
    })  # fmt: skip


def test_many_rows_are_counted_alike_at_once_and_in_parts():
    table = many_needs(
        300_000, service_line=["primary_care", "oral_health", None], urgency=["non_urgent", "urgent", None],
        first_event_profession=["doctor", "nurse"], first_event_licensed=[True, True, None, False],
        first_event_mode=["R10", "R60", None],
    )  # fmt: skip
    whole, parts = build(table, BASE), Cube({})
    for place in range(0, len(table), 9_999):  # so few that the combinations which occur are looked for first
        parts = parts.plus(build(table.slice(place, 9_999), BASE))
    assert parts.to_bytes() == whole.to_bytes()
    plain = sum(
        row["urgency"] == "non_urgent" and row["first_event_licensed"] is True and row["first_event_mode"] != "R60"
        for row in table.select(["urgency", "first_event_licensed", "first_event_mode"]).to_pylist()
    )
    assert sum(int(cells.counts.sum()) for cells in whole.months.values()) == plain


def test_nothing_is_counted_when_no_row_meets_a_condition():
    assert build(many_needs(10, urgency=["urgent"]), BASE).months == {}


def test_many_rows_are_counted_alike_by_one_thread_and_by_several():
    import numba

    size = 400_000
    table = many_needs(size)
    several = build(table, BASE)
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        assert build(table, BASE).to_bytes() == several.to_bytes()
    finally:
        numba.set_num_threads(before)
    assert sum(int(cells.counts.sum()) for cells in several.months.values()) == size


def test_one_unit_can_be_asked_for():
    rows = needs([{"unit": unit, "assessed_day": FIRST + 20, "first_event_day": FIRST + 20 + wait}
                  for unit, wait in [("A", 1), ("A", 20), ("B", 3)]])  # fmt: skip
    cube = build(arrow(rows), BASE)
    (only,) = answer(WAITS, cube, PERIOD, ["unit"], only={"unit": "A"})
    assert (only["by_unit"], only["numerator"], only["denominator"]) == ("A", 1, 2)


@pytest.mark.parametrize(
    ("definition", "by"),
    [("access_oral_3m", []), ("access_within_lawful", []), ("t3", []), ("waits_primary_care", ["municipality"])],
)
def test_what_a_histogram_of_days_cannot_know_goes_to_the_facts(definition, by):
    assert base_of(DEFINITIONS[definition], by) is None


@given(st.lists(st.integers(0, 450), max_size=60), st.sampled_from([1, 50, 90, 99]))
@quick
def test_the_percentile_is_the_smallest_day_by_which_enough_are_done(waits, percent):
    counts = np.bincount(np.minimum(waits, percentiles.CAP).astype(int), minlength=WIDTH).astype("int32")
    enough = [d for d in range(401) if waits and sum(min(w, 400) <= d for w in waits) * 100 >= percent * len(waits)]
    assert percentiles.of_counts(counts[:-1], percent) == (enough[0] if enough else None)
    *_, days = figures(counts[None, :], 7, (3, 7), (percent,))
    assert days[0, 0] == (enough[0] if enough else -1)
