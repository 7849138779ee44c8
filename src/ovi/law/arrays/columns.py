"""What does the law need to know about many needs? Matters as columns of codes and day numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from ovi.foundation.calendar import HELSINKI
from ovi.law.arrays.days import NULL_DAY, Days, as_number
from ovi.law.matters import START_FIELD, Matter, day_of

Codes = NDArray[np.int8]
Numbers = NDArray[np.int16]


def _known(hint: Any) -> tuple[Any, ...]:
    """The values a matter's field can take, in the order of their codes; empty when they are not a few."""
    (kind,) = [part for part in get_args(hint) if part is not NoneType][:1]
    if kind is bool:
        return (False, True)
    return tuple(kind) if isinstance(kind, type) and issubclass(kind, StrEnum) else ()


# Each field of a matter that holds a word or a yes or no, with its values: the code is the place in the tuple.
CODED: dict[str, tuple[Any, ...]] = {
    name: known for name, hint in get_type_hints(Matter).items() if (known := _known(hint))
}
# Each field that holds a day; those of START_FIELD may have a minute of the day too.
DATED = ("birth_date", *START_FIELD.values())


@dataclass(frozen=True, slots=True)
class Columns:
    """`size` matters. A field without a column is missing from all of them.

    `codes`: small integers by CODED, -1 where missing; those of `specialty` are places in `specialties`.
    `days`: int32, NULL_DAY where missing. `minutes`: int16 of the Finnish day in which an instant falls, -1 for a
    bare day. ValueError for an unknown field, code or a wrong length.
    """

    size: int
    codes: Mapping[str, NDArray[np.integer[Any]]] = field(default_factory=dict)
    days: Mapping[str, Days] = field(default_factory=dict)
    minutes: Mapping[str, Numbers] = field(default_factory=dict)
    specialties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        known = (
            (self.codes, {*CODED, "specialty"}),
            (self.days, set(DATED)),
            (self.minutes, set(START_FIELD.values())),
        )
        for given, names in known:
            if unknown := set(given) - names:
                raise ValueError(f"a matter has no such field: {', '.join(sorted(unknown))}")
            if wrong := [name for name, column in given.items() if column.shape != (self.size,)]:
                raise ValueError(f"{', '.join(wrong)} must hold {self.size} values")
        for name, column in self.codes.items():
            if column.size and (column.min() < -1 or column.max() >= len(self.values(name))):
                raise ValueError(f"{name} holds a code that is none")

    def values(self, name: str) -> tuple[Any, ...]:
        """The values of a coded field, in the order of their codes."""
        return self.specialties if name == "specialty" else CODED[name]

    def day(self, name: str) -> Days:
        """The days of a field."""
        found = self.days.get(name)
        return np.full(self.size, NULL_DAY, np.int32) if found is None else found

    def minute(self, name: str) -> Numbers:
        """The minutes of a field."""
        found = self.minutes.get(name)
        return np.full(self.size, -1, np.int16) if found is None else found


def code_of(name: str, value: Any) -> int:
    """The code of a value of the field, -1 for None; ValueError when it is none of the field's values."""
    return -1 if value is None else CODED[name].index(value)


def columns_of(matters: Iterable[Matter]) -> Columns:
    """Matters as columns: one pass in Python, for comparison and for modest numbers."""
    rows = list(matters)
    specialties = {one: code for code, one in enumerate(sorted({m.specialty for m in rows if m.specialty is not None}))}
    codes = {name: [code_of(name, getattr(m, name)) for m in rows] for name in CODED}
    codes["specialty"] = [-1 if m.specialty is None else specialties[m.specialty] for m in rows]
    moments = {name: [getattr(m, name) for m in rows] for name in DATED}
    return Columns(
        size=len(rows),
        codes={name: np.array(column, np.int16) for name, column in codes.items()},
        days={
            name: np.array([NULL_DAY if at is None else as_number(day_of(at)) for at in found], np.int32)
            for name, found in moments.items()
        },
        minutes={name: np.array([_minute(at) for at in moments[name]], np.int16) for name in START_FIELD.values()},
        specialties=tuple(specialties),
    )


def _minute(moment: date | None) -> int:
    if not isinstance(moment, datetime):
        return -1
    local = moment.astimezone(HELSINKI)
    return local.hour * 60 + local.minute
