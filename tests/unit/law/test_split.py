"""Is every classified need of primary care under exactly one limit to care, never two and never none?"""

from __future__ import annotations

from itertools import product

import pytest

from ovi.law import Law, Matter, clocks_for, load_law
from ovi.law.vocabulary import CareReason

COVERED = {"PHC-14D-ALL", "PHC-14D-U23", "PHC-3M-ADULT"}
LINES = [
    "primary_care",
    "mental_health",
    "substance_services",
    "rehabilitation",
    "maternity_child",
    "school_health",
    "home_care",
    "lifestyle_guidance",
]


@pytest.mark.parametrize("day", ["2023-09-01", "2024-12-31", "2025-01-01"])
def test_covered_and_not_covered_share_out_every_need(day: str) -> None:
    """51 a § 1, 3 mom.: all of its conditions hold, or the unchanged three months do."""
    truth, law = (False, True), Law(tuple(load_law().rule(rule_id) for rule_id in (*COVERED, "PHC-3M-OTHER")))
    for line, reason, general, plan, certificate, preventive, referred, born in product(
        LINES, CareReason, truth, truth, truth, truth, truth, ("2010-01-01", "1980-01-01")
    ):
        matter = Matter.of(
            {
                "register": "patient",
                "service_line": line,
                "birth_date": born,
                "assessed_at": day,
                "need_established_at": day,
                "referral_at": day if referred else None,
                "care_reason": reason,
                "general_medicine": general,
                "plan_based": plan,
                "certificate_only": certificate,
                "preventive": preventive,
                "urgency": "non_urgent",
            }
        )
        found = {clock.rule_id for clock in clocks_for(matter, law)[0]}
        plain = general and not (plan or certificate or preventive) and reason is not CareReason.OTHER
        covered = plain and not (referred and line == "rehabilitation")
        assert len(found) == 1, matter
        assert found <= COVERED if covered else found == {"PHC-3M-OTHER"}, matter


def test_oral_health_has_no_limit_of_other_primary_care() -> None:
    need = {"register": "patient", "service_line": "oral_health", "need_established_at": "2026-03-02"}
    clocks, _ = clocks_for(Matter.of({**need, "plan_based": True, "preventive": True}), load_law())
    assert {clock.rule_id for clock in clocks} == {"ORAL-SPECIALIST"}
