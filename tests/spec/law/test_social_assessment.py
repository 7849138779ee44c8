"""The start of the assessment of service needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

title = "Assessment of service needs starts by the seventh working day (Social Welfare Act 36 §)"

Due = Callable[..., dict[str, str | None]]


def test_from_the_75th_birthday_the_assessment_starts_by_the_seventh_working_day(due: Due) -> None:
    need = {"register": "social_welfare", "service_line": "elderly_services", "contact_at": "2026-09-08"}
    assert due(**need, birth_date="1951-09-08") == {"SHL-START-7": "2026-09-17"}
    assert due(**need, birth_date="1951-09-09") == {}


def test_the_highest_care_allowance_gives_the_same_right_at_any_age(due: Due) -> None:
    need = {"register": "social_welfare", "contact_at": "2026-09-08", "highest_care_allowance": True}
    assert due(**need, birth_date="1980-01-01") == {"SHL-START-7": "2026-09-17"}
    assert due(**need) == {"SHL-START-7": "2026-09-17"}


@pytest.mark.parametrize(
    "service_line",
    ["adult_social_work", "disability_services", "home_care", "substance_services", "social_assistance"],
)
def test_every_social_service_line_is_covered(due: Due, service_line: str) -> None:
    need = {"register": "social_welfare", "service_line": service_line, "birth_date": "1940-01-01"}
    assert due(**need, contact_at="2026-09-08") == {"SHL-START-7": "2026-09-17"}


def test_a_social_matter_is_pending_from_its_arrival_also_at_night_and_weekends(due: Due) -> None:
    """Saturday evening is day 0, Monday the first working day."""
    need = {"register": "social_welfare", "birth_date": "1940-01-01"}
    assert due(**need, contact_at="2026-09-12T23:30+03:00") == {"SHL-START-7": "2026-09-22"}


def test_a_need_in_the_patient_register_is_not_covered(due: Due) -> None:
    need = {"register": "patient", "service_line": "home_care", "birth_date": "1940-01-01"}
    assert due(**need, contact_at="2026-09-08") == {"PHC-CONTACT": "2026-09-08"}
