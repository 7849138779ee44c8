"""Specialised care, young people's mental health, the therapy guarantee."""

from __future__ import annotations

from collections.abc import Callable

title = "Specialised care, mental health of those under 23, the therapy guarantee (Health Care Act 52-53 §)"

Due = Callable[..., dict[str, str | None]]
HOSPITAL = {"register": "patient", "service_line": "specialised_care"}
MIND = {"register": "patient", "service_line": "mental_health"}


def test_specialised_care_counts_from_the_arrival_of_the_referral(due: Due) -> None:
    """Verified: three weeks to the start of the assessment, three months to the examinations."""
    need = due(**HOSPITAL, birth_date="1980-01-01", referral_at="2026-11-30")
    assert need == {"ESH-HTA": "2026-12-21", "ESH-EXAM": "2027-02-28"}


def test_treatment_found_necessary_starts_within_six_months_of_the_assessment(due: Due) -> None:
    """Verified. 31 August and six months end on the last of February."""
    assert due(**HOSPITAL, birth_date="1980-01-01", assessed_at="2025-08-31") == {"ESH-CARE": "2026-02-28"}


def test_under_23_mental_health_is_assessed_in_six_weeks_and_treated_in_three_months(due: Due) -> None:
    """Verified. In hospital the general limits stand beside; the shorter one warns first."""
    need = {"birth_date": "2004-03-01", "referral_at": "2026-09-08", "assessed_at": "2026-10-05"}
    assert due(**MIND, **need) == {"YOUTH-MH-HTA": "2026-10-20", "YOUTH-MH-CARE": "2027-01-05"}
    psychiatry = due(**HOSPITAL, **need, specialty="adolescent_psychiatry")
    assert psychiatry == {
        "ESH-HTA": "2026-09-29",
        "ESH-EXAM": "2026-12-08",
        "ESH-CARE": "2027-04-05",
        "YOUTH-MH-HTA": "2026-10-20",
        "YOUTH-MH-CARE": "2027-01-05",
    }


def test_who_turns_23_while_waiting_keeps_the_limit_of_the_referral(due: Due) -> None:
    need = {**MIND, "birth_date": "2003-09-09"}
    assert due(**need, referral_at="2026-09-08") == {"YOUTH-MH-HTA": "2026-10-20"}
    assert due(**need, referral_at="2026-09-09") == {}


def test_another_specialty_follows_the_general_limits_only(due: Due) -> None:
    need = due(**HOSPITAL, birth_date="2010-01-01", assessed_at="2026-10-05", specialty="surgery")
    assert need == {"ESH-CARE": "2027-04-05"}


def test_the_therapy_guarantee_counts_from_the_need_for_that_treatment(due: Due) -> None:
    """Verified: 28 days, for those under 23, since 1 May 2025. The assessment before it has no limit of its own."""
    young = {**MIND, "birth_date": "2008-01-01"}
    assert due(**young, need_established_at="2025-05-01") == {"THERAPY-28D": "2025-05-29"}
    assert due(**young, need_established_at="2025-04-30") == {}
    assert due(**MIND, birth_date="2002-05-01", need_established_at="2025-05-01") == {}
    at_school = {**young, "service_line": "school_health", "need_established_at": "2025-05-01"}
    assert due(**at_school, specialty="psychosocial_treatment") == {"THERAPY-28D": "2025-05-29"}
    assert due(**at_school) == {}


def test_psychosocial_support_in_social_welfare_starts_within_a_month(due: Due) -> None:
    """Verified in the bill HE 131/2024: from the support need being found."""
    young = {"register": "social_welfare", "service_line": "mental_health", "birth_date": "2008-01-01"}
    assert due(**young, need_established_at="2026-01-31") == {"THERAPY-SOC": "2026-02-28"}
