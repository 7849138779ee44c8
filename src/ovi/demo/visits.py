"""What care does each need get, when, from whom: booked, missed, cancelled, given, repeated?"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ovi.demo.assessing import HAND_OVER_ACCEPTED, HAND_OVER_OFFERED, Assessed
from ovi.demo.axis import DAY, HOUR, MINUTE, NEVER, Bools, Ints, working_day
from ovi.demo.draws import Rng, pick, rank_within
from ovi.demo.needs import Needs, Year
from ovi.demo.patterns import Patterns
from ovi.demo.places import Staffed
from ovi.demo.stories import Story
from ovi.demo.strain import Access

GIVEN, MISSED, CANCELLED, COMING = range(4)
SLOT_MINUTES, SLOTS_A_DAY = 30, 16
_OPENS = 8 * HOUR
_SPREAD = 5  # coprime with SLOTS_A_DAY: a day's bookings are spread over it, none twice
_UNLICENSED = "practical_nurse"
_MOST_FOLLOW_UPS = 5


@dataclass(frozen=True, slots=True)
class Visits:
    """One element per visit, booked or not; times in local seconds, NEVER where there was none."""

    need: Ints
    day: Ints
    professional: Ints
    mode: Ints
    planned: Bools
    outcome: Ints
    booked: Ints
    cancelled: Ints
    after: Ints  # a visit without booking begins after this moment
    start: Ints

    def where(self, mask: Bools | Ints) -> Visits:
        return Visits(*(getattr(self, one.name)[mask] for one in fields(self)))

    def with_(self, **changed: Ints) -> Visits:
        return Visits(**{one.name: changed.get(one.name, getattr(self, one.name)) for one in fields(self)})


@dataclass(frozen=True, slots=True)
class Cared:
    """The visits, and per need what stands in the way of closing: `pending` means more care is to come."""

    visits: Visits
    pending: Bools
    served_from: Ints


def joined(parts: list[Visits]) -> Visits:
    return Visits(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Visits)))


class Care:
    """The drawing of visits; one object keeps what every step needs."""

    def __init__(
        self,
        rng: Rng,
        needs: Needs,
        assessed: Assessed,
        staffed: Staffed,
        patterns: Patterns,
        access: Access,
        year: Year,
        stories: list[Story],
    ) -> None:
        self.rng, self.needs, self.assessed, self.staffed = rng, needs, assessed, staffed
        self.patterns, self.access, self.year, self.stories = patterns, access, year, stories
        self.lines = list(patterns.lines.table.values())
        self.modes = list(patterns.lines.minutes.by_mode)
        self.unit = final_units(needs, assessed)
        self.professions = np.array(["", *(one.profession for one in staffed.professionals)])

    def give(self, leaves: Bools) -> Cared:
        """All visits of the needs that go on; those who leave (`leaves`) get none."""
        goes_on = (self.assessed.at < NEVER) & ~self.assessed.resolved
        goes_on &= (self.assessed.hand_over != HAND_OVER_OFFERED) & ~leaves
        accepted = self.assessed.hand_over == HAND_OVER_ACCEPTED
        self.from_ = np.where(accepted, self.assessed.answered, self.assessed.at)
        self.professional = self._professionals(goes_on)
        unlicensed = np.flatnonzero(self.assessed.urgent & (self.professions[self.professional] == _UNLICENSED))
        self.professional[unlicensed] = self._main(unlicensed)
        wait = self._waits(goes_on)
        self.pending = goes_on & (wait < 0)
        index = np.flatnonzero(goes_on & (wait >= 0)).astype(np.int64)
        first = self._first(index, wait[index])
        missed, again = self._missed(first)
        rounds = [missed, again, *self._follow_ups(again)]
        visits = self._with_times(joined(rounds))
        return Cared(visits, self.pending, self.from_)

    def _professionals(self, goes_on: Bools) -> Ints:
        """For each need somebody of the drawn profession in its unit; else of the unit's main profession."""
        out = np.zeros(len(self.needs), dtype=np.int64)
        for index, line in enumerate(self.lines):
            of_line = np.flatnonzero(goes_on & (self.needs.line == index))
            names = list(line.professions)
            drawn = np.array(names)[pick(self.rng, list(line.professions.values()), len(of_line))]
            told = [(at, self.stories[int(self.needs.story[one])]) for at, one in enumerate(of_line)
                    if self.needs.story[one] >= 0]  # fmt: skip
            for at, story in told:
                drawn[at] = story.profession or names[0]
            for unit in np.unique(self.unit[of_line]).tolist():
                for name in names:
                    mask = (self.unit[of_line] == unit) & (drawn == name)
                    found = self.staffed.by_unit.get((unit, name))
                    if found is None:
                        found = self.staffed.by_unit[unit, self.staffed.main_profession[unit]]
                    out[of_line[mask]] = found[self.rng.integers(0, len(found), int(mask.sum()))]
        return out

    def _waits(self, goes_on: Bools) -> Ints:
        """Whole days from the assessment (or the receiver's yes) to the first care; -1: not in sight (told)."""
        wait = np.zeros(len(self.needs), dtype=np.int64)
        day = self.from_ // DAY
        for index, line in enumerate(self.lines):
            for profession in np.unique(self.professions[self.professional[goes_on & (self.needs.line == index)]]):
                mask = goes_on & (self.needs.line == index) & (self.professions[self.professional] == profession)
                group = line.access.get(str(profession), next(iter(line.access.values())))
                drawn = self.access.wait(self.rng, group, self.needs.place[mask], day[mask])
                wait[mask] = np.round(drawn).astype(np.int64)
        same_day = self.rng.random(len(wait)) < self.patterns.assessment.urgent_served_same_day.value
        wait = np.where(self.assessed.urgent, ~same_day, wait)
        for one in np.flatnonzero(goes_on & (self.needs.story >= 0)):
            told = self.stories[int(self.needs.story[one])].wait
            wait[one] = -1 if told is None else told
        return wait

    def _first(self, index: Ints, wait: Ints) -> Visits:
        """The first visit of each need: the same day without booking, or on a later working day by booking."""
        size, from_ = len(index), self.from_[index]
        day = working_day(from_ // DAY + wait)
        mode = self._modes(index)
        after = self.patterns.after
        later = (day > from_ // DAY) & (mode != self.modes.index("R56"))
        told = self.needs.story[index] >= 0
        at_once = told | (self.rng.random(size) < after.booked_at_assessment.value)
        booked_day = working_day(from_ // DAY + (self.rng.random(size) * (day - from_ // DAY)).astype(np.int64))
        at_once |= (booked_day >= day) | (booked_day <= from_ // DAY)
        in_call = from_ + self.rng.integers(12, 18, size) * MINUTE
        by_call = booked_day * DAY + _OPENS + self.rng.integers(0, 7 * HOUR, size)
        booked = np.where(later, np.where(at_once, in_call, by_call), NEVER)
        return self._visits(index, day, self.professional[index], mode, booked, from_)

    def _visits(self, need: Ints, day: Ints, who: Ints, mode: Ints, booked: Ints, after: Ints) -> Visits:
        size = len(need)
        never = np.full(size, NEVER, dtype=np.int64)
        outcome = np.where(day < self.year.until, GIVEN, COMING)
        return Visits(need, day, who, mode, np.zeros(size, dtype=np.bool_), outcome, booked, never, after, never)

    def _modes(self, index: Ints) -> Ints:
        out = np.zeros(len(index), dtype=np.int64)
        for at, line in enumerate(self.lines):
            mask = self.needs.line[index] == at
            drawn = pick(self.rng, [line.modes.get(mode, 0.0) for mode in self.modes], int(mask.sum()))
            out[mask] = drawn
        return out

    def _missed(self, first: Visits) -> tuple[Visits, Visits]:
        """The booked times that were missed or cancelled, and every need's real first visit."""
        size, after, rng = len(first.need), self.patterns.after, self.rng
        may = (first.booked < NEVER) & (first.day < self.year.until) & (self.needs.story[first.need] < 0)
        draw = rng.random(size)
        no_show = may & (draw < after.no_show.value)
        cancelled = may & ~no_show & (draw < after.no_show.value + after.cancelled.value)
        gap = (first.day * DAY - first.booked) * rng.random(size) * 0.9
        cancelled_at = np.where(cancelled, first.booked + gap.astype(np.int64), NEVER)
        outcome = np.where(no_show, MISSED, CANCELLED)
        lost = first.with_(outcome=outcome, cancelled=cancelled_at).where(no_show | cancelled)
        day = working_day(first.day + rng.integers(3, 15, size))
        call = working_day(first.day + 1) * DAY + _OPENS + rng.integers(0, 4 * HOUR, size)
        moved = no_show | cancelled
        booked = np.where(no_show, call, np.where(cancelled, cancelled_at + 5 * MINUTE, first.booked))
        again = first.with_(
            day=np.where(moved, np.maximum(day, booked // DAY + 1), first.day), booked=booked,
        )  # fmt: skip
        again = again.with_(day=np.where(moved, working_day(again.day), again.day))
        return lost, self._known(again.with_(outcome=np.where(again.day < self.year.until, GIVEN, COMING)))

    def _known(self, visits: Visits) -> Visits:
        """Only what is known at the year's end: given visits and booked ones; the others are still to come."""
        known = (visits.day < self.year.until) | (visits.booked < self.year.cutoff)
        self.pending[visits.need[~known]] = True
        self.pending[visits.need[visits.outcome == COMING]] = True
        return visits.where(known)

    def _follow_ups(self, first: Visits) -> list[Visits]:
        """Further visits to the same professional; after an unlicensed first one soon a licensed one."""
        out, previous, number = [], first, 0
        wanted = self._wanted(first)
        low, high = (int(one) for one in self.patterns.lines.follow_up_gap_days.value)
        while number < _MOST_FOLLOW_UPS:
            on = (previous.outcome == GIVEN) & (wanted[previous.need] > number)
            previous = previous.where(on)
            if not len(previous.need):
                break
            size = len(previous.need)
            unlicensed = self.professions[previous.professional] == _UNLICENSED
            gap = np.where(unlicensed, self.rng.integers(1, 6, size), self.rng.integers(low, high, size))
            booked = previous.day * DAY + 18 * HOUR  # written down in the evening of the visit before
            who = np.where(unlicensed, self._main(previous.need), previous.professional)
            mode = np.where(previous.mode == self.modes.index("R56"), self.modes.index("R52"), previous.mode)
            day = working_day(previous.day + gap)
            made = self._visits(previous.need, day, who, mode, booked, booked)
            previous = self._known(made.with_(planned=np.ones(size, dtype=np.bool_)))
            out.append(previous)
            number += 1
        return out

    def _wanted(self, first: Visits) -> Ints:
        mean = np.array([line.follow_ups for line in self.lines])[self.needs.line]
        wanted = self.rng.poisson(mean)
        told = np.flatnonzero(self.needs.story >= 0)
        wanted[told] = [self.stories[int(self.needs.story[one])].follow_ups for one in told]
        unlicensed = first.need[self.professions[first.professional] == _UNLICENSED]
        wanted[unlicensed] = np.maximum(wanted[unlicensed], 1)
        return np.asarray(wanted, dtype=np.int64)

    def _main(self, need: Ints) -> Ints:
        """Somebody of the main profession of each need's unit."""
        units = self.unit[need]
        out = np.zeros(len(need), dtype=np.int64)
        for unit in np.unique(units).tolist():
            found = self.staffed.by_unit[unit, self.staffed.main_profession[unit]]
            mask = units == unit
            out[mask] = found[self.rng.integers(0, len(found), int(mask.sum()))]
        return out

    def _with_times(self, visits: Visits) -> Visits:
        """Booked visits get a free half-hour of the professional's day; the others a time that follows its cause.

        A day that is full takes nobody more by booking: the client comes without one.
        """
        size = len(visits.need)
        booked = visits.booked < NEVER
        group = np.where(booked, visits.professional * 100_000 + visits.day, -1 - np.arange(size))
        rank = rank_within(group)
        fits = booked & (rank < SLOTS_A_DAY)
        place = (rank * _SPREAD + visits.professional + visits.day) % SLOTS_A_DAY
        slot = visits.day * DAY + _OPENS + place * SLOT_MINUTES * MINUTE
        any_time = visits.day * DAY + _OPENS + self.rng.integers(0, 8 * HOUR, size)
        same_day = visits.after // DAY == visits.day
        soon = visits.after + self.rng.integers(20, 90, size) * MINUTE
        start = np.where(fits, slot, np.where(same_day, soon, any_time))
        full = booked & ~fits
        lost = full & (visits.outcome != GIVEN)
        self.pending[visits.need[lost & (visits.outcome == COMING)]] = True
        kept = visits.with_(start=start, booked=np.where(fits, visits.booked, NEVER))
        return kept.where(~lost)


def final_units(needs: Needs, assessed: Assessed) -> Ints:
    """The unit that has the case: the receiver once it has accepted, else where the need came."""
    return np.where(assessed.hand_over == HAND_OVER_ACCEPTED, assessed.hand_over_to, needs.first_unit)
