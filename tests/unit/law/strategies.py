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


@st.composite
def matters(draw: Any) -> dict[str, Any]:
    """A raw matter: each field may be missing; most are such that some rule applies."""
    fields: dict[str, Any] = {"id": draw(st.integers(0, 9))}
    for name, values in CODED.items():
        if values == (False, True):
            usual = name in YES
            fields[name] = draw(st.sampled_from([usual, usual, usual, not usual]))
        else:
            fields[name] = str(draw(st.sampled_from(values)))
    fields["specialty"] = draw(st.sampled_from(SPECIALTIES))
    common = draw(moments)
    for name in START_FIELD.values():
        fields[name] = draw(st.one_of(st.just(common), moments))
    fields["birth_date"] = near_birthday(draw, fields[draw(st.sampled_from(sorted(START_FIELD.values())))])
    missing = draw(st.lists(st.sampled_from(sorted(fields)), max_size=4))
    return {name: value for name, value in fields.items() if name not in missing}
