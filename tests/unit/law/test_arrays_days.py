"""Do the tables of days answer as the calendar does, on every day that a matter may name?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from ovi.foundation.calendar import add_months, add_working_days, age_on, working_day_from
from ovi.law.arrays import NULL_DAY
from ovi.law.arrays.days import as_number, birthday, look_up, months_on, next_working_day, working_days_on

EPOCH = date(1970, 1, 1)
EDGE_DAYS = [date(1849, 12, 31), date(1850, 1, 1), date(2199, 12, 31), date(2200, 1, 1)]
SOME_DAYS = [date(1990, 1, 1) + timedelta(days=n) for n in range(20000)] + EDGE_DAYS


def numbers(days: list[date]) -> np.ndarray:
    return np.array([(day - EPOCH).days for day in days], np.int32)


@pytest.mark.parametrize("months", [0, 1, 3, 4, 6, 11, 12, 25])
def test_months(months: int) -> None:
    expected = numbers([add_months(day, months) for day in SOME_DAYS])
    assert (look_up(months_on(months), numbers(SOME_DAYS)) == expected).all()


@pytest.mark.parametrize("count", [0, 1, 3, 7, 90])
def test_working_days(count: int) -> None:
    some = SOME_DAYS[::7] + EDGE_DAYS if count > 7 else SOME_DAYS
    assert (look_up(working_days_on(count), numbers(some)) == numbers([add_working_days(d, count) for d in some])).all()


def test_next_working_day() -> None:
    assert (look_up(next_working_day(), numbers(SOME_DAYS)) == numbers([working_day_from(d) for d in SOME_DAYS])).all()


@pytest.mark.parametrize("age", [0, 18, 23, 75])
def test_a_birthday_is_the_first_day_of_that_age(age: int) -> None:
    turned = look_up(birthday(age), numbers(SOME_DAYS))
    for born, number in zip(SOME_DAYS, turned.tolist(), strict=True):
        day = EPOCH + timedelta(days=number)
        assert age_on(born, day) == age
        assert age_on(born, day - timedelta(days=1)) == age - 1


def test_no_day_stays_none_and_a_table_cannot_be_changed() -> None:
    none = np.array([NULL_DAY, 0], np.int32)
    for table in (months_on(3), working_days_on(7), next_working_day(), birthday(23)):
        assert (look_up(table, none) == NULL_DAY).tolist() == [True, False]
        with pytest.raises(ValueError, match="read-only"):
            table[0] = 1
    assert (as_number(None), as_number(date(1970, 1, 2))) == (NULL_DAY, 1)
