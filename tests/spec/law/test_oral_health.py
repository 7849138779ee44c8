"""Oral health through its dated limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

title = "Oral health: six, four, three, and again six or three months (Health Care Act 51 b §)"

Due = Callable[..., dict[str, str | None]]


def oral(**fields: Any) -> dict[str, Any]:
    return {"register": "patient", "service_line": "oral_health", "birth_date": "1980-05-05", **fields}


@pytest.mark.parametrize(
    ("assessed_at", "clocks"),
    [
        ("2023-08-31", {"ORAL-OLD": "2024-02-29"}),
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
    """The amounts are verified, except the three months for everyone of November and December 2024: inferred."""
    assert due(**oral(assessed_at=assessed_at)) == clocks


def test_under_23_the_limit_stays_at_three_months(due: Due) -> None:
    """Provisional: inferred from the bill HE 134/2024. 30 November and three months end on 28 February."""
    assert due(**oral(birth_date="2010-01-01", assessed_at="2026-11-30")) == {"ORAL-3M-U23": "2027-02-28"}


def test_who_turns_23_while_waiting_keeps_three_months(due: Due) -> None:
    assert due(**oral(birth_date="2003-12-01", assessed_at="2026-11-30")) == {"ORAL-3M-U23": "2027-02-28"}


def test_an_individually_set_interval_is_not_covered(due: Due) -> None:
    assert due(**oral(assessed_at="2026-03-02", set_interval=True)) == {}


def test_a_recall_starts_no_clock(due: Due) -> None:
    """An invitation to an examination is neither a contact nor an assessment of need."""
    assert due(**oral(set_interval=True)) == {}


def test_a_dentist_needed_after_a_first_visit_to_a_hygienist(due: Due) -> None:
    """Provisional: "four weeks from the first visit or three months from the first contact". Which of the two binds
    is not known, so both stand and the earlier warns."""
    need = oral(assessed_at="2024-02-01", visit_at="2024-04-02")
    assert due(**need) == {"ORAL-4M": "2024-06-01", "ORAL-DENTIST": "2024-04-30", "ORAL-DENTIST-3M": "2024-05-01"}


def test_since_2025_the_time_to_a_dentist_after_a_first_visit_is_not_known(due: Due) -> None:
    """Unknown: kohtuullinen aika (a reasonable time) until the amount has been found."""
    need = oral(assessed_at="2025-02-03", visit_at="2025-03-03", need_established_at="2025-03-03")
    assert due(**need) == {"ORAL-6M-ADULT": "2025-08-03", "ORAL-DENTIST": None, "ORAL-SPECIALIST": None}


def test_a_specialist_dentist_in_primary_care_until_the_end_of_2024(due: Due) -> None:
    assert due(**oral(need_established_at="2024-12-31")) == {"ORAL-SPECIALIST": "2025-03-31"}


def test_urgent_care_is_not_covered(due: Due) -> None:
    assert due(**oral(assessed_at="2026-03-02", urgency="urgent")) == {}
