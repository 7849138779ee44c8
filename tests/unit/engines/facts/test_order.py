"""Do the facts lie by day, in pieces that end with their month, whatever order they came in?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.facts import order
from ovi.engines.facts.days import date_of, day_number
from ovi.engines.facts.store import read_manifest, write_snapshot
from ovi.engines.facts.tables import TABLES
from tests.examples import examples

AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
FIRST = day_number(date(2025, 12, 20))
days = st.none() | st.integers(FIRST, FIRST + 60)
drawn = st.lists(st.tuples(days, days), max_size=40)


def _write(root, rows):
    table = pa.Table.from_pylist(rows, schema=TABLES["need"].schema())
    return write_snapshot(root, {"need": table}, extracted_at=AT, source="test")


def _rows(pairs):
    """Needs with a first event not before the contact, where both are known."""
    return [
        {"need_key": f"n{number}", "contact_day": contact,
         "first_event_day": event if contact is None or event is None else max(contact, event),
         "vulnerable_groups": ["needs_special_support"] if number % 3 else None}
        for number, (contact, event) in enumerate(pairs)
    ]  # fmt: skip


def _last(day):
    return (day is None, day or 0)


@given(drawn, st.randoms(use_true_random=False), st.sampled_from([2, 5, 20_000]), st.sampled_from([1, 6, 30]))
@settings(max_examples=examples(40), deadline=None)
def test_rows_lie_by_day_and_the_order_they_came_in_leaves_no_trace(tmp_path_factory, pairs, shuffle, piece, few):
    rows = _rows(pairs)
    mixed = shuffle.sample(rows, len(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "PIECE", piece)
        folder = _write(tmp_path_factory.mktemp("facts"), rows)
        patch.setattr(order, "AT_ONCE", few)  # sorted in stretches of days, as a large file is
        again = _write(tmp_path_factory.mktemp("facts"), mixed)
    assert folder.name == again.name  # the id is a hash of all bytes
    wanted = sorted(rows, key=lambda r: (_last(r["first_event_day"]), _last(r["contact_day"]), r["need_key"]))
    found = pq.read_table(folder / "need.parquet").to_pylist()
    assert [{name: row[name] for name in rows[0]} for row in found] == wanted
    for months in _months_of_groups(folder):
        assert len(months) <= piece
        assert len(set(months)) <= 1


def _months_of_groups(folder):
    with pq.ParquetFile(folder / "need.parquet") as file:
        for number in range(file.num_row_groups):
            yield [_month(row) for row in file.read_row_group(number).to_pylist()]


def _month(row):
    event, contact = row["first_event_day"], row["contact_day"]
    day = contact if event is None else event
    return (event is None, "" if day is None else f"{date_of(day):%Y-%m}")


def test_a_day_more_changes_only_the_pieces_of_its_month(tmp_path):
    rows = _rows([(FIRST + n, FIRST + n) for n in range(40)])
    more = [{"need_key": "new", "contact_day": FIRST, "first_event_day": FIRST + 40}]
    old, new = (read_manifest(_write(tmp_path, some)).tables["need"].groups for some in (rows, rows + more))
    assert len(old) == len(new) == 2  # December and January
    assert old[0] == new[0]
    assert old[1] != new[1]
