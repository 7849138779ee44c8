"""Do the law as data, one matter at a time and in columns, give the clocks of the law told by hand?"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from ovi.foundation.calendar import SchoolCalendar, easter_sunday, is_working_day
from ovi.foundation.intervals import DateInterval
from ovi.law import Law, Matter, clocks_for, due_batch, load_law
from ovi.law.arrays import clocks_of_many, columns_of
from ovi.law.arrays.days import as_number
from ovi.law.choices import Choices
from tests.examples import examples
from tests.unit.law import oracle
from tests.unit.law.cases import case
from tests.unit.law.oracle import days
from tests.unit.law.oracle.law import LIMITS, NEVER
from tests.unit.law.strategies import matters

SEEDED, PARTS = int(os.environ.get("OVI_LAW_SEEDED", "100_000")), 4  # mutation testing asks for fewer
Clocks = dict[str, tuple[date, date | None]]


def told_law() -> Law:
    """The law as it lies in the files, with the school years that the oracle knows and the safe readings."""
    whole = [tuple(DateInterval(first, last + timedelta(days=1)) for first, last in part) for part in
             (days.TERMS, days.BREAKS)]  # fmt: skip
    return replace(load_law(), school=SchoolCalendar(*whole), choices=Choices())


LAW = told_law()


def one_by_one(matter: Matter) -> Clocks:
    clocks, not_applied = clocks_for(matter, LAW)
    assert len(clocks) + len(not_applied) == len(LAW.rules)
    return {clock.rule_id: (clock.starts_on, clock.due_on) for clock in clocks}


def numbered(place: int, found: Clocks) -> list[tuple[int, str, int, int]]:
    return [(place, rule_id, as_number(start), as_number(due)) for rule_id, (start, due) in found.items()]


def in_columns(found: list[Matter]) -> list[tuple[int, str, int, int]]:
    table = clocks_of_many(columns_of(found), LAW)
    columns = (table.case, table.of_limit(lambda rule, _: rule.id), table.start_day, table.due_day)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


@settings(max_examples=examples(2000), deadline=None)
@given(matters())
def test_every_clock_is_the_one_told_by_hand(raw: dict[str, Any]) -> None:
    assert one_by_one(Matter.of(raw)) == oracle.clocks(raw)


@pytest.mark.parametrize("part", range(PARTS))
def test_seeded_matters_have_the_clocks_told_by_hand(part: int) -> None:
    random = Random(20250203 + part)
    raw = [case(random) for _ in range(SEEDED // PARTS)]
    found = [Matter.of(fields) for fields in raw]
    expected = [oracle.clocks(fields) for fields in raw]
    for fields, matter, clocks in zip(raw, found, expected, strict=True):
        assert one_by_one(matter) == clocks, fields
    assert in_columns(found) == sorted(
        line for place, clocks in enumerate(expected) for line in numbered(place, clocks)
    )


def test_the_seeded_matters_reach_every_rule() -> None:
    random = Random(1)
    seen = Counter(rule_id for _ in range(20_000) for rule_id in oracle.clocks(case(random)))
    assert set(seen) == {rule.id for rule in LAW.rules} - NEVER
    assert min(seen.values()) >= 10


def test_both_tell_the_same_rules() -> None:
    assert {limit.rule_id for limit in LIMITS} | NEVER == {rule.id for rule in LAW.rules}


def test_a_batch_gives_the_same_clocks() -> None:
    random, law = Random(8), load_law()
    raw = [{"id": number} | case(random) for number in range(300)]
    for fields, line in zip(raw, due_batch(map(json.dumps, raw), law), strict=True):
        answer = json.loads(line)
        clocks, not_applied = clocks_for(Matter.of(fields), law)
        assert [(one["rule_id"], one["starts_on"], one["due_on"]) for one in answer["clocks"]] == [
            (one.rule_id, str(one.starts_on), one.due_on and str(one.due_on)) for one in clocks
        ]
        assert answer["not_applied"] == [{"rule_id": one.rule_id, "why": one.why} for one in not_applied]
        assert answer["id"] == fields["id"]


def test_both_calendars_agree_on_every_day_of_two_centuries() -> None:
    for year in range(1900, 2100):
        assert easter_sunday(year) == days.gauss_easter(year)
    day = date(1992, 1, 1)
    while day.year < 2060:
        assert is_working_day(day) is not days.free(day), day
        day += timedelta(days=1)
