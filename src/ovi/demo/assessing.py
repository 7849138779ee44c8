"""When is each need assessed, by whom, what does the assessment find, and is the case handed over?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ovi.demo.axis import DAY, HOUR, MINUTE, NEVER, Bools, Ints, is_working_day, working_day
from ovi.demo.draws import Rng, lognormal, pick
from ovi.demo.needs import Needs, Year
from ovi.demo.patterns import Line, Patterns
from ovi.demo.places import Staffed
from ovi.demo.stories import Story

_OPENS, _CLOSES = 8 * HOUR, 16 * HOUR
_LAST_ASSESSMENT = 16 * HOUR + 20 * MINUTE
_LAST_URGENT = 15 * HOUR
_TOLD_AT = 10 * HOUR + 30 * MINUTE
HAND_OVER_NONE, HAND_OVER_OFFERED, HAND_OVER_ACCEPTED, HAND_OVER_DECLINED = range(4)


@dataclass(frozen=True, slots=True)
class Assessed:
    """One element per need; times in local seconds, NEVER where it has not happened."""

    began: Ints  # of an assessment of service needs; equal to `at` where it was completed at once
    at: Ints
    assessor: Ints
    urgent: Bools
    resolved: Bools
    care_reason: Ints
    general_medicine: Bools
    plan_based: Bools
    certificate_only: Bools
    preventive: Bools
    hand_over: Ints
    hand_over_to: Ints
    offered: Ints
    answered: Ints

    def where(self, mask: Bools | Ints) -> Assessed:
        return Assessed(*(getattr(self, name)[mask] for name in self.__slots__))


def assess(rng: Rng, needs: Needs, staffed: Staffed, patterns: Patterns, year: Year, stories: list[Story]) -> Assessed:
    """The assessment of every need that has had one before the year's end."""
    lines = list(patterns.lines.table.values())
    told = needs.story >= 0
    by_line = _LineShares(lines, needs.line, rng, told)
    urgent = by_line.draw_among("urgent", _in_office_hours(needs))
    resolved = by_line.draw("resolved") & ~urgent
    at = _assessed_at(rng, needs, lines, patterns, year)
    at = np.where(urgent, needs.contact + rng.integers(4, 40, len(needs)) * MINUTE, at)
    at[told] = [
        _told_at(int(made), stories[int(one)]) for one, made in zip(needs.story[told], needs.contact[told], strict=True)
    ]
    began = np.where(at < year.cutoff, at, NEVER)
    at = np.where(by_line.of_service_needs & ~urgent & ~resolved & ~told, _completed(rng, at, patterns), at)
    at[[not stories[one].completed if one >= 0 else False for one in needs.story.tolist()]] = NEVER
    done = at < year.cutoff
    at = np.where(done, at, NEVER)
    urgent, resolved = urgent & (began < NEVER), resolved & done
    state, receiver, offered, answered = _hand_overs(rng, needs, staffed, patterns, year, at, resolved | urgent)
    return Assessed(
        began=began,
        at=at,
        assessor=_assessors(rng, needs, staffed, lines),
        urgent=urgent,
        resolved=resolved,
        care_reason=_care_reasons(rng, lines, needs.line, patterns, told),
        general_medicine=by_line.draw_flag("general_medicine") | (told & by_line.is_health),
        plan_based=by_line.draw_flag("plan_based"),
        certificate_only=by_line.draw_flag("certificate_only"),
        preventive=by_line.draw_flag("preventive"),
        hand_over=state,
        hand_over_to=receiver,
        offered=offered,
        answered=answered,
    )


class _LineShares:
    """Draws that depend on the service line; nothing of the kind happens by chance to a told need."""

    def __init__(self, lines: list[Line], line: Ints, rng: Rng, told: Bools) -> None:
        self._lines, self._line, self._rng, self._told = lines, line, rng, told
        self.is_health = np.array([one.sector == "health" for one in lines])[line]
        self.of_service_needs = np.array([one.assesses_service_needs for one in lines])[line]

    def draw(self, name: str) -> Bools:
        shares = np.array([getattr(one, name) for one in self._lines])[self._line]
        return (self._rng.random(len(self._line)) < shares) & ~self._told

    def draw_among(self, name: str, eligible: Bools) -> Bools:
        """The line's share of all its needs, but only among the eligible ones."""
        size = len(self._lines)
        all_, some = (np.bincount(self._line[one], minlength=size) for one in (slice(None), eligible))
        shares = np.array([getattr(one, name) for one in self._lines]) * all_ / np.maximum(some, 1)
        return (self._rng.random(len(self._line)) < shares[self._line]) & eligible & ~self._told

    def draw_flag(self, name: str) -> Bools:
        shares = np.array([getattr(one.flags, name) for one in self._lines])[self._line]
        return (self._rng.random(len(self._line)) < shares) & ~self._told


def _in_office_hours(needs: Needs) -> Bools:
    """Who needs help at once does not wait for Monday: such a contact comes while somebody answers."""
    second = needs.contact % DAY
    return is_working_day(needs.contact // DAY) & (second >= _OPENS) & (second < _LAST_URGENT)


def _completed(rng: Rng, began: Ints, patterns: Patterns) -> Ints:
    """Working days after the beginning, at some hour of the day."""
    median, sigma = patterns.assessment.service_needs_take.value
    days = np.maximum(np.round(lognormal(rng, median, sigma, len(began))).astype(np.int64), 1)
    return working_day(began // DAY, days) * DAY + _OPENS + rng.integers(0, 8 * HOUR, len(began))


def _told_at(contact: int, story: Story) -> int:
    return contact // DAY * DAY + _TOLD_AT if story.assessed else int(NEVER)


def _assessed_at(rng: Rng, needs: Needs, lines: list[Line], patterns: Patterns, year: Year) -> Ints:
    """On the first office day as often as the pattern says, which improves over the year; else working days later."""
    size, contact = len(needs), needs.contact
    health = np.array([one.sector == "health" for one in lines])[needs.line]
    progress = np.clip((contact / DAY - year.first_day) / (year.until - year.first_day), 0, 1)
    figures = patterns.assessment
    start, end = (np.where(health, figures.same_day.health[i], figures.same_day.social[i]) for i in (0, 1))
    same_day = rng.random(size) < start + (end - start) * progress
    chance = np.where(health, figures.next_day_chance.health, figures.next_day_chance.social)
    later = np.where(same_day, 0, rng.geometric(chance))
    day = contact // DAY
    first_day = working_day(np.where(contact % DAY >= _CLOSES, day + 1, day))
    on = working_day(first_day, later)
    opens = np.maximum(contact + 4 * MINUTE, on * DAY + _OPENS)
    closes = on * DAY + _LAST_ASSESSMENT
    return np.asarray(opens + (rng.random(size) ** 1.7 * (closes - opens)).astype(np.int64), dtype=np.int64)


def _assessors(rng: Rng, needs: Needs, staffed: Staffed, lines: list[Line]) -> Ints:
    """A professional of the receiving unit whose profession assesses such needs; else whoever always answers."""
    out = np.zeros(len(needs), dtype=np.int64)
    key = needs.first_unit * len(lines) + needs.contact_line
    for one in np.unique(key):
        unit, line = divmod(int(one), len(lines))
        mask = key == one
        found = np.concatenate(
            [staffed.by_unit.get((unit, name), np.array([], dtype=np.int64)) for name in lines[line].assessed_by]
        )
        if not len(found):
            found = staffed.by_unit[unit, staffed.main_profession[unit]]
        out[mask] = found[rng.integers(0, len(found), int(mask.sum()))]
        out[mask & (needs.story >= 0)] = found[0]  # the demonstration's own professional
    return out


def _care_reasons(rng: Rng, lines: list[Line], line: Ints, patterns: Patterns, told: Bools) -> Ints:
    health = np.array([one.sector == "health" for one in lines])[line]
    figures = patterns.lines.care_reasons
    names = list(figures.health)
    of_health = pick(rng, list(figures.health.values()), len(line))
    of_social = pick(rng, [figures.social.get(name, 0.0) for name in names], len(line))
    return np.where(told & health, names.index("new_symptoms"), np.where(health, of_health, of_social))


def _hand_overs(
    rng: Rng, needs: Needs, staffed: Staffed, patterns: Patterns, year: Year, at: Ints, settled: Bools
) -> tuple[Ints, Ints, Ints, Ints]:
    """Needs that came to the wrong unit are offered to the right one; a few others are offered and come back.

    What is urgent or settled at once is dealt with where it came.
    """
    size, assessed = len(needs), at < NEVER
    wrong = assessed & ~settled & (needs.unit != needs.first_unit)
    back = assessed & ~wrong & ~settled & (needs.story < 0)
    back &= rng.random(size) < patterns.after.hand_over_declined.value
    receiver = np.where(wrong, needs.unit, _another_unit(needs, staffed))
    back &= receiver != needs.first_unit
    offered = np.where(wrong | back, at + rng.integers(2, 12, size) * MINUTE, NEVER)
    day = working_day(np.where(offered < NEVER, offered // DAY + 1, year.until))
    answered = day * DAY + _OPENS + rng.integers(0, 7 * HOUR, size)
    is_answered = (offered < NEVER) & (answered < year.cutoff)
    answer = np.where(wrong, HAND_OVER_ACCEPTED, HAND_OVER_DECLINED)
    state = np.where(offered < NEVER, np.where(is_answered, answer, HAND_OVER_OFFERED), HAND_OVER_NONE)
    return state, receiver, offered, np.where(is_answered, answered, NEVER)


def _another_unit(needs: Needs, staffed: Staffed) -> Ints:
    """For each need another unit of the same kind, or the own one when there is only one."""
    other = np.arange(len(staffed.units) + 1, dtype=np.int64)
    by_kind: dict[str, list[int]] = {}
    for unit in staffed.units:
        by_kind.setdefault(unit.kind, []).append(unit.id)
    for ids in by_kind.values():
        other[ids] = np.roll(ids, 1)
    return other[needs.first_unit]
