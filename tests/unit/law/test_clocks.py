"""Does a clock carry what a page must show, and does every refusal of a rule give its kind and reason?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ovi.foundation.text import Trilingual
from ovi.law import Clock, Law, Matter, NotApplied, clocks_for, load_law
from ovi.law.scopes import WhyNot


def judge(rule_id: str, law: Law | None = None, **fields: Any) -> Clock | NotApplied:
    clocks, not_applied = clocks_for(Matter.of(fields), law or load_law())
    (found,) = [judged for judged in [*clocks, *not_applied] if judged.rule_id == rule_id]
    return found


def test_a_clock_says_by_which_text_it_was_computed() -> None:
    clock = judge("PHC-CONTACT", register="patient", service_line="oral_health", contact_at="2026-09-08")
    assert isinstance(clock, Clock)
    assert clock.name.fi == "Yhteydensaanti ja hoidon tarpeen arviointi samana päivänä"
    assert clock.reference == Trilingual(
        fi="terveydenhuoltolaki 1326/2010 51 §",
        sv="hälso- och sjukvårdslagen 1326/2010 51 §",
        en="Health Care Act 1326/2010, section 51",
    )
    assert clock.legal_ref == clock.reference.fi
    assert (clock.start, clock.stop, clock.status) == ("contact", "assessed", "verified")
    assert clock.valid_from == date(2023, 9, 1)
    assert clock.version == load_law().rule("PHC-CONTACT").version


def test_each_kind_of_reason_is_told_apart() -> None:
    social = {"register": "social_welfare", "contact_at": "2026-09-08"}
    old = {"register": "social_welfare", "contact_at": "2015-03-31", "highest_care_allowance": True}
    cases = [
        (judge("SHL-START-7", **social), WhyNot.MISSING, "birth_date is missing; highest_care_allowance is missing"),
        (
            judge("SHL-START-7", **social, birth_date="1960-01-01", highest_care_allowance=False),
            WhyNot.OUT_OF_SCOPE,
            "age 66 is under 75; highest_care_allowance is false",
        ),
        (judge("SHL-START-7", register="social_welfare"), WhyNot.MISSING, "contact_at is missing"),
        (judge("SHL-START-7", contact_at="2026-09-08"), WhyNot.MISSING, "register is missing"),
        (judge("SHL-START-7", **old), WhyNot.NOT_IN_FORCE, "not in force on 2015-03-31"),
        (judge("PHC-CONTACT", **social), WhyNot.OUT_OF_SCOPE, "register is social_welfare"),
        (
            judge("PHC-7D-PLANNED", **social),
            WhyNot.NEVER_IN_FORCE,
            "never came into force: repealed by HE 55/2023 before its planned start on 1 November 2024",
        ),
    ]
    for found, code, why in cases:
        assert found == NotApplied(found.rule_id, code, why)


def test_a_planned_row_beside_a_real_one_is_passed_over() -> None:
    rule = load_law().rule("ORAL-4M")
    planned = rule.rows[0].model_copy(update={"never_in_force": "repealed", "amount": 1})
    law = Law((replace(rule, rows=(planned, *rule.rows)),))
    clock = judge("ORAL-4M", law, register="patient", service_line="oral_health", assessed_at="2024-01-31")
    assert isinstance(clock, Clock)
    assert clock.due_on == date(2024, 5, 31)


def test_the_row_of_a_stored_clock_is_found_by_rule_and_first_day() -> None:
    law = load_law()
    later = law.row("ORAL-DENTIST", date(2025, 1, 1))
    assert later is law.rule("ORAL-DENTIST").rows[1]
    assert law.row("ORAL-DENTIST", date(2023, 9, 1)) is law.rule("ORAL-DENTIST").rows[0]
    assert law.row("ORAL-DENTIST", date(2024, 1, 1)) is None
    assert law.row("PHC-9D", date(2025, 1, 1)) is None
