"""Contact with the health centre and the assessment of need."""

from __future__ import annotations

from collections.abc import Callable

from ovi.law import Matter, clocks_for, load_law

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
    assert due(register="social_welfare", service_line="adult_social_work", contact_at="2026-09-08") == {}


def test_the_duty_began_on_the_first_of_september_2023(due: Due) -> None:
    before = due(register="patient", service_line="primary_care", contact_at="2023-08-31T15:00+03:00")
    evening_before = due(register="patient", service_line="primary_care", contact_at="2023-08-31T18:00+03:00")
    assert before == {}
    assert evening_before == {"PHC-CONTACT": "2023-09-01"}
