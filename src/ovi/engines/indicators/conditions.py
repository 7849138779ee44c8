"""How do a definition's conditions become an expression? An empty value meets none but `not` and `known: false`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis

from ovi.engines.indicators.definition import Condition


def all_of(rows: Any, where: Sequence[Condition]) -> Any:
    """True or false, never null: do all the conditions hold?"""
    return reduce(and_, (_holds(rows, one) for one in where), ibis.literal(True))


def any_of(rows: Any, groups: Sequence[Sequence[Condition]]) -> Any:
    """Does any of the groups hold?"""
    return reduce(or_, (all_of(rows, group) for group in groups))


def _holds(rows: Any, one: Condition) -> Any:
    column = rows[one.column]
    if one.known is not None:
        return column.notnull() if one.known else column.isnull()
    if one.none_of is not None:
        return (column.isnull() | column.notin(one.none_of)).fill_null(True)
    if one.by is not None:
        test = column <= rows[one.by]
    elif one.at_least is not None:
        test = column >= one.at_least
    elif one.at_most is not None:
        test = column <= one.at_most
    else:
        test = column.isin(one.one_of)
    return test.fill_null(False)
