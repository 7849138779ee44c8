"""How is the whole county invented, from a seed? Pure: the same seed, day and size give the same rows everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
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
from ovi.demo.geography import places_of
from ovi.demo.history import history_tables
from ovi.demo.needs import Year, draw_needs
from ovi.demo.patterns import Patterns, load_patterns
from ovi.demo.places import Staffed, make_staffed
from ovi.demo.residents import make_residents
from ovi.demo.stories import cast, load_stories
from ovi.demo.strain import make_access
from ovi.demo.trail import trail_tables
from ovi.demo.visits import Care, Visits, final_units
from ovi.demo.words import in_language, own_words
from ovi.demo.world import Services, World, licensed_of
from ovi.foundation.text import Trilingual
from ovi.law import load_law

Tell = Callable[[str, int, int], None]  # what is being done, how much is done, of how much
USUAL_RESIDENTS = 20_000
_YEAR_DAYS = 365


def quietly(step: str, done: int, total: int) -> None:
    """For those who do not watch."""


def invent(
    county_id: str,
    *,
    seed: int,
    residents: int,
    today: date,
    county_name: Trilingual,
    services: Services,
    tell: Tell = quietly,
) -> World:
    """The county's year that ends the day before `today`.

    Each part has a generator of its own, so that a change in one does not shake all the others.
    """
    patterns, stories = load_patterns(), load_stories()
    streams = [np.random.default_rng(one) for one in np.random.SeedSequence(seed).spawn(8)]
    places = places_of(county_id)
    until = day_number(today)
    first_day = until - _YEAR_DAYS
    year = Year(first_day - int(patterns.contacts.backlog_days.value), first_day, until)
    home = max(range(len(places)), key=lambda index: places[index].population)
    people = make_residents(streams[0], places, patterns, residents, today)
    staffed = make_staffed(streams[1], places, county_name, residents / USUAL_RESIDENTS)
    access = make_access(streams[2], patterns, len(places), year.backlog_from, first_day, until)
    told, demo_person = cast(stories, people, home, until)
    needs = draw_needs(streams[3], people, staffed, patterns, year, stories, told)
    assessed = assess(streams[4], needs, staffed, patterns, year, stories)
    leaves = leaving(streams[5], needs, assessed, patterns)
    cared = Care(streams[5], needs, assessed, staffed, patterns, access, year, stories).give(leaves > 0)
    minutes = _minutes(streams[6], cared.visits, patterns)
    ended = end(streams[6], needs, assessed, cared, leaves, licensed_of(staffed), minutes, patterns, year, stories)
    # The opening queue: whoever was served before the year began is not part of it.
    served = np.minimum(ended.first_visit, ended.closed)
    kept = np.flatnonzero((needs.contact >= first_day * DAY) | (served >= first_day * DAY))
    kept = kept[np.argsort(needs.contact[kept], kind="stable")]
    of_visit, visits = _renumbered(cared.visits, kept, len(needs))
    needs, assessed = needs.where(kept), assessed.where(kept)
    ended = type(ended)(*(getattr(ended, name)[kept] for name in ended.__slots__))
    running = run_clocks(
        needs, assessed, ended, people, patterns, load_law(), lambda done: tell("clocks", done, len(needs))
    )
    languages = in_language(people.languages, needs.person)
    return World(
        county=county_id,
        today=today,
        year=year,
        patterns=patterns,
        places=places,
        home=home,
        demo_person=demo_person,
        residents=people,
        staffed=staffed,
        access=access,
        needs=needs,
        assessed=assessed,
        visits=visits,
        minutes=minutes[of_visit],
        ended=ended,
        unit=final_units(needs, assessed),
        owner=_owners(assessed, ended, final_units(needs, assessed), staffed),
        opened=needs.contact + streams[7].integers(1, 5, len(needs)),
        running=running,
        next_due=next_due(running, ended),
        texts=own_words(streams[7], needs.contact_line, list(patterns.lines.table), languages),
        services=services,
    )


def tables_of(world: World, *, seed: int, first_access: int = 1) -> Tables:
    """Every table of the county, in the order of their foreign keys."""
    streams = [np.random.default_rng(one) for one in np.random.SeedSequence([seed, 1]).spawn(3)]
    out = frame_tables(streams[0], world)
    out |= chain_tables(streams[1], world)
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
    """The assessor; after a hand-over whoever accepted: the one who then treats, else the unit's first of its kind."""
    accepts = {one.id: int(staffed.by_unit[one.id, staffed.main_profession[one.id]][0]) for one in staffed.units}
    receiver = np.array([accepts[one] for one in unit.tolist()], dtype=np.int64)
    after = np.where(ended.treating > 0, ended.treating, receiver)
    owner = np.where(assessed.hand_over == HAND_OVER_ACCEPTED, after, assessed.assessor)
    return np.where(assessed.at < NEVER, owner, 0)


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
