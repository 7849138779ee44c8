"""Which needs try the law hardest? Seeded raw matters on law-change nights, clock turns, holidays and birthdays."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from ovi.law.arrays import CODED
from ovi.law.matters import START_FIELD

# Days on which a row begins or ends, leap days, month ends, both turns of the clock, holidays of every
# sort, and the edges of school terms.
_EDGES = """
2008-01-01 2011-05-01 2013-07-01 2014-08-01 2015-04-01 2023-09-01 2024-11-01 2025-01-01 2025-05-01
2024-02-29 2028-02-29 2025-08-31 2026-11-30 2023-10-31 2024-11-15 2024-11-30 2024-12-31 2026-02-28
2024-03-31 2025-03-30 2025-10-26 2026-03-29 2026-10-25
2026-04-02 2026-05-14 2026-06-19 2026-10-31 2026-12-06 2025-12-24 2027-01-01 2027-01-06
2024-08-08 2024-10-18 2024-12-20 2025-05-30 2025-08-12 2026-02-20 2026-05-29
"""
EDGES = [date.fromisoformat(day) for day in _EDGES.split()]
AGES = (0, 16, 18, 23, 65, 75)
MINUTES = (0, 119, 120, 179, 180, 239, 479, 480, 955, 959, 960, 1319, 1320, 1379, 1380, 1439)
OFFSETS = ("+02:00", "+03:00", "Z", "-11:00")
YES = ("general_medicine",)  # what is usual is yes; every other yes or no is usually no
SOCIAL = {
    "elderly_services", "adult_social_work", "family_social_work", "child_protection",
    "disability_services", "social_assistance",
}  # fmt: skip
SPECIALTIES = (
    "psychotherapy", "psychosocial_treatment", "psychosocial_support", "psychiatry", "adolescent_psychiatry", "75",
    "mental_health", "surgery", "",
)  # fmt: skip
MISSING_SHARE, ODD_SHARE = 0.06, 0.15

_FIRST, _DAYS = date(2010, 1, 1), 7670  # 2010-2030
_WORDS = {name: [str(word) for word in words] for name, words in CODED.items() if words != (False, True)}
_YES_OR_NO = [name for name, words in CODED.items() if words == (False, True)]


def case(random: Random) -> dict[str, Any]:
    """A raw matter, as a line of a batch holds it: mostly one that some rule covers, some fields missing."""
    line = random.choice(_WORDS["service_line"])
    fields: dict[str, Any] = {"service_line": line, "register": _register(random, line)}
    around = _day(random)
    for field in START_FIELD.values():
        fields[field] = _moment(random, around if random.random() < 0.8 else _day(random))
    for field, words in _WORDS.items():
        fields.setdefault(field, random.choice(words))
    fields["specialty"] = random.choice(SPECIALTIES)
    for field in _YES_OR_NO:
        fields[field] = (field in YES) != (random.random() < ODD_SHARE)
    fields["birth_date"] = _birth(random, date.fromisoformat(fields[random.choice(list(START_FIELD.values()))][:10]))
    return {name: value for name, value in fields.items() if random.random() >= MISSING_SHARE}


def _register(random: Random, line: str) -> str:
    if random.random() < ODD_SHARE:
        return random.choice(_WORDS["register"])
    if line == "student_welfare":
        return line
    both = {"home_care", "mental_health", "substance_services", "rehabilitation"}
    return "social_welfare" if line in SOCIAL or (line in both and random.random() < 0.3) else "patient"


def _day(random: Random) -> date:
    if random.random() < 0.5:
        return random.choice(EDGES) + timedelta(days=random.randint(-2, 2))
    return _FIRST + timedelta(days=random.randrange(_DAYS))


def _moment(random: Random, day: date) -> str:
    if random.random() < 0.4:
        return day.isoformat()
    minute = random.choice(MINUTES) if random.random() < 0.7 else random.randrange(1440)
    return f"{day}T{minute // 60:02}:{minute % 60:02}{random.choice(OFFSETS)}"


def _birth(random: Random, day: date) -> str:
    """Usually within two days of a birthday that the law asks about; born on a leap day now and then."""
    if random.random() < 0.3:
        return (day - timedelta(days=random.randrange(100 * 365))).isoformat()
    if random.random() < 0.1:
        return f"{random.choice([1948, 1952, 2000, 2004])}-02-29"
    base = date(day.year - random.choice(AGES), day.month, min(day.day, 28))
    return (base + timedelta(days=random.randint(-2, 4))).isoformat()
