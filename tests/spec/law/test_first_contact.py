"""Contact with the health centre and the assessment of need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ovi.law import Matter, Standing, StandingState, clocks_for, load_law, standing_of

title = "Contact and assessment of the need for care on the same day (Health Care Act 51 §)"

Due = Callable[..., dict[str, str | None]]


def test_a_contact_in_office_hours_is_assessed_the_same_day(due: Due) -> None:
    need = due(register="patient", service_line="primary_care", contact_at="2026-09-08T15:59:59+03:00")
    assert need == {"PHC-CONTACT": "2026-09-08"}


def test_a_contact_before_the_office_opens_is_assessed_that_day(due: Due) -> None:
    need = due(register="patient", service_line="primary_care", contact_at="2026-09-08T05:00+03:00")
    assert need == {"PHC-CONTACT": "2026-09-08"}


def test_a_contact_after_four_in_the_afternoon_is_assessed_on_the_next_working_day(due: Due) -> None:
    need = due(register="patient", service_line="primary_care", contact_at="2026-09-11T16:00+03:00")
    assert need == {"PHC-CONTACT": "2026-09-14"}


def test_a_contact_on_friday_at_five_to_four_assessed_on_monday_is_three_days_late() -> None:
    """Inside office hours the same day is the last lawful one. Verified: HE 74/2022, rationale of 51 §."""
    matter = Matter.of({"register": "patient", "service_line": "primary_care", "contact_at": "2026-09-11T15:55+03:00"})
    (clock,), _ = clocks_for(matter, load_law())
    assert str(clock.due_on) == "2026-09-11"
    monday = date(2026, 9, 14)
    assert standing_of(clock, stopped_on=monday, today=monday) == Standing(StandingState.BREACHED, days_over=3)


def test_an_urgent_need_is_cared_for_at_once_day_and_night(due: Due) -> None:
    """50 §, in the health centre and in hospital, whatever the municipality of residence. Verified."""
    need = {"register": "patient", "urgency": "urgent", "contact_at": "2026-09-12T22:15+03:00"}
    assert due(**need, service_line="specialised_care") == {"URGENT": "2026-09-12"}
    assert due(**need, service_line="oral_health") == {"PHC-CONTACT": "2026-09-14", "URGENT": "2026-09-12"}


def test_a_contact_at_the_weekend_starts_its_clock_on_monday() -> None:
    matter = Matter.of({"register": "patient", "service_line": "primary_care", "contact_at": "2026-09-12T10:00+03:00"})
    (clock,), _ = clocks_for(matter, load_law())
    assert (clock.starts_on.isoformat(), clock.due_on and clock.due_on.isoformat()) == ("2026-09-14",) * 2


def test_a_contact_on_midsummer_eve_is_assessed_after_the_weekend(due: Due) -> None:
    need = due(register="patient", service_line="primary_care", contact_at="2026-06-19")
    assert need == {"PHC-CONTACT": "2026-06-22"}


def test_oral_health_is_covered_too(due: Due) -> None:
    need = due(register="patient", service_line="oral_health", contact_at="2026-09-08T09:00+03:00")
    assert need == {"PHC-CONTACT": "2026-09-08"}


def test_specialised_care_starts_from_a_referral_and_is_not_covered(due: Due) -> None:
    assert due(register="patient", service_line="specialised_care", contact_at="2026-09-08") == {}


def test_a_social_matter_is_not_a_contact_with_the_health_centre(due: Due) -> None:
    need = due(register="social_welfare", service_line="adult_social_work", contact_at="2026-09-08")
    assert need == {"SHL-OTHER": None}


def test_the_duty_began_on_the_first_of_september_2023(due: Due) -> None:
    """Before it: contact at once in office hours, assessment by the third working day. Read in HE 74/2022."""
    before = due(register="patient", service_line="primary_care", contact_at="2023-08-31T15:00+03:00")
    evening_before = due(register="patient", service_line="primary_care", contact_at="2023-08-31T18:00+03:00")
    assert before == {"PHC-CONTACT-OLD": "2023-08-31", "PHC-HTA-OLD": "2023-09-05"}
    assert evening_before == {"PHC-HTA-OLD": "2023-09-05", "PHC-CONTACT": "2023-09-01"}
