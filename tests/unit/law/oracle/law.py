"""Which limits does the law set, told one by one as the notes on the acts tell them? No files, no reuse.

Each limit: whom it covers, from what it is counted, how long, and its first and last day in force (both inside). A
field that a limit needs and that is missing keeps it from running; a person of unknown age is of no age at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.unit.law.oracle.days import (
    age,
    days_on,
    finnish,
    months_on,
    office_day,
    school_days_on,
    working_days_on,
)

Need = Mapping[str, Any]
Covers = Callable[[Need, date], bool]

# What a health centre does. Specialised care is another thing: it starts from a referral.
HEALTH_CENTRE = {
    "primary_care", "oral_health", "mental_health", "substance_services", "rehabilitation", "maternity_child",
    "school_health", "home_care", "lifestyle_guidance",
}  # fmt: skip
ILL = {"illness", "injury", "worsening_long_term", "new_symptoms", "reduced_function"}
PSYCHIATRY = {"psychiatry", "child_psychiatry", "adolescent_psychiatry", "mental_health", "70", "74", "75"}


@dataclass(frozen=True)
class Limit:
    rule_id: str
    covers: Covers
    start: str
    number: int | None
    unit: str
    first_day: date
    last_day: date = date.max
    office_hours: bool = False


def under(years: int, need: Need, day: date) -> bool:
    return "birth_date" in need and age(need["birth_date"], day) < years


def at_least(years: int, need: Need, day: date) -> bool:
    return "birth_date" in need and age(need["birth_date"], day) >= years


def urgent(need: Need) -> bool:
    return need.get("urgency") == "urgent"


def physiotherapy_by_referral(need: Need) -> bool:
    """Direct access to a physiotherapist is first care; what a referral brought is not."""
    return need.get("service_line") == "rehabilitation" and "referral_at" in need


# --- health care: who is covered -------------------------------------------------------------------------------


def at_health_centre(need: Need, day: date) -> bool:
    return need.get("register") == "patient" and need.get("service_line") in HEALTH_CENTRE


def primary(need: Need, day: date) -> bool:
    """Non-urgent care of the health centre other than oral."""
    return at_health_centre(need, day) and need["service_line"] != "oral_health" and not urgent(need)


def general_medicine(need: Need, day: date) -> bool:
    """51 a §: an illness or the like is the reason, and no plan or paper: care of general medicine."""
    if not primary(need, day) or physiotherapy_by_referral(need):
        return False
    if need.get("care_reason") not in ILL or need.get("general_medicine") is not True:
        return False
    return all(need.get(ground) is False for ground in ("plan_based", "certificate_only", "preventive"))


def other_primary(need: Need, day: date) -> bool:
    """What 51 a § leaves out, where something says so."""
    if not primary(need, day):
        return False
    if any(need.get(ground) is True for ground in ("plan_based", "certificate_only", "preventive")):
        return True
    left_out = need.get("general_medicine") is False or need.get("care_reason") == "other"
    return left_out or physiotherapy_by_referral(need)


def oral(need: Need, day: date) -> bool:
    """An examination interval that a dentist has set is kept as set."""
    if need.get("register") != "patient" or need.get("service_line") != "oral_health":
        return False
    return not urgent(need) and need.get("set_interval") is not True


def specialised(need: Need, day: date) -> bool:
    return need.get("register") == "patient" and need.get("service_line") == "specialised_care" and not urgent(need)


def young_psychiatric(need: Need, day: date) -> bool:
    """53 §: under 23, and a mental health need that a referral has brought or that psychiatry cares for."""
    if need.get("register") != "patient" or urgent(need) or not under(23, need, day):
        return False
    if need.get("service_line") == "mental_health":
        return "referral_at" in need
    return need.get("service_line") == "specialised_care" and need.get("specialty") in PSYCHIATRY


def young_therapy(need: Need, day: date) -> bool:
    if need.get("register") != "patient" or not under(23, need, day):
        return False
    if need.get("service_line") in {"primary_care", "school_health", "substance_services"}:
        return need.get("specialty") in {"psychotherapy", "psychosocial_treatment"}
    return need.get("service_line") == "mental_health"


def urgent_patient(need: Need, day: date) -> bool:
    return need.get("register") == "patient" and urgent(need)


def both(one: Covers, years_under: int | None = None, years_from: int | None = None) -> Covers:
    """The same people, but only those under or from an age."""
    if years_under is not None:
        return lambda need, day: one(need, day) and under(years_under, need, day)
    assert years_from is not None
    return lambda need, day: one(need, day) and at_least(years_from, need, day)


# --- social welfare: who is covered ----------------------------------------------------------------------------


def social(need: Need, day: date) -> bool:
    return need.get("register") == "social_welfare"


def line(name: str) -> Covers:
    return lambda need, day: social(need, day) and need.get("service_line") == name


def old_or_highest_allowance(need: Need, day: date) -> bool:
    return social(need, day) and (at_least(75, need, day) or need.get("highest_care_allowance") is True)


def supported_child(need: Need, day: date) -> bool:
    return social(need, day) and need.get("needs_special_support") is True and under(18, need, day)


def own_act(need: Need) -> bool:
    return need.get("service_line") in {"child_protection", "social_assistance"}


def everyone_else(need: Need, day: date) -> bool:
    named = old_or_highest_allowance(need, day) or supported_child(need, day) or urgent(need) or own_act(need)
    return social(need, day) and not named


def older_person(need: Need, day: date) -> bool:
    if not social(need, day) or urgent(need):
        return False
    if need.get("service_line") in {"home_care", "adult_social_work", "rehabilitation"}:
        return at_least(65, need, day)
    return need.get("service_line") == "elderly_services"


def young_support(need: Need, day: date) -> bool:
    if not social(need, day) or not under(23, need, day):
        return False
    if need.get("service_line") in {"family_social_work", "substance_services", "child_protection"}:
        return need.get("specialty") == "psychosocial_support"
    return need.get("service_line") == "mental_health"


def pupil(need: Need, day: date) -> bool:
    return "register" in need and need.get("service_line") == "student_welfare"


assistance = line("social_assistance")
THL_ACT, OLD_END, NEW = date(2011, 5, 1), date(2023, 8, 31), date(2023, 9, 1)
END_2024, FROM_2025 = date(2024, 12, 31), date(2025, 1, 1)
SHL_ACT, TTL_WAITS = date(2015, 4, 1), date(2008, 1, 1)

LIMITS = [
    Limit("PHC-CONTACT-OLD", at_health_centre, "contact_at", None, "day", THL_ACT, OLD_END, office_hours=True),
    Limit("PHC-HTA-OLD", at_health_centre, "contact_at", 3, "working days", THL_ACT, OLD_END),
    Limit("PHC-CARE-OLD", primary, "assessed_at", 3, "months", THL_ACT, OLD_END),
    Limit("PHC-CONTACT", at_health_centre, "contact_at", None, "day", NEW, office_hours=True),
    Limit("PHC-14D-ALL", general_medicine, "assessed_at", 14, "days", NEW, END_2024),
    Limit("PHC-14D-U23", both(general_medicine, years_under=23), "assessed_at", 14, "days", FROM_2025),
    Limit("PHC-3M-ADULT", both(general_medicine, years_from=23), "assessed_at", 3, "months", FROM_2025),
    Limit("PHC-DOC7-ALL", general_medicine, "visit_at", 7, "days", NEW, END_2024),
    Limit("PHC-DOC7-U23", both(general_medicine, years_under=23), "visit_at", 7, "days", FROM_2025),
    Limit("PHC-DOC-ADULT", both(general_medicine, years_from=23), "visit_at", None, "unknown", FROM_2025),
    Limit("PHC-3M-OTHER", other_primary, "need_established_at", 3, "months", THL_ACT),
    Limit("ORAL-OLD", oral, "assessed_at", 6, "months", THL_ACT, OLD_END),
    Limit("ORAL-4M", oral, "assessed_at", 4, "months", NEW, date(2024, 10, 31)),
    Limit("ORAL-3M-ALL", oral, "assessed_at", 3, "months", date(2024, 11, 1), END_2024),
    Limit("ORAL-3M-U23", both(oral, years_under=23), "assessed_at", 3, "months", FROM_2025),
    Limit("ORAL-6M-ADULT", both(oral, years_from=23), "assessed_at", 6, "months", FROM_2025),
    Limit("ORAL-DENTIST", oral, "visit_at", 28, "days", NEW, END_2024),
    Limit("ORAL-DENTIST", oral, "visit_at", None, "unknown", FROM_2025),
    Limit("ORAL-DENTIST-3M", lambda need, day: oral(need, day) and "visit_at" in need, "assessed_at", 3, "months", NEW,
          END_2024),
    Limit("ORAL-SPECIALIST", oral, "need_established_at", 3, "months", NEW, END_2024),
    Limit("ORAL-SPECIALIST", oral, "need_established_at", None, "unknown", FROM_2025),
    Limit("THERAPY-28D", young_therapy, "need_established_at", 28, "days", date(2025, 5, 1)),
    Limit("ESH-HTA", specialised, "referral_at", 3 * 7, "days", THL_ACT),
    Limit("ESH-EXAM", specialised, "referral_at", 3, "months", THL_ACT),
    Limit("ESH-CARE", specialised, "assessed_at", 6, "months", THL_ACT),
    Limit("YOUTH-MH-HTA", young_psychiatric, "referral_at", 6 * 7, "days", THL_ACT),
    Limit("YOUTH-MH-CARE", young_psychiatric, "assessed_at", 3, "months", THL_ACT),
    Limit("URGENT", urgent_patient, "contact_at", None, "day", THL_ACT),
    Limit("SHL-URGENT", lambda need, day: social(need, day) and urgent(need), "contact_at", None, "day", SHL_ACT),
    Limit("SHL-START-7", old_or_highest_allowance, "contact_at", 7, "working days", SHL_ACT),
    Limit("SHL-CHILD-7", supported_child, "pending_at", 7, "working days", SHL_ACT),
    Limit("SHL-CHILD-3M", supported_child, "pending_at", 3, "months", SHL_ACT),
    Limit("SHL-OTHER", everyone_else, "contact_at", None, "unknown", SHL_ACT),
    Limit("SHL-45", lambda need, day: social(need, day) and not urgent(need) and not own_act(need), "pending_at", 3,
          "months", SHL_ACT),
    Limit("SHL-45-URGENT", lambda need, day: social(need, day) and urgent(need) and not own_act(need), "pending_at",
          None, "day", SHL_ACT),
    Limit("THERAPY-SOC", young_support, "need_established_at", 1, "months", date(2025, 5, 1)),
    Limit("VPL-18", older_person, "decided_at", 3, "months", date(2013, 7, 1)),
    Limit("LSL-26-7", line("child_protection"), "pending_at", 7, "working days", date(2008, 1, 1)),
    Limit("LSL-26-3M", line("child_protection"), "pending_at", 3, "months", date(2008, 1, 1)),
    Limit("TTL-URGENT", lambda need, day: assistance(need, day) and urgent(need), "pending_at", 1, "working days",
          TTL_WAITS),
    Limit("TTL-7", lambda need, day: assistance(need, day) and not urgent(need), "application_complete_at", 7,
          "working days", TTL_WAITS),
    Limit("TTL-SUPPLEMENT", lambda need, day: assistance(need, day) and not urgent(need)
          and "application_complete_at" not in need, "pending_at", 7, "working days", TTL_WAITS),
    Limit("TTL-TALK", assistance, "contact_at", 7, "working days", TTL_WAITS),
    Limit("VAMPL-OLD-7", line("disability_services"), "contact_at", 7, "working days", date(2009, 9, 1), END_2024),
    Limit("VAMPL-OLD-3M", line("disability_services"), "pending_at", 3, "months", date(2009, 9, 1), END_2024),
    Limit("VAMPL-7", line("disability_services"), "contact_at", 7, "working days", FROM_2025),
    Limit("VAMPL-3M", line("disability_services"), "pending_at", 3, "months", FROM_2025),
    Limit("OHL-15", lambda need, day: pupil(need, day) and not urgent(need), "contact_at", 7, "school days",
          date(2014, 8, 1)),
    Limit("OHL-15-URGENT", lambda need, day: pupil(need, day) and urgent(need), "contact_at", 1, "school days",
          date(2014, 8, 1)),
]  # fmt: skip
# Planned and withdrawn before its day came: seven days were never the law.
NEVER = {"PHC-7D-PLANNED"}


def last_day(limit: Limit, day: date) -> date | None:
    """Day 0 is `day`; None where no number is known."""
    if limit.unit == "day":
        return day
    if limit.number is None:
        return None
    count = {"days": days_on, "months": months_on, "working days": working_days_on, "school days": school_days_on}
    return count[limit.unit](day, limit.number)


def clocks(need: Need) -> dict[str, tuple[date, date | None]]:
    """Rule id → (start day, due day) of every clock that runs."""
    found = {}
    for limit in LIMITS:
        if limit.start not in need:
            continue
        day, time = finnish(need[limit.start])
        if limit.office_hours:
            day = office_day(day, time)
        if limit.first_day <= day <= limit.last_day and limit.covers(need, day):
            assert limit.rule_id not in found
            found[limit.rule_id] = (day, last_day(limit, day))
    return found
