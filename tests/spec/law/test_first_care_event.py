"""The first care event of general medicine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

title = "First care event in primary care: 14 days or three months (Health Care Act 51 a §)"

Due = Callable[..., dict[str, str | None]]
WhyNot = Callable[..., dict[str, str]]


def test_since_2025_those_under_23_have_14_days(illness_due: Due) -> None:
    assert illness_due(birth_date="2004-03-01", assessed_at="2025-02-03") == {"PHC-14D-U23": "2025-02-17"}


def test_since_2025_adults_have_three_months(illness_due: Due) -> None:
    assert illness_due(birth_date="1980-03-01", assessed_at="2025-02-03") == {"PHC-3M-ADULT": "2025-05-03"}


def test_who_turns_23_while_waiting_keeps_the_shorter_limit(illness_due: Due) -> None:
    """Age is judged on the day of assessment: 22 on that day, 23 the next. The amounts are verified; that this day
    decides is our reading (the choice `age_day`)."""
    assert illness_due(birth_date="2002-02-04", assessed_at="2025-02-03") == {"PHC-14D-U23": "2025-02-17"}
    assert illness_due(birth_date="2002-02-03", assessed_at="2025-02-03") == {"PHC-3M-ADULT": "2025-05-03"}


def test_from_september_2023_to_the_end_of_2024_everyone_had_14_days(illness_due: Due) -> None:
    for born in ("1950-01-01", "2010-01-01"):
        assert illness_due(birth_date=born, assessed_at="2023-09-01") == {"PHC-14D-ALL": "2023-09-15"}
        assert illness_due(birth_date=born, assessed_at="2024-12-31") == {"PHC-14D-ALL": "2025-01-14"}


def test_a_law_change_the_night_a_case_starts_does_not_touch_the_day_before(illness_due: Due) -> None:
    """Assessed on New Year's Eve: the old row, although the care event falls under the new law. That 14 days ended
    with the year is verified in the bill HE 134/2024; check the enacted text and its transitional provision."""
    adult = {"birth_date": "1980-03-01"}
    assert illness_due(**adult, assessed_at="2024-12-31T23:59+02:00") == {"PHC-14D-ALL": "2025-01-14"}
    assert illness_due(**adult, assessed_at="2025-01-01T00:00+02:00") == {"PHC-3M-ADULT": "2025-04-01"}


def test_the_planned_seven_days_never_came_into_force(illness_due: Due, why_not: WhyNot) -> None:
    """Verified: repealed (HE 55/2023) before its day, 1 November 2024. Kept as a row because people ask for it."""
    need = {"birth_date": "1980-03-01", "assessed_at": "2024-11-15"}
    assert illness_due(**need) == {"PHC-14D-ALL": "2024-11-29"}
    assert why_not(**need)["PHC-7D-PLANNED"].startswith("never came into force")


@pytest.mark.parametrize("service_line", ["rehabilitation", "mental_health", "substance_services", "school_health"])
def test_the_reason_and_kind_of_care_decide_and_not_the_service_line(illness_due: Due, service_line: str) -> None:
    """Direct access to a physiotherapist, for one, is general medicine without a plan."""
    need = illness_due(service_line=service_line, birth_date="1980-03-01", assessed_at="2025-02-03")
    assert need == {"PHC-3M-ADULT": "2025-05-03"}


@pytest.mark.parametrize(
    ("classified", "why"),
    [
        ({"plan_based": True}, "plan_based is true"),
        ({"certificate_only": True}, "certificate_only is true"),
        ({"preventive": True}, "preventive is true"),
        ({"general_medicine": False}, "general_medicine is false"),
        ({"care_reason": "other"}, "care_reason is other"),
        ({"urgency": "urgent"}, "urgency is urgent"),
        ({"service_line": "oral_health"}, "service_line is oral_health"),
        ({"care_reason": None}, "care_reason is missing"),
    ],
)
def test_what_lies_outside_is_left_out_with_its_reason(
    illness_due: Due, why_not: WhyNot, classified: dict[str, object], why: str
) -> None:
    need = {"birth_date": "1980-03-01", "assessed_at": "2025-02-03", **classified}
    assert "PHC-3M-ADULT" not in illness_due(**need)
    assert why_not(**need)["PHC-3M-ADULT"] == why


def test_physiotherapy_by_referral_is_not_covered_and_direct_access_is(illness_due: Due, why_not: WhyNot) -> None:
    """Verified: Suomen Fysioterapeutit 16.3.2023. By referral the unchanged three months hold from the need found."""
    need = {"service_line": "rehabilitation", "birth_date": "2010-01-01", "assessed_at": "2025-02-03"}
    assert illness_due(**need) == {"PHC-14D-U23": "2025-02-17"}
    by_referral = {**need, "referral_at": "2025-01-20", "need_established_at": "2025-02-03"}
    assert illness_due(**by_referral) == {"PHC-3M-OTHER": "2025-05-03"}
    why = why_not(**by_referral)["PHC-14D-U23"]
    assert why == "service_line is rehabilitation and referral_at is given"


@pytest.mark.parametrize(
    "ground",
    [
        {"plan_based": True},
        {"preventive": True},
        {"certificate_only": True},
        {"general_medicine": False},
        {"care_reason": "other"},
    ],
)
def test_what_51_a_leaves_out_has_three_months_from_the_need(illness_due: Due, ground: dict[str, object]) -> None:
    """Unchanged throughout, for every age, never beside the limits of 51 a §. Verified: HE 134/2024."""
    for day, due_on in (("2024-05-31", "2024-08-31"), ("2026-11-30", "2027-02-28")):
        need = {"birth_date": "2010-01-01", "assessed_at": day, "need_established_at": day, **ground}
        assert illness_due(**need) == {"PHC-3M-OTHER": due_on}


def test_covered_care_has_no_second_limit_from_the_need(illness_due: Due) -> None:
    need = illness_due(birth_date="1980-03-01", assessed_at="2025-02-03", need_established_at="2025-02-03")
    assert need == {"PHC-3M-ADULT": "2025-05-03"}


def test_a_doctor_found_necessary_at_the_first_visit(illness_due: Due) -> None:
    """Seven days until 2025 (verified); since then under 23 (provisional), and for adults an amount that was not
    found (unknown): kohtuullinen aika."""
    for born, visit, clocks in (
        ("1980-03-01", "2024-12-31", {"PHC-DOC7-ALL": "2025-01-07"}),
        ("2010-03-01", "2025-01-02", {"PHC-DOC7-U23": "2025-01-09"}),
        ("1980-03-01", "2025-01-02", {"PHC-DOC-ADULT": None}),
    ):
        assert illness_due(birth_date=born, visit_at=visit) == clocks


def test_before_september_2023_care_followed_within_three_months(illness_due: Due) -> None:
    assert illness_due(birth_date="1980-03-01", assessed_at="2023-08-31") == {"PHC-CARE-OLD": "2023-11-30"}


def test_without_a_birth_date_no_limit_that_depends_on_age_applies(illness_due: Due, why_not: WhyNot) -> None:
    assert illness_due(assessed_at="2025-02-03") == {}
    assert why_not(assessed_at="2025-02-03")["PHC-14D-U23"] == "birth_date is missing"


def test_the_clock_starts_from_the_assessment_and_not_from_the_contact(illness_due: Due, why_not: WhyNot) -> None:
    need = {"birth_date": "1980-03-01", "contact_at": "2025-02-03"}
    assert illness_due(**need) == {"PHC-CONTACT": "2025-02-03"}
    assert why_not(**need)["PHC-3M-ADULT"] == "assessed_at is missing"
