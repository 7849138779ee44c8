"""What does Hypothesis draw for a raw matter? The edges of the law first, then anything."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from ovi.law.arrays import CODED
from ovi.law.matters import START_FIELD
from tests.unit.law.cases import AGES, EDGES, MINUTES, OFFSETS, SPECIALTIES, YES

days = st.one_of(
    st.builds(lambda edge, n: edge + timedelta(days=n), st.sampled_from(EDGES), st.integers(-3, 3)),
    st.dates(date(2005, 1, 1), date(2040, 12, 31)),
)
instants = st.builds(
    lambda day, minute, offset: f"{day}T{minute // 60:02}:{minute % 60:02}:00{offset}",
    days,
    st.one_of(st.sampled_from(MINUTES), st.integers(0, 1439)),
    st.sampled_from(OFFSETS),
)
moments = st.one_of(days.map(str), instants)


def near_birthday(draw: Any, moment: str) -> str:
    """A birth date around the day on which someone reaches an age that the law asks about."""
    year, rest = int(moment[:4]), moment[4:10]
    age, shift = draw(st.sampled_from(AGES)), draw(st.integers(-2, 2))
    base = date.fromisoformat(f"{year - age}{rest if rest != '-02-29' else '-02-28'}")
    return str(base + timedelta(days=shift))


def few(names: list[str], size: int) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(names), max_size=size)


@st.composite
def matters(draw: Any) -> dict[str, Any]:
    """A raw matter: each field may be missing; most are such that some rule applies. Few draws, for speed."""
    fields: dict[str, Any] = {"id": 7}
    odd = draw(few(_YES_OR_NO, 3))
    fields |= {name: (name in YES) != (name in odd) for name in _YES_OR_NO}
    fields |= {name: str(draw(st.sampled_from(words))) for name, words in _WORDS.items()}
    fields["specialty"] = draw(st.sampled_from(SPECIALTIES))
    common, other = draw(moments), draw(moments)
    elsewhere = draw(few(_STARTS, 4))
    fields |= {name: other if name in elsewhere else common for name in _STARTS}
    fields["birth_date"] = near_birthday(draw, draw(st.sampled_from([common, other])))
    missing = draw(few(sorted(fields), 4))
    return {name: value for name, value in fields.items() if name not in missing}


_STARTS = sorted(START_FIELD.values())
_WORDS = {name: words for name, words in CODED.items() if words != (False, True)}
_YES_OR_NO = sorted(set(CODED) - set(_WORDS))
