"""Who makes contact when, about what, by which channel? The first part of each need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from ovi.demo.axis import DAY, EPOCH, HOUR, MINUTE, Bools, Floats, Ints, is_working_day
from ovi.demo.draws import Rng, by_band, pick, pick_by_row
from ovi.demo.patterns import Patterns
from ovi.demo.places import Staffed
from ovi.demo.residents import Residents
from ovi.demo.stories import Story

CHANNELS = ("web", "phone", "desk", "letter")
_WEB = CHANNELS.index("web")
_SUNDAY = 6
_EVENING, _MORNING = 18 * HOUR + 40 * MINUTE, 9 * HOUR + 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Needs:
    """One element per need: person and place are indices, lines index the table of lines, units are ids."""

    person: Ints
    place: Ints
    contact: Ints
    channel: Ints
    line: Ints
    contact_line: Ints
    unit: Ints
    first_unit: Ints
    story: Ints  # index of the story told, -1 for all others

    def __len__(self) -> int:
        return len(self.person)

    def where(self, mask: Bools | Ints) -> Needs:
        """Only these needs, or the needs in this order."""
        return Needs(*(getattr(self, name)[mask] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Year:
    """The days of the invented year: [first_day, until), with the opening queue from `backlog_from` on."""

    backlog_from: int
    first_day: int
    until: int

    @property
    def cutoff(self) -> int:
        """Local seconds before which everything has happened."""
        return self.until * DAY


def draw_needs(
    rng: Rng, residents: Residents, staffed: Staffed, patterns: Patterns, year: Year, stories: list[Story], cast: Ints
) -> Needs:
    """All contacts from the backlog's beginning to the end of the year; the told ones first."""
    figures = patterns.contacts
    days = year.until - year.backlog_from
    size = round(len(residents) * figures.per_resident_a_year.value * days / 365)
    person = _persons(rng, residents, patterns, year, size, cast)
    day = year.backlog_from + pick(rng, _day_weights(patterns, year), size)
    born = day >= residents.birth_day[person]  # a family's contact before the birth is not the child's need
    person, day = person[born], day[born]
    ages = ages_at(residents, person, day)
    channel = _channels(rng, patterns, ages, day)
    contact = day * DAY + _second_of_day(rng, patterns, channel)
    line = _lines(rng, patterns, ages)
    drawn = (person, contact, channel, line, np.full(len(person), -1, dtype=np.int64))
    told = _told(stories, cast, patterns, year)
    person, contact, channel, line, story = (np.r_[first, rest] for first, rest in zip(told, drawn, strict=True))
    place = residents.place[person]
    contact_line = _contact_lines(rng, patterns, line, story)
    first_unit = _units(rng, patterns, staffed, contact_line, place, story)
    unit = np.where(contact_line == line, first_unit, _units(rng, patterns, staffed, line, place, story))
    return Needs(person, place, contact, channel, line, contact_line, unit, first_unit, story)


def _persons(rng: Rng, residents: Residents, patterns: Patterns, year: Year, size: int, cast: Ints) -> Ints:
    """Some residents make contact often, most seldom; the demonstration's own people only as told."""
    shape = patterns.contacts.inequality_shape.value
    rate = rng.gamma(shape, 1 / shape, len(residents))
    rate *= by_band(patterns.contacts.rate_by_age.weights, residents.ages(year.first_day))
    rate[cast] = 0
    return pick(rng, rate, size)


def ages_at(residents: Residents, person: Ints, day: Ints) -> Ints:
    """Full years of each need's person on its day."""
    return np.asarray(np.maximum((day - residents.birth_day[person]) // 365.2425, 0), dtype=np.int64)


def _day_weights(patterns: Patterns, year: Year) -> Floats:
    """Weight of each day by weekday and month; a holiday is like a Sunday."""
    out = []
    working = is_working_day(np.arange(year.backlog_from, year.until))
    for day, works in zip(range(year.backlog_from, year.until), working.tolist(), strict=True):
        on = EPOCH + timedelta(days=day)
        weekday = on.weekday() if works or on.weekday() >= _SUNDAY - 1 else _SUNDAY
        out.append(patterns.contacts.weekday.weights[weekday] * patterns.contacts.month.weights[on.month - 1])
    return np.array(out, dtype=np.float64)


def _channels(rng: Rng, patterns: Patterns, ages: Ints, day: Ints) -> Ints:
    """Older people use the web less; on days off only the web is open."""
    figures = patterns.contacts.channel
    weights = np.tile([figures.weights[name] for name in CHANNELS], (len(ages), 1))
    weights[ages >= figures.older_from, _WEB] *= figures.older_web_factor
    return np.where(is_working_day(day), pick_by_row(rng, weights), _WEB)


def _second_of_day(rng: Rng, patterns: Patterns, channel: Ints) -> Ints:
    web, office = patterns.contacts.hour_of_web.weights, patterns.contacts.hour_of_office.weights
    hours = np.where(
        channel == _WEB,
        np.array(list(web))[pick(rng, list(web.values()), len(channel))],
        np.array(list(office))[pick(rng, list(office.values()), len(channel))],
    )
    return np.asarray(hours * HOUR + rng.integers(0, HOUR, len(channel)), dtype=np.int64)


def _lines(rng: Rng, patterns: Patterns, ages: Ints) -> Ints:
    """A service line by age: one row of weights for each year of age."""
    oldest = int(ages.max(initial=0))
    table = np.stack([by_band(line.by_age, np.arange(oldest + 1)) for line in patterns.lines.table.values()], axis=1)
    return pick_by_row(rng, table[ages])


def _told(stories: list[Story], cast: Ints, patterns: Patterns, year: Year) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """The told needs: by the web, in the morning; those not yet assessed in the evening."""
    names = list(patterns.lines.table)
    day = np.array([year.until - story.ago for story in stories], dtype=np.int64)
    waiting = np.array([not story.assessed for story in stories])
    weekday = np.busday_offset(day.astype("datetime64[D]"), 0, roll="backward").astype(np.int64)
    contact = np.where(waiting, day * DAY + _EVENING, weekday * DAY + _MORNING)
    lines = np.array([names.index(story.line) for story in stories], dtype=np.int64)
    return cast, contact, np.full(len(stories), _WEB, dtype=np.int64), lines, np.arange(len(stories), dtype=np.int64)


def _contact_lines(rng: Rng, patterns: Patterns, line: Ints, story: Ints) -> Ints:
    """Some needs came as something else; the assessment finds what they are."""
    names = list(patterns.lines.table)
    redirected = patterns.after.redirected
    share = np.array([redirected.share.get(name, 0.0) for name in names])[line]
    elsewhere = (rng.random(len(line)) < share) & (story < 0)
    return np.where(elsewhere, names.index(redirected.from_line), line)


def _units(rng: Rng, patterns: Patterns, staffed: Staffed, line: Ints, place: Ints, story: Ints) -> Ints:
    """A unit that serves the person's municipality in this line; told needs go to the first one."""
    out = np.zeros(len(line), dtype=np.int64)
    for index, name in enumerate(patterns.lines.table):
        for where, units in enumerate(staffed.units_for[name]):
            mask = (line == index) & (place == where)
            out[mask] = units[rng.integers(0, len(units), int(mask.sum()))]
            out[mask & (story >= 0)] = units[0]
    return out
