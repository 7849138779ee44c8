"""What is asked of the law in its specifications: the due day of each clock."""

from __future__ import annotations

from typing import Any

from ovi.law import Law, Matter, clocks_for


def due_days(law: Law, fields: dict[str, Any]) -> dict[str, str | None]:
    """Rule id → due day, for the need described."""
    clocks, _ = clocks_for(Matter.of(fields), law)
    return {clock.rule_id: clock.due_on.isoformat() if clock.due_on else None for clock in clocks}
