"""The slow twin: the same law told again by hand, day by day, sharing no code with the product.

It tells the rules named in RULES. It reads the input as raw JSON fields, knows no YAML, and counts by stepping
through a calendar of its own.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

ONE = timedelta(days=1)
HEALTH_CENTRE = {
    "primary_care",
    "oral_health",
    "mental_health",
    "substance_services",
    "rehabilitation",
    "maternity_child",
    "school_health",
    "home_care",
    "lifestyle_guidance",
}
RULES = {
    "PHC-CONTACT",
    "PHC-14D-ALL",
    "PHC-14D-U23",
    "PHC-3M-ADULT",
    "ORAL-4M",
    "ORAL-3M-ALL",
    "ORAL-6M-ADULT",
    "ORAL-3M-U23",
    "SHL-START-7",
}
REASONS = {"illness", "injury", "worsening_long_term", "new_symptoms", "reduced_function"}


def gauss_easter(year: int) -> date:
    """Easter by Gauss's rule of 1800 with his later corrections."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 - (13 + 8 * k) // 25 + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if d == 29 and e == 6:
        return date(year, 4, 19)
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        return date(year, 4, 18)
    return date(year, 3, 22) + timedelta(days=d + e)


def free(day: date) -> bool:
    """Is the office closed all day?"""
    if day.strftime("%a") in ("Sat", "Sun"):
        return True
    if day.strftime("%d.%m.") in ("01.01.", "06.01.", "01.05.", "06.12.", "24.12.", "25.12.", "26.12."):
        return True
    since_easter = (day - gauss_easter(day.year)).days
    midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.strftime("%a") == "Fri"
    return since_easter in (-2, 1, 39) or midsummer_eve


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.strftime("%a") != "Sun":
        day -= ONE
    return day


def finnish(text: str) -> tuple[date, str | None]:
    """The day in Finland, and the time of day when the text has one."""
    if len(text) == 10:
        return date.fromisoformat(text), None
    instant = datetime.fromisoformat(text).astimezone(timezone.utc)  # noqa: UP017 - named as the rule is told
    summer = [
        datetime.combine(last_sunday(instant.year, month), datetime.min.time(), timezone.utc)  # noqa: UP017
        + timedelta(hours=1)
        for month in (3, 10)
    ]
    local = instant + timedelta(hours=3 if summer[0] <= instant < summer[1] else 2)
    return local.date(), local.strftime("%H:%M:%S")


def in_months(day: date, months: int) -> date:
    """Step into the month that lies `months` on, then go back until the day exists there."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def on_working_day(day: date, number: int) -> date:
    while number:
        day += ONE
        if not free(day):
            number -= 1
    return day


def has_turned(age: int, born: str | None, day: date) -> bool | None:
    if born is None:
        return None
    return day.isoformat()[5:] >= born[5:] and day.year - int(born[:4]) >= age or day.year - int(born[:4]) > age


def clocks(matter: dict[str, object]) -> dict[str, tuple[date, date]]:
    """Rule id → (start day, due day) of every clock that runs."""
    return {**_contact(matter), **_care(matter), **_oral(matter), **_social(matter)}


def _contact(matter: dict[str, object]) -> dict[str, tuple[date, date]]:
    if matter.get("register") != "patient" or matter.get("service_line") not in HEALTH_CENTRE:
        return {}
    if not (contact := matter.get("contact_at")):
        return {}
    day, time = finnish(str(contact))
    if not free(day) and time is not None and time >= "16:00:00":
        day += ONE
    while free(day):
        day += ONE
    return {"PHC-CONTACT": (day, day)} if day >= date(2023, 9, 1) else {}


def _care(matter: dict[str, object]) -> dict[str, tuple[date, date]]:
    line = matter.get("service_line")
    if matter.get("register") != "patient" or line not in HEALTH_CENTRE or line == "oral_health":
        return {}
    if matter.get("care_reason") not in REASONS or matter.get("general_medicine") is not True:
        return {}
    if any(matter.get(part) is not False for part in ("plan_based", "certificate_only", "preventive")):
        return {}
    if matter.get("urgency") == "urgent" or not (assessed := matter.get("assessed_at")):
        return {}
    day, _ = finnish(str(assessed))
    fortnight = day
    for _ in range(14):
        fortnight += ONE
    if day < date(2023, 9, 1):
        return {}
    if day.year < 2025:
        return {"PHC-14D-ALL": (day, fortnight)}
    adult = has_turned(23, matter.get("birth_date"), day)  # type: ignore[arg-type]
    if adult is None:
        return {}
    return {"PHC-3M-ADULT": (day, in_months(day, 3))} if adult else {"PHC-14D-U23": (day, fortnight)}


def _oral(matter: dict[str, object]) -> dict[str, tuple[date, date]]:
    if matter.get("register") != "patient" or matter.get("service_line") != "oral_health":
        return {}
    if matter.get("urgency") == "urgent" or matter.get("set_interval") or not matter.get("assessed_at"):
        return {}
    day, _ = finnish(str(matter["assessed_at"]))
    if day < date(2023, 9, 1):
        return {}
    if day <= date(2024, 10, 31):
        return {"ORAL-4M": (day, in_months(day, 4))}
    if day <= date(2024, 12, 31):
        return {"ORAL-3M-ALL": (day, in_months(day, 3))}
    adult = has_turned(23, matter.get("birth_date"), day)  # type: ignore[arg-type]
    if adult is None:
        return {}
    return {"ORAL-6M-ADULT": (day, in_months(day, 6))} if adult else {"ORAL-3M-U23": (day, in_months(day, 3))}


def _social(matter: dict[str, object]) -> dict[str, tuple[date, date]]:
    if matter.get("register") != "social_welfare" or not (contact := matter.get("contact_at")):
        return {}
    day, _ = finnish(str(contact))
    old = has_turned(75, matter.get("birth_date"), day)  # type: ignore[arg-type]
    if day < date(2015, 4, 1) or not (old or matter.get("highest_care_allowance")):
        return {}
    return {"SHL-START-7": (day, on_working_day(day, 7))}
