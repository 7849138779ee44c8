"""Who lives in the invented county? Residents with artificial identity codes, by municipality, age and language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from ovi.demo.axis import EPOCH, Bools, Ints, day_number
from ovi.demo.draws import Rng, pick, rank_within, uuids
from ovi.demo.geography import Place
from ovi.demo.patterns import Patterns, demo_file
from ovi.foundation.identifiers import make_artificial_hetu
from ovi.foundation.refusals import Refused
from ovi.foundation.text import sort_key

_FIRST_ARTIFICIAL, _OF_ONE_SEX = 900, 50  # 900-999: fifty for each sex on each birth date
_LAST_AGE = 99
_OLDEST_BAND = 85


@dataclass(frozen=True, slots=True)
class Residents:
    """One element per resident in every column; `birth_day` counts days since 1970 and `place` is an index."""

    keys: list[str]
    hetus: list[str]
    first_names: list[str]
    last_names: list[str]
    sort_names: list[str]
    birth_day: Ints
    place: Ints
    languages: list[str]
    interpreters: list[str]
    non_disclosure: Bools
    highest_allowance: Bools
    phones: list[str]
    emails: list[str]

    def __len__(self) -> int:
        return len(self.keys)

    def ages(self, on_day: Ints | int) -> Ints:
        """Full years, near enough for drawing by age band; the law counts exactly by the birth date."""
        return np.asarray((on_day - self.birth_day) // 365.2425, dtype=np.int64)


def make_residents(rng: Rng, places: Sequence[Place], patterns: Patterns, size: int, today: date) -> Residents:
    """`size` residents, spread over the municipalities by their population and age structure."""
    place = np.sort(pick(rng, [one.population for one in places], size))
    birth_day = _birth_days(rng, places, place, day_number(today))
    female = rng.random(size) < patterns.residents.female_share.value
    languages = _languages(rng, places, place, patterns)
    first_names, last_names = _names(rng, languages, female)
    old = (day_number(today) - birth_day) > 75 * 365.2425
    figures = patterns.residents
    return Residents(
        keys=uuids(rng, size),
        hetus=_hetus(birth_day, female),
        first_names=first_names,
        last_names=last_names,
        sort_names=_sort_names(last_names, first_names),
        birth_day=birth_day,
        place=place,
        languages=languages,
        interpreters=_interpreters(rng, languages, figures.other_language.needs_interpreter),
        non_disclosure=rng.random(size) < figures.non_disclosure.value,
        highest_allowance=old & (rng.random(size) < figures.highest_care_allowance_from_75.value),
        phones=_phones(rng, size, figures.has_phone.value),
        emails=_emails(rng, first_names, last_names, figures.has_email.value),
    )


def _birth_days(rng: Rng, places: Sequence[Place], place: Ints, today: int) -> Ints:
    """A birth date by the age structure of the municipality; even within a band, the oldest fading out."""
    ages = np.zeros(len(place), dtype=np.float64)
    for index, one in enumerate(places):
        mask = place == index
        count = int(mask.sum())
        firsts = np.array([first for first, _ in one.ages], dtype=np.float64)
        lasts = np.r_[firsts[1:], _OLDEST_BAND + 1]
        band = pick(rng, [people for _, people in one.ages], count)
        within = firsts[band] + rng.random(count) * (lasts[band] - firsts[band])
        oldest = np.minimum(_OLDEST_BAND + rng.exponential(4.0, count), _LAST_AGE)
        ages[mask] = np.where(firsts[band] == _OLDEST_BAND, oldest, within)
    return np.asarray(today - 1 - np.floor(ages * 365.2425), dtype=np.int64)


def _hetus(birth_day: Ints, female: Bools) -> list[str]:
    """Artificial identity codes: even individual numbers for women, odd for men, none twice."""
    group = birth_day * 2 + female
    rank = rank_within(group)
    if int(rank.max(initial=0)) >= _OF_ONE_SEX:
        raise Refused(
            "So many residents cannot be invented: artificial identity codes (900-999) run out for a birth date. "
            "Ask for fewer residents.",
            code="demo.too_many_residents",
        )
    number = (rank + birth_day * 7) % _OF_ONE_SEX * 2 + ~female + _FIRST_ARTIFICIAL
    days = {int(day): EPOCH + timedelta(days=int(day)) for day in np.unique(birth_day)}
    return [
        make_artificial_hetu(days[day], individual)
        for day, individual in zip(birth_day.tolist(), number.tolist(), strict=True)
    ]


def _languages(rng: Rng, places: Sequence[Place], place: Ints, patterns: Patterns) -> list[str]:
    figures = patterns.residents
    by_place = figures.swedish_share.by_municipality
    swedish = np.array([by_place.get(one.code, figures.swedish_share.default) for one in places])[place]
    draw = rng.random(len(place))
    other = list(figures.other_language.languages)
    which = pick(rng, list(figures.other_language.languages.values()), len(place))
    found = np.where(draw < swedish, "sv", "fi")
    foreign = (draw >= swedish) & (draw < swedish + figures.other_language.share)
    return [str(one) for one in np.where(foreign, np.array(other)[which], found)]


def _names(rng: Rng, languages: list[str], female: Bools) -> tuple[list[str], list[str]]:
    table: dict[str, Any] = demo_file("names.yaml")
    draws = rng.random((len(languages), 2))
    firsts, lasts = [], []
    for language, is_female, (first, last) in zip(languages, female.tolist(), draws.tolist(), strict=True):
        names = table[language]
        given = names["female" if is_female else "male"]
        firsts.append(given[int(first * len(given))])
        lasts.append(names["family"][int(last * len(names["family"]))])
    return firsts, lasts


def _sort_names(last_names: list[str], first_names: list[str]) -> list[str]:
    known: dict[str, str] = {}
    for name in (*last_names, *first_names):
        if name not in known:
            known[name] = sort_key(name)
    return [f"{known[last]} {known[first]}" for last, first in zip(last_names, first_names, strict=True)]


def _interpreters(rng: Rng, languages: list[str], share: float) -> list[str]:
    draws = rng.random(len(languages))
    return [
        language if language not in ("fi", "sv", "en") and draw < share else ""
        for language, draw in zip(languages, draws.tolist(), strict=True)
    ]


def _phones(rng: Rng, size: int, share: float) -> list[str]:
    """Numbers that all begin 040 000, so that one sees they are invented."""
    numbers = rng.integers(0, 10_000, size)
    has = rng.random(size) < share
    return [f"040 000 {number:04d}" if one else "" for number, one in zip(numbers.tolist(), has.tolist(), strict=True)]


_PLAIN = str.maketrans("åäöõšžüÅÄÖÕŠŽÜ", "aaooszuAAOOSZU", "' -")


def _emails(rng: Rng, firsts: list[str], lasts: list[str], share: float) -> list[str]:
    """Addresses under example.com, a domain kept for examples (RFC 2606): no message can reach anybody."""
    has = rng.random(len(firsts)) < share
    return [
        f"{first}.{last}@example.com".translate(_PLAIN).lower() if one else ""
        for first, last, one in zip(firsts, lasts, has.tolist(), strict=True)
    ]
