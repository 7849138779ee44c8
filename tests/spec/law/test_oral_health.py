"""Oral health through its dated limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

title = "First oral health care event: four, three, six months (Health Care Act 51 b §)"

Due = Callable[..., dict[str, str | None]]


def oral(**fields: Any) -> dict[str, Any]:
    return {"register": "patient", "service_line": "oral_health", "birth_date": "1980-05-05", **fields}


@pytest.mark.parametrize(
    ("assessed_at", "clocks"),
    [
        ("2023-08-31", {}),  # the older law is not among our rows
        ("2023-09-01", {"ORAL-4M": "2024-01-01"}),
        ("2024-10-31", {"ORAL-4M": "2025-02-28"}),
        ("2024-11-01", {"ORAL-3M-ALL": "2025-02-01"}),
        ("2024-12-31", {"ORAL-3M-ALL": "2025-03-31"}),
        ("2025-01-01", {"ORAL-6M-ADULT": "2025-07-01"}),
        ("2025-08-31", {"ORAL-6M-ADULT": "2026-02-28"}),
    ],
)
def test_an_adult_follows_the_row_in_force_on_the_day_of_assessment(
    due: Due, assessed_at: str, clocks: dict[str, str]
) -> None:
    assert due(**oral(assessed_at=assessed_at)) == clocks


def test_under_23_the_limit_stays_at_three_months(due: Due) -> None:
    assert due(**oral(birth_date="2010-01-01", assessed_at="2026-11-30")) == {"ORAL-3M-U23": "2027-02-28"}


def test_who_turns_23_while_waiting_keeps_three_months(due: Due) -> None:
    assert due(**oral(birth_date="2003-12-01", assessed_at="2026-11-30")) == {"ORAL-3M-U23": "2027-02-28"}


def test_an_individually_set_interval_is_not_covered(due: Due) -> None:
    assert due(**oral(assessed_at="2026-03-02", set_interval=True)) == {}


def test_urgent_care_is_not_covered(due: Due) -> None:
    assert due(**oral(assessed_at="2026-03-02", urgency="urgent")) == {}
