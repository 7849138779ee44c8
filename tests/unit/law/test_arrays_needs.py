"""Do the facts' needs, with their nulls of every sort, become the matters that they stand for?"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import numpy as np
import pytest

from ovi.engines.facts import codes
from ovi.law import Matter, clocks_for, load_law
from ovi.law.arrays import NULL_DAY, clocks_of_many, columns_of_needs
from ovi.law.arrays.columns import _known
from ovi.law.arrays.days import as_number
from ovi.law.arrays.needs import _CLASSES
from ovi.law.vocabulary import ServiceLine

DAY = as_number(date(2026, 9, 8))


def rules(**need: object) -> list[str]:
    columns = columns_of_needs({name: [value] for name, value in need.items()})
    return sorted(clocks_of_many(columns, load_law()).of_limit(lambda rule, _: rule.id).tolist())


def test_every_class_of_the_facts_is_known() -> None:
    assert set(_CLASSES) == set(codes.COVERED_CLASSES) - {"not_applicable"}


@pytest.mark.parametrize(
    ("covered_class", "age", "line", "expected"),
    [
        ("covered", 23, "primary_care", {"PHC-CONTACT", "PHC-3M-ADULT"}),
        ("covered", 22, "primary_care", {"PHC-CONTACT", "PHC-14D-U23"}),
        ("covered", 40, "oral_health", {"PHC-CONTACT", "ORAL-6M-ADULT"}),
        ("set_interval", 40, "oral_health", {"PHC-CONTACT"}),
        *[(word, 40, "primary_care", {"PHC-CONTACT"}) for word in ("plan_based", "certificate_only", "preventive",
                                                                  "not_general_medicine", "by_referral", None, "new")],
        ("covered", None, "primary_care", {"PHC-CONTACT"}),
    ],
)  # fmt: skip
def test_the_class_of_a_need_decides_as_its_fields_would(
    covered_class: str | None, age: int | None, line: str, expected: set[str]
) -> None:
    found = rules(contact_day=DAY, assessed_day=DAY, register="patient", service_line=line, age_at_start=age,
                  covered_class=covered_class, urgency=None)  # fmt: skip
    assert set(found) & {"PHC-CONTACT", "PHC-14D-U23", "PHC-3M-ADULT", "ORAL-6M-ADULT", "ORAL-3M-U23"} == expected


def test_nulls_may_be_none_nan_or_masked() -> None:
    wide = columns_of_needs({
        "contact_day": np.array([float(DAY), np.nan]),
        "assessed_day": np.ma.masked_array([DAY, DAY], [True, False]),
        "contact_minute": [960, None],
        "age_at_start": [75, 75],
    })  # fmt: skip
    assert wide.day("contact_at").tolist() == [DAY, NULL_DAY]
    assert wide.day("assessed_at").tolist() == [NULL_DAY, DAY]
    assert wide.minute("contact_at").tolist() == [960, -1]
    assert wide.minute("assessed_at").tolist() == [-1, -1]
    assert wide.codes["register"].tolist() == [-1, -1]
    assert columns_of_needs({"contact_day": [None], "age_at_start": [30]}).day("birth_date").tolist() == [NULL_DAY]


def test_whoever_is_of_an_age_on_the_day_of_contact_is_judged_by_it() -> None:
    """The facts hold full years only; SHL 36 § asks for the 75th birthday."""
    clocks = [rules(contact_day=DAY, register="social_welfare", age_at_start=age) for age in (74, 75)]
    assert ["SHL-START-7" in found for found in clocks] == [False, True]
    born = Matter.of({"register": "social_welfare", "contact_at": "2026-09-08", "birth_date": "1951-09-08"})
    assert "SHL-START-7" in [clock.rule_id for clock in clocks_for(born, load_law())[0]]


def test_a_column_that_is_left_out_or_a_strange_word_is_missing_and_nothing_else() -> None:
    columns = columns_of_needs({"contact_day": [DAY, DAY], "assessed_day": [None, DAY],
                                "service_line": ["oral_health", "a_new_line"]})  # fmt: skip
    assert columns.codes["service_line"].tolist() == [list(ServiceLine).index(ServiceLine.ORAL_HEALTH), -1]
    assert columns.codes["urgency"].tolist() == [-1, -1]
    assert columns.day("birth_date").tolist() == [NULL_DAY, NULL_DAY]
    assert columns.day("visit_at").tolist() == [NULL_DAY, NULL_DAY]
    assert columns.minute("visit_at").tolist() == [-1, -1]


def test_a_newborn_has_a_birth_date_and_an_unknown_age_has_none() -> None:
    columns = columns_of_needs({"contact_day": [DAY] * 4, "age_at_start": [0, 1, -1, None]})
    assert columns.day("birth_date").tolist() == [DAY - 182, DAY - 547, NULL_DAY, NULL_DAY]


def test_columns_are_as_narrow_as_they_are_said_to_be() -> None:
    many = {"contact_day": [DAY], "age_at_start": [30], "contact_minute": [1], "register": ["patient"]}
    columns = columns_of_needs(many)
    assert {column.dtype for column in columns.days.values()} == {np.dtype(np.int32)}
    assert {column.dtype for column in columns.minutes.values()} == {np.dtype(np.int16)}
    assert {column.dtype for column in columns.codes.values()} == {np.dtype(np.int8)}
    empty = columns_of_needs({"contact_day": []})
    assert {column.dtype for column in empty.days.values()} == {np.dtype(np.int32)}


@pytest.mark.parametrize(
    ("hint", "values"),
    [
        (bool | None, (False, True)),
        (ServiceLine | None, tuple(ServiceLine)),
        (str | None, ()),
        (date | None, ()),
        (Annotated[int, "of any kind"] | None, ()),
    ],
)
def test_a_field_of_a_few_values_has_their_codes(hint: object, values: tuple[object, ...]) -> None:
    assert _known(hint) == values
