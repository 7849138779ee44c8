"""Does the fast loop count each client's visits as a slow one does, and a fast run as the engines do?"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.indicators.cube.continuity import continuity
from ovi.engines.indicators.definition import OverRows
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.examples import examples

from . import twin_rows
from .facts_kit import DEFINITIONS, day, snapshot
from .some_facts import facts
from .test_rows_against_twin import figures

PERIOD = Period.parse("2025-12..2026-02")
CONTINUITY = [one for one in DEFINITIONS.values() if isinstance(one, OverRows) and one.rows == "continuity"]

visits = st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 2), st.integers(-1, 4)), max_size=60)


@given(rows=visits)
@settings(max_examples=examples(60), deadline=None)
def test_each_client_and_profession(rows):
    rows = sorted(rows, key=lambda row: row[0])
    columns = [np.array([row[place] for row in rows], kind) for place, kind in enumerate(("int64", "int8", "int32"))]
    found = continuity(*columns, professions=3, professionals=5)
    clients = sorted({client for client, _, _ in rows})
    assert found.visits.shape == (len(clients), 3)
    for place, client in enumerate(clients):
        for profession in range(3):
            of = [who for c, p, who in rows if (c, p) == (client, profession)]
            seen = Counter(who for who in of if who >= 0)
            n = sum(seen.values())
            squares = sum(count * count for count in seen.values())
            assert found.visits[place, profession] == n
            assert found.missing[place, profession] == len(of) - n
            assert found.coc()[place, profession] == ((squares - n) * 10**6 // (n * (n - 1)) if n > 1 else -1)
            assert found.upc()[place, profession] == (max(seen.values()) * 10**6 // n if n else -1)


def test_columns_of_different_length_are_refused():
    with pytest.raises(ValueError, match="length"):
        continuity(np.zeros(2), np.zeros(1, "int8"), np.zeros(2, "int32"), 1, 1)


@pytest.mark.parametrize("by", [[], ["profession"], ["municipality", "age_group"]])
@given(made=facts())
@settings(max_examples=examples(8), deadline=None)
def test_a_fast_run_counts_as_the_compiled_query_and_the_slow_reference(by, made):
    with tempfile.TemporaryDirectory() as root:
        folder = snapshot(Path(root), **made)
        fast, slow = (
            run(CONTINUITY, folder, PERIOD, ["month", *by], engine, publish=False) for engine in ("fast", "duckdb")
        )
    assert {row.engine for row in fast} <= {"kernel"}
    assert [{**row.as_json(), "engine": ""} for row in fast] == [{**row.as_json(), "engine": ""} for row in slow]
    twin = twin_rows.Facts(made, PERIOD.months())
    for definition in CONTINUITY:
        got = {(row.month, *row.strata.values()): tuple(figures(definition, row)) for row in fast
               if row.indicator_id == definition.id}  # fmt: skip
        assert got == twin_rows.counted(definition, twin, by)


def test_a_fast_run_forgets_what_lies_before_its_twelve_months(tmp_path):
    visit = {"person_key": "p", "service_line": "primary_care", "profession": "doctor", "mode": "R10", "unit": "U"}
    seen = [(who, on) for who, on in [("a", "2025-02-28"), ("b", "2025-03-01"), ("b", "2025-06-01"),
                                      ("c", "2026-02-28"), ("a", "2026-03-01")]]  # fmt: skip
    rows = [{**visit, "professional_key": who, "day": day(on)} for who, on in seen]
    folder = snapshot(tmp_path, need=[], encounter=rows)
    february = Period.parse("2026-02")
    (upc,) = run([DEFINITIONS["continuity_upc"]], folder, february, ["month"], "fast", publish=False)
    assert (upc.numerator, upc.denominator) == (666_666, 1)  # two of three with b
