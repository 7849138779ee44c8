"""Which kinds of matter occur, and which of them does a condition cover? Each kind is judged once, not each matter."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovi.law.arrays.columns import Codes, Columns, Numbers
from ovi.law.rules import Condition, Law
from ovi.law.scopes import WhyNot

# Why a rule gives no clock, as a code; 0 is for a rule that does give one.
WHY_CODES = {why: code for code, why in enumerate(WhyNot, start=1)}
MISSING, OUT_OF_SCOPE = WHY_CODES[WhyNot.MISSING], WHY_CODES[WhyNot.OUT_OF_SCOPE]
_Required = tuple[tuple[str, frozenset[Any]], ...]


class Kinds:
    """The combinations of coded fields that occur: `codes` has one entry a kind, `of_case` the kind of each matter."""

    def __init__(self, matters: Columns, law: Law) -> None:
        self._values = matters.values
        self._obstacles: dict[_Required, Codes] = {}
        sizes = {name: len(matters.values(name)) + 1 for name in _asked(law) & set(matters.codes)}
        key = np.zeros(matters.size, np.int64)
        for name, size in sizes.items():
            key *= size
            key += matters.codes[name]
            key += 1
        occurring, self.of_case = _numbered(key, prod(sizes.values()))
        self.size = len(occurring)
        self.codes: dict[str, Numbers] = {}
        for name in reversed(sizes):
            occurring, digit = np.divmod(occurring, sizes[name])
            self.codes[name] = (digit - 1).astype(np.int16)

    def obstacle(self, condition: Condition) -> Codes:
        """Per kind, the code of `scopes.kind_obstacle`: what is wrong with the first field that is in the way."""
        if condition.required not in self._obstacles:
            self._obstacles[condition.required] = self._obstacle(condition.required)
        return self._obstacles[condition.required]

    def _obstacle(self, required: _Required) -> Codes:
        found = np.zeros(self.size, np.int8)
        for name, values in required:
            # One place a code, and the last for -1: a negative index counts from the end.
            known = self._values(name)
            judged = np.array([0 if value in values else OUT_OF_SCOPE for value in known] + [MISSING], np.int8)
            found = np.where(found == 0, judged[self._coded(name)], found)
        return found

    def _coded(self, name: str) -> Numbers:
        return self.codes.get(name, np.full(self.size, -1, np.int16))


def _asked(law: Law) -> set[str]:
    """The coded fields that some row of the law asks about; others make no difference."""
    scopes = [row.scope for rule in law.rules for row in rule.rows]
    conditions = [part for scope in scopes for part in (scope, *scope.any_of, *scope.unless)]
    return {name for condition in conditions for name, _ in condition.required}


_TABLE_SHARE = 16  # a table pays while it has at most so many places a matter; otherwise sorting is quicker


def _numbered(key: NDArray[np.int64], combinations: int) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """The keys that occur, in order, and the place of each matter's key among them."""
    if combinations > _TABLE_SHARE * key.size:
        return np.unique(key, return_inverse=True)
    there = np.zeros(combinations, np.bool_)
    there[key] = True
    occurring = np.flatnonzero(there)
    place = np.empty(combinations, np.intp)
    place[occurring] = np.arange(len(occurring))
    return occurring, place[key]
