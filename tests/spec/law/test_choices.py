"""What the acts leave open, and how it is read."""

from __future__ import annotations

from dataclasses import replace

from ovi.law import Law, load_law
from ovi.law.choices import Choices
from tests.spec.law.asking import due_days

title = "What the acts leave open: the named choices (definitions/law/choices.yaml)"

ADULT = {
    "register": "patient",
    "service_line": "primary_care",
    "birth_date": "1980-03-01",
    "care_reason": "illness",
    "general_medicine": True,
    "plan_based": False,
    "certificate_only": False,
    "preventive": False,
}


def choosing(choices: Choices) -> Law:
    return replace(load_law(), choices=choices)


def test_a_limit_that_ends_on_a_free_day_is_not_extended_by_default() -> None:
    """Laki 150/1930 5 § (from memory) moves it to the next working day; whether a service may wait longer for that is
    disputed. The safe side: it may not. 3 October 2026 is a Saturday, 6 December a holiday on a Sunday."""
    extending = choosing(Choices(deadline_on_free_day="next_working_day"))
    for assessed, kept, moved in (
        ("2026-07-03", "2026-10-03", "2026-10-05"),
        ("2026-09-06", "2026-12-06", "2026-12-07"),
        ("2026-09-24", "2026-12-24", "2026-12-28"),
        ("2026-09-08", "2026-12-08", "2026-12-08"),
    ):
        assert due_days(load_law(), {**ADULT, "assessed_at": assessed}) == {"PHC-3M-ADULT": kept}
        assert due_days(extending, {**ADULT, "assessed_at": assessed}) == {"PHC-3M-ADULT": moved}


def test_days_are_extended_like_months_but_the_same_day_never() -> None:
    extending = choosing(Choices(deadline_on_free_day="next_working_day"))
    young = {**ADULT, "birth_date": "2010-01-01", "assessed_at": "2026-10-03"}
    assert due_days(load_law(), young) == {"PHC-14D-U23": "2026-10-17"}
    assert due_days(extending, young) == {"PHC-14D-U23": "2026-10-19"}
    urgent = {"register": "patient", "urgency": "urgent", "contact_at": "2026-10-03"}
    assert due_days(extending, urgent) == {"URGENT": "2026-10-03"}


def test_age_is_judged_on_the_day_the_clock_starts_by_default() -> None:
    """Contact the day before the 23rd birthday, assessment on it. Judged by the contact, the shorter limit holds."""
    need = {**ADULT, "birth_date": "2003-09-09", "contact_at": "2026-09-08T10:00+03:00", "assessed_at": "2026-09-09"}
    assert due_days(load_law(), need)["PHC-3M-ADULT"] == "2026-12-09"
    by_contact = choosing(Choices(age_day="contact"))
    assert due_days(by_contact, need)["PHC-14D-U23"] == "2026-09-23"
    unknown_contact = {**need, "contact_at": None}
    assert due_days(by_contact, unknown_contact) == {"PHC-3M-ADULT": "2026-12-09"}
