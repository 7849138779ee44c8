"""Does the fast loop count each client's visits as a slow one does, and as the definition over facts?"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.indicators.cube.continuity import continuity
from tests.examples import examples

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
