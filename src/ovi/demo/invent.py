"""How is the whole county invented, from a seed? Pure: the same seed, day and size give the same rows everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from ovi.demo.assessing import HAND_OVER_ACCEPTED, Assessed, assess
from ovi.demo.axis import DAY, NEVER, Ints, day_number
from ovi.demo.chain_rows import chain_tables
from ovi.demo.clocks import next_due, run_clocks
from ovi.demo.closing import Ended, end, leaving
from ovi.demo.columns import Tables
from ovi.demo.draws import Rng
from ovi.demo.frame_rows import frame_tables
from ovi.demo.geography import Place, places_of
from ovi.demo.history import history_tables
from ovi.demo.needs import Needs, Year, ages_at, draw_needs
from ovi.demo.noted import note
from ovi.demo.patterns import Patterns, load_patterns
from ovi.demo.picks import draw_picks
from ovi.demo.places import Staffed, make_staffed
from ovi.demo.residents import Residents, make_residents
from ovi.demo.standing_rows import standing_tables
from ovi.demo.stories import Story, cast, load_stories
from ovi.demo.strain import Access, make_access
from ovi.demo.trail import trail_tables
from ovi.demo.visits import Care, Visits, final_units
from ovi.demo.words import in_language, own_words
from ovi.demo.world import Services, World, licensed_of
from ovi.foundation.text import Trilingual
from ovi.law import load_law

Tell = Callable[[str, int, int], None]  # what is being done, how much is done, of how much


def quietly(step: str, done: int, total: int) -> None:
    """For those who do not watch."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands before anybody makes contact."""

    year: Year
    places: list[Place]
    home: int
    people: Residents
    staffed: Staffed
    access: Access


@dataclass(frozen=True, slots=True)
class _Chain:
    """What becomes of the needs."""

    needs: Needs
    assessed: Assessed
    visits: Visits
    minutes: Ints
    ended: Ended


def invent(
    county_id: str,
    *,
    seed: int,
    residents: int,
    today: date,
    county_name: Trilingual,
    services: Services,
    tray: Mapping[str, int],
    tell: Tell = quietly,
) -> World:
    """The county's year up to the day before `today`; it begins with a month, so a trend has twelve whole ones.

    `services` may be contacted, by line; `tray` may be picked, by their name in our own catalogue.

    Each part has a generator of its own, so that a change in one does not shake all the others.
    """
    patterns, stories = load_patterns(), load_stories()
    streams = [np.random.default_rng(one) for one in np.random.SeedSequence(seed).spawn(10)]
    frame = _frame(streams, county_id, residents, today, county_name, patterns)
    told, demo_person = cast(stories, frame.people, frame.home, frame.year.until)
    chain = _of_the_year(_chain(streams, frame, patterns, stories, told), frame.year)
    needs, assessed, ended = chain.needs, chain.assessed, chain.ended
    total = len(needs)
    noted = note(streams[8], needs, assessed, ended, frame.people, patterns, frame.year)
    law = load_law(county=county_id)
    running = run_clocks(
        needs, assessed, ended, noted, frame.people, patterns, law, lambda done: tell("clocks", done, total)
    )
    unit = final_units(needs, assessed)
    languages = in_language(frame.people.languages, needs.person)
    ages = ages_at(frame.people, needs.person, needs.contact // DAY)
    return World(
        county=county_id,
        today=today,
        year=frame.year,
        patterns=patterns,
        places=frame.places,
        home=frame.home,
        demo_person=demo_person,
        residents=frame.people,
        staffed=frame.staffed,
        access=frame.access,
        needs=needs,
        assessed=assessed,
        visits=chain.visits,
        minutes=chain.minutes,
        ended=ended,
        noted=noted,
        unit=unit,
        owner=_owners(assessed, ended, unit, frame.staffed),
        opened=needs.contact + streams[7].integers(1, 5, total),
        running=running,
        next_due=next_due(running, ended),
        texts=own_words(streams[7], needs.contact_line, list(patterns.lines.table), languages, ages.tolist()),
        services=services,
        picks=draw_picks(streams[9], needs, assessed, ended, list(patterns.lines.table), tray, frame.year),
    )


def _frame(
    streams: list[Rng], county_id: str, residents: int, today: date, county_name: Trilingual, patterns: Patterns
) -> _Frame:
    places = places_of(county_id)
    until = day_number(today)
    first_day = day_number(date(today.year - 1, today.month, 1))
    year = Year(first_day - int(patterns.contacts.backlog_days.value), first_day, until)
    return _Frame(
        year=year,
        places=places,
        home=max(range(len(places)), key=lambda index: places[index].population),
        people=make_residents(streams[0], places, patterns, residents, today),
        staffed=make_staffed(streams[1], places, county_name, residents),
        access=make_access(streams[2], patterns, len(places), year.backlog_from, first_day, until),
    )


def _chain(streams: list[Rng], frame: _Frame, patterns: Patterns, stories: list[Story], told: Ints) -> _Chain:
    year, staffed = frame.year, frame.staffed
    needs = draw_needs(streams[3], frame.people, staffed, patterns, year, stories, told)
    assessed = assess(streams[4], needs, staffed, patterns, year, stories)
    leaves = leaving(streams[5], needs, assessed, patterns)
    care = Care(streams[5], needs, assessed, staffed, patterns, frame.access, year, stories)
    cared = care.give(leaves > 0)
    minutes = _minutes(streams[6], cared.visits, patterns)
    licensed = licensed_of(staffed)
    ended = end(streams[6], needs, assessed, cared, leaves, licensed, minutes, patterns, year, stories)
    return _Chain(needs, assessed, cared.visits, minutes, ended)


def _of_the_year(chain: _Chain, year: Year) -> _Chain:
    """Only needs that came in the year, or still waited when it began, in the order in which they came."""
    served = np.minimum(chain.ended.first_visit, chain.ended.closed)
    begins = year.first_day * DAY
    kept = np.flatnonzero((chain.needs.contact >= begins) | (served >= begins))
    kept = kept[np.argsort(chain.needs.contact[kept], kind="stable")]
    of_visit, visits = _renumbered(chain.visits, kept, len(chain.needs))
    ended = Ended(*(getattr(chain.ended, name)[kept] for name in Ended.__slots__))
    return _Chain(chain.needs.where(kept), chain.assessed.where(kept), visits, chain.minutes[of_visit], ended)


def tables_of(world: World, *, seed: int, first_access: int = 1) -> Tables:
    """Every table of the county, in the order of their foreign keys."""
    streams = [np.random.default_rng(one) for one in np.random.SeedSequence([seed, 1]).spawn(4)]
    out = frame_tables(streams[0], world)
    out |= chain_tables(streams[1], world)
    out |= standing_tables(streams[3], world)
    out |= history_tables(world, out["contact_contact"])
    return out | trail_tables(streams[2], world, first_access)


def digest(tables: Tables) -> str:
    """One hash over every value of every table."""
    whole = hashlib.sha256()
    for name, rows in tables.items():
        whole.update(name.encode())
        for column in rows.column_names:
            whole.update(column.encode())
            whole.update("\x1f".join(map(str, rows[column].to_pylist())).encode())
    return whole.hexdigest()


def _owners(assessed: Assessed, ended: Ended, unit: Ints, staffed: Staffed) -> Ints:
    """Who began the assessment; after a hand-over who accepted: the one who then treats, else the unit's first."""
    accepts = {one.id: int(staffed.by_unit[one.id, staffed.main_profession[one.id]][0]) for one in staffed.units}
    receiver = np.array([accepts[one] for one in unit.tolist()], dtype=np.int64)
    after = np.where(ended.treating > 0, ended.treating, receiver)
    owner = np.where(assessed.hand_over == HAND_OVER_ACCEPTED, after, assessed.assessor)
    return np.where(assessed.began < NEVER, owner, 0)


def _minutes(rng: Rng, visits: Visits, patterns: Patterns) -> Ints:
    """How long each visit takes, by its mode, in steps of five minutes."""
    bounds = np.array(list(patterns.lines.minutes.by_mode.values()))[visits.mode]
    drawn = rng.integers(bounds[:, 0], bounds[:, 1] + 1)
    return np.asarray((drawn + 4) // 5 * 5, dtype=np.int64)


def _renumbered(visits: Visits, kept: Ints, size: int) -> tuple[Ints, Visits]:
    """The visits of the kept needs with the needs' new indices, in the order of need and time."""
    place = np.full(size, -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    need = place[visits.need]
    which = np.flatnonzero(need >= 0)
    which = which[np.lexsort((visits.start[which], need[which]))]
    return which, visits.with_(need=need).where(which)
