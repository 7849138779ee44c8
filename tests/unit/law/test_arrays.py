"""Do whole columns give the very answers that one matter at a time gives: clocks, dates and reasons?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.foundation.calendar import SchoolCalendar
from ovi.foundation.intervals import DateInterval
from ovi.law import Law, Matter, clocks_for, load_law
from ovi.law.arrays import CODED, DATED, NULL_DAY, WHY_CODES, Columns, clocks_of_many, code_of, columns_of
from ovi.law.arrays import kinds as kinds_module
from ovi.law.arrays.days import (
    as_number,
    birthday,
    look_up,
    months_on,
    next_working_day,
    school_days_on,
    working_days_on,
)
from ovi.law.choices import Choices
from ovi.law.matters import START_FIELD
from ovi.law.rules import Row
from ovi.law.vocabulary import TimeUnit
from tests.examples import examples
from tests.unit.law.cases import case
from tests.unit.law.strategies import matters

Answer = dict[str, tuple[date, date | None, date] | str]


def one_by_one(matter: Matter, law: Law) -> Answer:
    clocks, not_applied = clocks_for(matter, law)
    ran = {clock.rule_id: (clock.starts_on, clock.due_on, clock.valid_from) for clock in clocks}
    return ran | {rule.rule_id: rule.code.value for rule in not_applied}


def as_date(number: int) -> date | None:
    return None if number == NULL_DAY else date(1970, 1, 1) + timedelta(days=int(number))


def in_columns(found: list[Matter], law: Law) -> list[Answer]:
    """The table of clocks told as `one_by_one` tells it."""
    table = clocks_of_many(columns_of(found), law)
    words = {code: why.value for why, code in WHY_CODES.items()}
    answers: list[Answer] = [
        {rule.id: words[code] for rule, code in zip(law.rules, codes, strict=True) if code}
        for codes in table.why.T.tolist()
    ]
    for place, limit, start, due in zip(table.case, table.limit, table.start_day, table.due_day, strict=True):
        rule, row = table.limits[limit]
        assert rule.id not in answers[place]
        answers[place][rule.id] = (as_date(start), as_date(due), row.valid_from)  # type: ignore[assignment]
    return answers


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(matters(), max_size=8))
def test_columns_and_single_matters_agree(raw: list[dict[str, Any]]) -> None:
    found, law = [Matter.of(fields) for fields in raw], load_law()
    assert in_columns(found, law) == [one_by_one(matter, law) for matter in found]


def test_they_agree_on_seeded_matters_and_every_reason_occurs() -> None:
    random, law = Random(20241101), load_law()
    found = [Matter.of(case(random)) for _ in range(4000)]
    expected = [one_by_one(matter, law) for matter in found]
    assert in_columns(found, law) == expected
    reasons = {reason for answer in expected for reason in answer.values() if isinstance(reason, str)}
    assert reasons == {why.value for why in WHY_CODES}


def changed(row: Row, **parts: Any) -> Row:
    """A copy with other parts; not model_copy, which would keep what the row has remembered of itself."""
    return Row.model_construct(**{name: getattr(row, name) for name in Row.model_fields} | parts)


def oral_or_not(random: Random) -> dict[str, Any]:
    assessed = date(2024, 2, 20) + timedelta(days=random.randrange(300))
    contact = assessed + timedelta(days=random.randrange(40))
    return {
        "register": "patient",
        "service_line": random.choice(["oral_health", "primary_care"]),
        "assessed_at": str(assessed),
        "contact_at": f"{contact}T{random.choice([12, 16])}:00+02:00",
    }


def test_a_rule_of_several_rows_follows_the_row_in_force_when_its_clock_starts() -> None:
    """Rows that begin elsewhere, count otherwise, cover others, or were planned only."""
    law = load_law()
    rule, other = law.rule("ORAL-4M"), law.rule("PHC-CONTACT").rows[0]
    (row,) = rule.rows
    rows = (
        changed(row, valid_to=date(2024, 3, 1)),
        changed(row, valid_from=date(2024, 3, 1), valid_to=date(2024, 5, 1), never_in_force="withdrawn"),
        changed(row, valid_from=date(2024, 4, 1), valid_to=date(2024, 11, 1), start=other.start, scope=other.scope,
                office_hours=other.office_hours, unit=TimeUnit.WORKING_DAYS, amount=3),
        changed(row, valid_from=date(2024, 11, 1), valid_to=None, amount=None),
    )  # fmt: skip
    several = Law((replace(rule, rows=rows), replace(rule, id="PLANNED-ONLY", rows=rows[1:2])))
    random = Random(7)
    found = [Matter.of(case(random) | oral_or_not(random)) for _ in range(3000)]
    expected = [one_by_one(matter, several) for matter in found]
    assert in_columns(found, several) == expected
    ran = [answer["ORAL-4M"] for answer in expected if isinstance(answer["ORAL-4M"], tuple)]
    assert {valid_from for _, _, valid_from in ran} == {rows[0].valid_from, rows[2].valid_from, rows[3].valid_from}
    assert any(due is None for _, due, _ in ran)


def test_no_matters_and_no_rules_give_empty_tables() -> None:
    nothing = clocks_of_many(columns_of([]), load_law())
    assert (nothing.why.shape, len(nothing.case)) == ((len(load_law().rules), 0), 0)
    assert clocks_of_many(columns_of([Matter()]), Law(())).why.shape == (0, 1)


def test_a_missing_column_is_a_field_missing_from_all() -> None:
    law = load_law()
    table = clocks_of_many(Columns(size=3), law)
    (answer,) = {tuple(column) for column in table.why.T.tolist()}
    _, not_applied = clocks_for(Matter(), law)
    assert list(answer) == [WHY_CODES[rule.code] for rule in not_applied]
    assert len(table.case) == 0


def test_a_table_says_of_each_clock_what_its_row_says() -> None:
    matter = Matter.of({"register": "patient", "service_line": "oral_health", "contact_at": "2026-09-08"})
    table = clocks_of_many(columns_of([Matter(), matter]), load_law())
    assert table.case.tolist() == [1]
    assert table.of_limit(lambda rule, row: f"{rule.id} {row.start} {row.stop}").tolist() == [
        "PHC-CONTACT contact assessed"
    ]


@pytest.mark.parametrize("share", [0, 10**9])
def test_kinds_are_numbered_alike_by_sorting_and_by_a_table(monkeypatch: pytest.MonkeyPatch, share: int) -> None:
    random, law = Random(3), load_law()
    found = [Matter.of(case(random)) for _ in range(300)]
    monkeypatch.setattr(kinds_module, "_TABLE_SHARE", share)
    assert in_columns(found, law) == [one_by_one(matter, law) for matter in found]


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"codes": {"speciality": np.zeros(2, np.int8)}}, "no such field: speciality"),
        ({"days": {"closed_at": np.zeros(2, np.int32)}}, "no such field: closed_at"),
        ({"minutes": {"birth_date": np.zeros(2, np.int16)}}, "no such field: birth_date"),
        ({"days": {"contact_at": np.zeros(3, np.int32)}}, "contact_at must hold 2 values"),
        ({"codes": {"urgency": np.array([0, 2], np.int8)}}, "urgency holds a code that is none"),
        ({"codes": {"urgency": np.array([0, -2], np.int8)}}, "urgency holds a code that is none"),
    ],
)
def test_columns_that_cannot_be_matters_are_refused(wrong: dict[str, Any], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        Columns(size=2, **wrong)


@pytest.mark.parametrize("number", [-(10**6), 10**6, NULL_DAY + 1])
def test_a_day_that_no_matter_may_name_is_refused(number: int) -> None:
    columns = Columns(
        size=1,
        codes={"register": np.array([code_of("register", "patient")], np.int8),
               "service_line": np.array([code_of("service_line", "oral_health")], np.int8)},
        days={"contact_at": np.array([number], np.int32)},
    )  # fmt: skip
    with pytest.raises(ValueError, match="outside the years 1850-2210"):
        clocks_of_many(columns, load_law())


def test_every_field_that_the_law_asks_about_has_a_column() -> None:
    scopes = [row.scope for rule in load_law().rules for row in rule.rows]
    asked = {name for scope in scopes for part in (scope, *scope.any_of, *scope.unless) for name, _ in part.required}
    assert asked <= {*CODED, "specialty"}
    assert set(DATED).isdisjoint(CODED)
    assert {*CODED, *DATED, "specialty", "id"} == set(Matter.__dataclass_fields__)


@pytest.mark.parametrize("choice", [{"deadline_on_free_day": "next_working_day"}, {"age_day": "contact"}])
def test_the_choices_are_read_the_same_way(choice: dict[str, Any]) -> None:
    random = Random(150)
    chosen = replace(load_law(), choices=Choices(**choice))
    found = [Matter.of(case(random)) for _ in range(1500)]
    expected = [one_by_one(matter, chosen) for matter in found]
    assert in_columns(found, chosen) == expected
    assert expected != [one_by_one(matter, load_law()) for matter in found]


def test_school_days_are_counted_in_the_terms_and_breaks_that_are_known() -> None:
    school = SchoolCalendar(
        terms=(DateInterval(date(2024, 8, 8), date(2024, 12, 21)), DateInterval(date(2025, 1, 7), date(2025, 5, 31))),
        breaks=(DateInterval(date(2024, 10, 14), date(2024, 10, 21)),),
    )
    days = [date(2024, 8, 1) + timedelta(days=n) for n in range(320)]
    numbers = np.array([as_number(day) for day in days], np.int32)
    for count in (1, 7):
        expected = [as_number(school.add(day, count)) for day in days]
        assert look_up(school_days_on(school, count), numbers).tolist() == expected
    assert set(look_up(school_days_on(None, 7), numbers).tolist()) == {NULL_DAY}
    endless = SchoolCalendar(terms=(DateInterval(date(2024, 8, 8)),))
    assert endless.add(days[20], 7) is None
    assert set(look_up(school_days_on(endless, 7), numbers).tolist()) == {NULL_DAY}


def test_a_later_start_is_never_due_earlier() -> None:
    """Every limit with a number, for a matter that it covers, on every day that its row is in force until 2040."""
    random, law = Random(11), load_law()
    found = columns_of([Matter.of(case(random)) for _ in range(8000)])
    table = clocks_of_many(found, law)
    numbered = [place for place, (_, row) in enumerate(table.limits) if row.amount is not None]
    assert len(numbered) > 30
    for place in numbered:
        rule, row = table.limits[place]
        first = as_number(row.valid_from)
        starts = np.arange(first, as_number(row.valid_to or date(2040, 1, 1)), dtype=np.int32)
        due = clocks_of_many(
            moved(found, table.case[table.limit == place][0], START_FIELD[row.start], starts),
            Law((rule,), school=law.school),
        ).due_day
        assert len(due)
        assert (np.diff(due[due != NULL_DAY]) >= 0).all(), rule.id


def moved(found: Columns, case_place: int, field: str, starts: np.ndarray) -> Columns:
    """One of the matters as many times as there are starts, the field that starts its clock on each of these."""

    def same(columns: Any) -> dict[str, Any]:
        return {name: np.repeat(column[case_place], len(starts)) for name, column in columns.items()}

    return Columns(
        len(starts),
        same(found.codes),
        same(found.days) | {field: starts},
        specialties=found.specialties,
    )


def test_a_moment_is_kept_as_its_finnish_day_and_minute_and_a_bare_day_has_no_minute() -> None:
    columns = columns_of([Matter(contact_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC), assessed_at=date(2026, 7, 3)),
                          Matter(contact_at=datetime(2026, 1, 1, 21, 59, tzinfo=UTC))])  # fmt: skip
    assert columns.day("contact_at").tolist() == [as_number(date(2026, 7, 2)), as_number(date(2026, 1, 1))]
    assert columns.minute("contact_at").tolist() == [90, 23 * 60 + 59]
    assert columns.day("assessed_at").tolist() == [as_number(date(2026, 7, 3)), NULL_DAY]
    assert columns.minute("assessed_at").tolist() == [-1, -1]


def test_columns_are_as_narrow_as_they_are_said_to_be() -> None:
    for columns in (columns_of([Matter(contact_at=date(2026, 7, 3))]), columns_of([]), Columns(size=2)):
        for name in DATED:
            assert columns.day(name).dtype == np.int32
        for name in START_FIELD.values():
            assert columns.minute(name).dtype == np.int16
            assert set(columns.minute(name).tolist()) <= {-1}
    table = clocks_of_many(columns_of([]), load_law())
    assert (table.case.dtype, table.start_day.dtype, table.due_day.dtype) == (np.int32, np.int32, np.int32)
    assert (table.case.size, table.start_day.size, table.due_day.size) == (0, 0, 0)


def test_the_tables_of_days_are_narrow_and_nobody_can_write_over_them() -> None:
    for table in (months_on(3), birthday(23), working_days_on(7), working_days_on(0), next_working_day()):
        assert table.dtype == np.int32
        assert table[0] == NULL_DAY
        assert not table.flags.writeable
