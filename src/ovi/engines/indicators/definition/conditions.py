"""How does a definition say which rows? A mapping from column to what it must be; all must hold.

    service_line: [primary_care, oral_health]     one of these
    no_show: true                                 just this
    mode: {not: [R60, R71]}                       none of these; an empty value passes
    hand_overs: {at_least: 1}    visits: {at_most: 9}
    assessed_day: {known: true}                   not empty
    stop_day: {by: due_day}                       not later than another column of the row

An empty value meets no condition but `not` and `known: false`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from ovi.engines.indicators.definition.common import Frozen

Scalar = bool | int | str


class Condition(Frozen):
    """What one column must be; exactly one of the tests is given."""

    column: str
    one_of: tuple[Scalar, ...] | None = None
    none_of: tuple[Scalar, ...] | None = None
    at_least: int | None = None
    at_most: int | None = None
    known: bool | None = None
    by: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The texts it compares with."""
        return tuple(one for one in (*(self.one_of or ()), *(self.none_of or ())) if isinstance(one, str))


class Named(Frozen):
    """Conditions under a name that readers see."""

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    where: tuple[Condition, ...]


_TESTS = ("not", "at_least", "at_most", "known", "by")


def _conditions(given: Any) -> Any:
    if not isinstance(given, Mapping):
        return given  # already conditions, or pydantic says what is wrong
    return tuple(_condition(str(column), test) for column, test in given.items())


def _condition(column: str, test: Any) -> Condition:
    if isinstance(test, bool | int | str):
        return Condition(column=column, one_of=(test,))
    if isinstance(test, list | tuple) and test:
        return Condition(column=column, one_of=tuple(test))
    if isinstance(test, Mapping) and len(test) == 1 and set(test) <= set(_TESTS):
        ((name, value),) = test.items()
        return Condition.model_validate({"column": column, "none_of" if name == "not" else name: value})
    raise ValueError(f"{column}: give a value, a list of values, or one of {', '.join(_TESTS)}")


def _named(given: Any) -> Any:
    if not isinstance(given, Mapping):
        return given
    return tuple(Named(name=str(name), where=_conditions(where)) for name, where in given.items())


_VALUE: dict[str, Any] = {"type": ["string", "integer", "boolean"]}
_LIST = {"type": "array", "items": _VALUE, "minItems": 1}
_TEST = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
    "properties": {
        "not": _LIST,
        "at_least": {"type": "integer"},
        "at_most": {"type": "integer"},
        "known": {"type": "boolean"},
        "by": {"type": "string"},
    },
}
_WHERE = {"type": "object", "additionalProperties": {"anyOf": [_VALUE, _LIST, _TEST]}}
Where = Annotated[tuple[Condition, ...], BeforeValidator(_conditions), WithJsonSchema(_WHERE)]
NamedWheres = Annotated[
    tuple[Named, ...],
    BeforeValidator(_named),
    WithJsonSchema({"type": "object", "additionalProperties": _WHERE}),
]
