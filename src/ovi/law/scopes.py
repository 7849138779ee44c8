"""Does a row of the law cover a matter, and if not, why not?"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from ovi.foundation.calendar import age_on
from ovi.law.matters import Matter
from ovi.law.rules import Condition, Scope


class WhyNot(StrEnum):
    """The kind of reason for which a rule does not apply."""

    NEVER_IN_FORCE = "never_in_force"
    NOT_IN_FORCE = "not_in_force"
    OUT_OF_SCOPE = "out_of_scope"
    MISSING = "missing"


Obstacle = tuple[WhyNot, str]


def kind_obstacle(condition: Condition, matter: Matter) -> Obstacle | None:
    """The first field of `matter` that is missing or has another value than `condition` asks for."""
    for field, values in condition.required:
        value = getattr(matter, field)
        if value is None:
            return WhyNot.MISSING, f"{field} is missing"
        if value not in values:
            return WhyNot.OUT_OF_SCOPE, f"{field} is {_shown(value)}"
    return None


def scope_obstacle(scope: Scope, matter: Matter, on: date) -> Obstacle | None:
    """Why `scope` does not cover `matter` when its clock starts on `on`; None when it does."""
    if obstacle := _obstacle(scope, matter, on):
        return obstacle
    for field, values in scope.unless.required:
        value = getattr(matter, field)
        if value is not None and value in values:
            return WhyNot.OUT_OF_SCOPE, f"{field} is {_shown(value)}"
    found = [_obstacle(condition, matter, on) for condition in scope.any_of]
    failed = [obstacle for obstacle in found if obstacle]
    if not found or len(failed) < len(found):
        return None
    code = WhyNot.MISSING if any(code is WhyNot.MISSING for code, _ in failed) else WhyNot.OUT_OF_SCOPE
    return code, "; ".join(why for _, why in failed)


def _obstacle(condition: Condition, matter: Matter, on: date) -> Obstacle | None:
    return kind_obstacle(condition, matter) or _age_obstacle(condition, matter, on)


def _age_obstacle(condition: Condition, matter: Matter, on: date) -> Obstacle | None:
    """Age is judged on the day the clock starts, so who turns 23 while waiting keeps the shorter limit."""
    if condition.age_from is None and condition.age_under is None:
        return None
    if matter.birth_date is None:
        return WhyNot.MISSING, "birth_date is missing"
    age = age_on(matter.birth_date, on)
    if condition.age_from is not None and age < condition.age_from:
        return WhyNot.OUT_OF_SCOPE, f"age {age} is under {condition.age_from}"
    if condition.age_under is not None and age >= condition.age_under:
        return WhyNot.OUT_OF_SCOPE, f"age {age} is not under {condition.age_under}"
    return None


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
