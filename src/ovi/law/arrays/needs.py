"""What do the facts' needs (table `need`) say that the law asks about? Plain arrays in, columns of matters out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovi.law.arrays.columns import Codes, Columns, code_of
from ovi.law.arrays.days import NULL_DAY, Days
from ovi.law.vocabulary import CareReason, Register, ServiceLine, Urgency

# What the class of a need (`covered_class`) says about the fields that it was classified by. Which of the covered
# reasons it was is not kept in the facts, and the law treats them alike.
_ORDINARY: dict[str, Any] = {
    "care_reason": CareReason.ILLNESS,
    "general_medicine": True,
    "plan_based": False,
    "certificate_only": False,
    "preventive": False,
    "set_interval": False,
}
_CLASSES = {
    "covered": _ORDINARY,
    "plan_based": _ORDINARY | {"plan_based": True},
    "certificate_only": _ORDINARY | {"certificate_only": True},
    "preventive": _ORDINARY | {"preventive": True},
    "not_general_medicine": _ORDINARY | {"general_medicine": False},
    "by_referral": _ORDINARY | {"general_medicine": False},
    "set_interval": _ORDINARY | {"set_interval": True},
}
_WORDS = {"service_line": ServiceLine, "register": Register, "urgency": Urgency}
_YEAR_DAYS, _HALF_YEAR_DAYS = 365.2425, 182


def columns_of_needs(need: Mapping[str, Sequence[Any] | NDArray[Any]]) -> Columns:
    """The columns of `need` as matters. Null is None, NaN or masked; a column left out is null throughout.

    An unknown word counts as missing. The facts hold `age_at_start` and no birth date: the birthday is taken to
    lie half a year away, so who passes an age limit between contact and assessment is judged by the assessment.
    """
    size = len(need["contact_day"])
    codes = {name: _coded(need, name, size, {str(word): code_of(name, word) for word in words})
             for name, words in _WORDS.items()}  # fmt: skip
    for name in _ORDINARY:
        by_class = {word: code_of(name, fields[name]) for word, fields in _CLASSES.items()}
        codes[name] = _coded(need, "covered_class", size, by_class)
    contact, assessed = (_numbers(need, f"{name}_day", size, NULL_DAY).astype(np.int32) for name in _STARTS)
    return Columns(
        size=size,
        codes=codes,
        days={
            "birth_date": _born(np.where(assessed == NULL_DAY, contact, assessed), need, size),
            "contact_at": contact,
            "assessed_at": assessed,
        },
        minutes={f"{name}_at": _numbers(need, f"{name}_minute", size, -1).astype(np.int16) for name in _STARTS},
    )


_STARTS = ("contact", "assessed")


def _born(reference: Days, need: Mapping[str, Any], size: int) -> Days:
    age = _numbers(need, "age_at_start", size, -1)
    born = reference - np.round(age * _YEAR_DAYS + _HALF_YEAR_DAYS)
    return np.where((age < 0) | (reference == NULL_DAY), NULL_DAY, born).astype(np.int32)


def _coded(need: Mapping[str, Any], column: str, size: int, codes: Mapping[str, int]) -> Codes:
    words = need.get(column)
    if words is None:
        return np.full(size, -1, np.int8)
    return np.fromiter((codes.get(word, -1) for word in words), np.int8, count=size)


def _numbers(need: Mapping[str, Any], column: str, size: int, null: int) -> NDArray[np.float64]:
    found = need.get(column)
    if found is None:
        return np.full(size, null, np.float64)
    return np.ma.filled(np.ma.masked_invalid(np.ma.asarray(found, np.float64)), null)
