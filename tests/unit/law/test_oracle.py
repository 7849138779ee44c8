"""Does the law as data give the same clocks as the law told by hand?"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.foundation.calendar import easter_sunday, is_working_day
from ovi.law import due_batch, load_law
from ovi.law.vocabulary import CareReason, Register, ServiceLine, Urgency
from tests.examples import examples
from tests.unit.law import twin

# Days on which a row begins or ends, a leap day, and both turns of the clock.
EDGES = [
    date(2023, 9, 1),
    date(2024, 2, 29),
    date(2024, 11, 1),
    date(2025, 1, 1),
    date(2025, 3, 30),
    date(2025, 10, 26),
    date(2026, 12, 24),
]
days = st.one_of(
    st.dates(date(2015, 3, 1), date(2030, 12, 31)),
    st.builds(lambda edge, n: edge + timedelta(days=n), st.sampled_from(EDGES), st.integers(-3, 3)),
)
instants = st.builds(
    lambda day, minute, offset: f"{day}T{minute // 60:02}:{minute % 60:02}:00{offset}",
    days,
    st.one_of(st.integers(0, 1439), st.sampled_from([0, 479, 480, 839, 840, 959, 960, 1319, 1320, 1439])),
    st.sampled_from(["+02:00", "+03:00", "Z"]),
)
moments = st.one_of(days.map(str), instants)


def near_birthday(draw: Any, moment: str) -> str:
    """A birth date around the day on which someone turns 23 or 75."""
    year, rest = int(moment[:4]), moment[4:10]
    age, shift = draw(st.sampled_from([23, 75])), draw(st.integers(-2, 2))
    base = date.fromisoformat(f"{year - age}{rest if rest != '-02-29' else '-02-28'}")
    return str(base + timedelta(days=shift))


@st.composite
def matters(draw: Any) -> dict[str, Any]:
    """A raw matter: each field may be missing; most are such that some rule applies."""
    fields: dict[str, Any] = {
        "id": draw(st.integers(0, 9)),
        "service_line": draw(st.sampled_from(list(ServiceLine))).value,
        "register": draw(st.sampled_from([*Register, Register.PATIENT])).value,
        "contact_at": draw(moments),
        "assessed_at": draw(moments),
        "urgency": draw(st.sampled_from(list(Urgency))).value,
        "care_reason": draw(st.sampled_from(list(CareReason))).value,
        "general_medicine": draw(st.sampled_from([True, True, True, False])),
        "set_interval": draw(st.booleans()),
        "highest_care_allowance": draw(st.booleans()),
    }
    fields |= {
        part: draw(st.sampled_from([False, False, False, True]))
        for part in ("plan_based", "certificate_only", "preventive")
    }
    fields["birth_date"] = near_birthday(draw, fields[draw(st.sampled_from(["contact_at", "assessed_at"]))])
    missing = draw(st.lists(st.sampled_from(sorted(fields)), max_size=2))
    return {name: value for name, value in fields.items() if name not in missing}


def product(matter: dict[str, Any]) -> dict[str, tuple[date, date]]:
    (line,) = due_batch([json.dumps(matter)], load_law())
    answer = json.loads(line)
    assert sorted(rule["rule_id"] for rule in answer["clocks"] + answer["not_applied"]) == sorted(
        rule.id for rule in load_law().rules
    )
    return {
        clock["rule_id"]: (date.fromisoformat(clock["starts_on"]), date.fromisoformat(clock["due_on"]))
        for clock in answer["clocks"]
        if clock["rule_id"] in twin.RULES
    }


@settings(max_examples=examples(500), deadline=None)
@given(matters())
def test_product_and_twin_agree_on_every_clock(matter: dict[str, Any]) -> None:
    assert product(matter) == twin.clocks(matter)


def seeded_matter(random: Random) -> dict[str, Any]:
    day = date(2023, 6, 1) + timedelta(days=random.randrange(1200))
    return {
        "service_line": random.choice(["primary_care", "oral_health", "rehabilitation", "elderly_services"]),
        "register": random.choice(["patient", "patient", "social_welfare"]),
        "birth_date": str(day - timedelta(days=random.choice([22, 23, 50, 74, 75, 80]) * 365 + random.randrange(30))),
        "contact_at": f"{day}T{random.randrange(24):02}:{random.randrange(60):02}+02:00",
        "assessed_at": str(day),
        "care_reason": "illness",
        "general_medicine": True,
        "plan_based": False,
        "certificate_only": False,
        "preventive": False,
    }


def test_the_comparison_reaches_every_rule_that_can_apply() -> None:
    random, seen = Random(20250203), Counter[str]()
    for _ in range(3000):
        matter = seeded_matter(random)
        clocks = product(matter)
        assert clocks == twin.clocks(matter)
        seen.update(list(clocks))
    assert set(seen) == twin.RULES
    assert min(seen.values()) >= 20


def test_both_calendars_agree_on_every_day_of_two_centuries() -> None:
    for year in range(1900, 2100):
        assert easter_sunday(year) == twin.gauss_easter(year)
    day = date(1992, 1, 1)
    while day.year < 2060:
        assert is_working_day(day) is not twin.free(day), day
        day += timedelta(days=1)
