"""How the specifications of the law speak: a need is described, its clocks are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ovi.law import Matter, clocks_for, load_law

ILLNESS = {
    "register": "patient",
    "service_line": "primary_care",
    "care_reason": "illness",
    "general_medicine": True,
    "plan_based": False,
    "certificate_only": False,
    "preventive": False,
}


@pytest.fixture
def due() -> Callable[..., dict[str, str | None]]:
    """Rule id → due day, for the need described."""

    def ask(**fields: Any) -> dict[str, str | None]:
        clocks, _ = clocks_for(Matter.of(fields), load_law())
        return {clock.rule_id: clock.due_on.isoformat() if clock.due_on else None for clock in clocks}

    return ask


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
