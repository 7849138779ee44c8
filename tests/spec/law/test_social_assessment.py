"""The start of the assessment of service needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

title = "Assessment of service needs starts by the seventh working day (Social Welfare Act 36 §)"

Due = Callable[..., dict[str, str | None]]


def test_from_the_75th_birthday_the_assessment_starts_by_the_seventh_working_day(due: Due) -> None:
    """Seven working days are verified; from which birthday is provisional (the choice `over_age`)."""
    need = {"register": "social_welfare", "service_line": "elderly_services", "contact_at": "2026-09-08"}
    assert due(**need, birth_date="1951-09-08") == {"SHL-START-7": "2026-09-17"}
    assert due(**need, birth_date="1951-09-09") == {"SHL-OTHER": None}


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
    assert due(**need, contact_at="2026-09-08")["SHL-START-7"] == "2026-09-17"


def test_for_everyone_else_the_act_names_no_number(due: Due) -> None:
    """Provisional: "viipymättä", without undue delay. Three months is what some counties promise: a target."""
    need = {"register": "social_welfare", "service_line": "adult_social_work", "birth_date": "1980-01-01"}
    assert due(**need, contact_at="2026-09-08") == {"SHL-OTHER": None}


def test_an_urgent_need_for_help_is_assessed_and_met_at_once(due: Due) -> None:
    """36 § is verified, 45 § provisional."""
    need = {"register": "social_welfare", "service_line": "family_social_work", "urgency": "urgent"}
    moment = "2026-09-12T23:30+03:00"
    clocks = {"SHL-URGENT": "2026-09-12", "SHL-45-URGENT": "2026-09-12"}
    assert due(**need, birth_date="1980-01-01", contact_at=moment, pending_at=moment) == clocks


def test_a_child_needing_special_support_has_both_a_start_and_an_end(due: Due) -> None:
    """Verified: seven working days to the start, three months to the end, both from becoming pending."""
    need = {"register": "social_welfare", "service_line": "family_social_work", "needs_special_support": True}
    clocks = due(**need, birth_date="2015-05-05", contact_at="2026-11-30", pending_at="2026-11-30")
    assert clocks == {"SHL-CHILD-7": "2026-12-09", "SHL-CHILD-3M": "2027-02-28", "SHL-45": "2027-02-28"}
    grown_up = due(**need, birth_date="2008-11-30", contact_at="2026-11-30")
    assert grown_up == {"SHL-OTHER": None}


def test_a_decision_is_carried_out_within_three_months_of_becoming_pending(due: Due) -> None:
    """Provisional: 45 § from memory. For an older person three months run from the decision as well (980/2012 18 §)."""
    need = {"register": "social_welfare", "service_line": "elderly_services", "birth_date": "1950-01-01"}
    clocks = due(**need, pending_at="2026-08-31", decided_at="2026-10-05")
    assert clocks == {"SHL-45": "2026-11-30", "VPL-18": "2027-01-05"}


def test_a_social_matter_is_pending_from_its_arrival_also_at_night_and_weekends(due: Due) -> None:
    """Saturday evening is day 0, Monday the first working day."""
    need = {"register": "social_welfare", "birth_date": "1940-01-01"}
    assert due(**need, contact_at="2026-09-12T23:30+03:00") == {"SHL-START-7": "2026-09-22"}


def test_a_need_in_the_patient_register_is_not_covered(due: Due) -> None:
    need = {"register": "patient", "service_line": "home_care", "birth_date": "1940-01-01"}
    assert due(**need, contact_at="2026-09-08") == {"PHC-CONTACT": "2026-09-08"}
