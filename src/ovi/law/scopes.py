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
    """The first field of `matter` that is missing, or is otherwise than `condition` asks for."""
    for field, values in condition.required:
        value = getattr(matter, field)
        if value is None:
            return WhyNot.MISSING, f"{field} is missing"
        if value not in values:
            return WhyNot.OUT_OF_SCOPE, f"{field} is {_shown(value)}"
    for field in sorted(condition.given):
        if getattr(matter, field) is None:
            return WhyNot.MISSING, f"{field} is missing"
    for field in sorted(condition.lacking):
        if getattr(matter, field) is not None:
            return WhyNot.OUT_OF_SCOPE, f"{field} is given"
    return None


def scope_obstacle(scope: Scope, matter: Matter, on: date) -> Obstacle | None:
    """Why `scope` does not cover `matter` when ages are judged on `on`; None when it does."""
    if obstacle := _obstacle(scope, matter, on):
        return obstacle
    for condition in scope.unless:
        if _obstacle(condition, matter, on) is None:
            return WhyNot.OUT_OF_SCOPE, _told(condition, matter, on)
    found = [_obstacle(condition, matter, on) for condition in scope.any_of]
    failed = [obstacle for obstacle in found if obstacle]
    if not found or len(failed) < len(found):
        return None
    code = WhyNot.MISSING if any(code is WhyNot.MISSING for code, _ in failed) else WhyNot.OUT_OF_SCOPE
    return code, "; ".join(why for _, why in failed)


def _obstacle(condition: Condition, matter: Matter, on: date) -> Obstacle | None:
    return kind_obstacle(condition, matter) or _age_obstacle(condition, matter, on)


def _age_obstacle(condition: Condition, matter: Matter, on: date) -> Obstacle | None:
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


def _told(condition: Condition, matter: Matter, on: date) -> str:
    """What of `matter` meets `condition`, in words."""
    parts = [f"{field} is {_shown(getattr(matter, field))}" for field, _ in condition.required]
    parts += [f"{field} is given" for field in sorted(condition.given)]
    parts += [f"{field} is missing" for field in sorted(condition.lacking)]
    if matter.birth_date is not None and (condition.age_from is not None or condition.age_under is not None):
        parts.append(f"age is {age_on(matter.birth_date, on)}")
    return " and ".join(parts)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
