"""How the specifications of the law speak: a need is described, its clocks are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ovi.foundation.calendar import SchoolCalendar
from ovi.foundation.intervals import DateInterval
from ovi.law import Matter, clocks_for, load_law
from tests.law_memory import forget
from tests.spec.law.asking import due_days

ILLNESS = {
    "register": "patient",
    "service_line": "primary_care",
    "care_reason": "illness",
    "general_medicine": True,
    "plan_based": False,
    "certificate_only": False,
    "preventive": False,
}


@pytest.fixture(scope="session", autouse=True)
def _nothing_remembered() -> None:
    forget()


@pytest.fixture
def due() -> Callable[..., dict[str, str | None]]:
    """Rule id → due day, for the need described."""

    def ask(**fields: Any) -> dict[str, str | None]:
        return due_days(load_law(county="-"), fields)

    return ask


@pytest.fixture
def school_due() -> Callable[..., dict[str, str | None]]:
    """The same where the school year is 11 August to 18 December 2026 with a break from 12 to 18 October."""
    term = DateInterval(date(2026, 8, 11), date(2026, 12, 19))
    school = SchoolCalendar((term,), (DateInterval(date(2026, 10, 12), date(2026, 10, 19)),))
    return lambda **fields: due_days(replace(load_law(), school=school), fields)


@pytest.fixture
def illness_due(due: Callable[..., dict[str, str | None]]) -> Callable[..., dict[str, str | None]]:
    """The same for an ordinary illness in general medicine, unless told otherwise."""
    return lambda **fields: due(**{**ILLNESS, **fields})


@pytest.fixture
def why_not() -> Callable[..., dict[str, str]]:
    """Rule id → why it does not apply, for an ordinary illness unless told otherwise."""

    def ask(**fields: Any) -> dict[str, str]:
        _, not_applied = clocks_for(Matter.of({**ILLNESS, **fields}), load_law())
        return {rule.rule_id: rule.why for rule in not_applied}

    return ask
