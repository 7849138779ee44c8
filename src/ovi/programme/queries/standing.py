"""How does a goal stand? By the programme's own rule, never by judgement of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ovi.programme.queries.definition import Goal, StandingRule

Code = Literal["reached", "on_track", "behind", "not_reached", "not_set", "not_measured"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The code, and whether the target is missed only narrowly."""

    code: Code
    near: bool = False


def standing_of(goal: Goal, rule: StandingRule, *, month: str, value: float | None) -> Standing:
    """The standing of `value`, measured in `month` ("2026-02"), against the goal.

    Reached from the low end of the target on. After the target's month only reached and not reached remain; before
    it the value is compared with the straight line from baseline to target.
    """
    if goal.baseline is None or goal.target_low is None or goal.baseline_on is None or goal.target_on is None:
        return Standing("not_set")
    if value is None:
        return Standing("not_measured")
    if value >= goal.target_low:
        return Standing("reached")
    near = goal.target_low - value < rule.near_margin
    if month > goal.target_on:
        return Standing("not_reached", near)
    whole = max(_months(goal.target_on) - _months(goal.baseline_on), 1)
    gone = max(_months(month) - _months(goal.baseline_on), 0)
    expected = goal.baseline + (goal.target_low - goal.baseline) * gone / whole
    return Standing("on_track" if value >= expected else "behind", near)


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])
