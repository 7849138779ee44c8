"""What free times do the professionals' books hold: measured each Tuesday of the year, and open in the weeks ahead?"""

from __future__ import annotations

import json
from datetime import timedelta

import numpy as np
import pyarrow as pa

from ovi.demo.axis import DAY, EPOCH, HOUR, MINUTE, NEVER, Ints, working_day
from ovi.demo.columns import dates, named, numbered, table
from ovi.demo.draws import Rng
from ovi.demo.visits import SLOT_MINUTES, SLOTS_A_DAY
from ovi.demo.world import World

HORIZON_DAYS = 182
_TUESDAY = 1
_SPREAD = 5  # as in visits: the order in which a day's half-hours are given away


def measurements(rng: Rng, world: World) -> pa.Table:
    """One row per professional and Tuesday: the first three free days within the horizon."""
    tuesdays = [
        day
        for day in range(world.year.first_day, world.year.until)
        if (EPOCH + timedelta(days=day)).weekday() == _TUESDAY
    ]
    staff = len(world.staffed.professionals)
    day = np.repeat(np.array(tuesdays, dtype=np.int64), staff)
    who = np.tile(np.arange(1, staff + 1), len(tuesdays))
    free = _free_days(rng, world, who, day)
    units = np.array([0, *(one.unit for one in world.staffed.professionals)])
    texts = {int(one): (EPOCH + timedelta(days=int(one))).isoformat() for one in np.unique(free)}
    rows = [
        json.dumps([texts[one] for one in three if one - measured <= HORIZON_DAYS])
        for three, measured in zip(free.tolist(), day.tolist(), strict=True)
    ]
    return table(
        {
            "id": numbered(len(day)),
            "measured_on": dates(day),
            "professional_id": who,
            "unit_id": units[who],
            "profession": named(world.professions(), who),
            "free_on": rows,
        }
    )


def free_slots(rng: Rng, world: World) -> tuple[Ints, Ints]:
    """Free times from today on, by professional: the first three as far ahead as access allows, then day by day.

    A day's half-hours are filled in one order, so those after the booked ones are free.
    """
    staff = len(world.staffed.professionals)
    who = np.arange(1, staff + 1)
    first_three = _free_days(rng, world, who, np.full(staff, world.year.until))
    ahead = int(world.patterns.after.free_days_ahead.value)
    later = working_day(np.repeat(first_three[:, 2] + 1, ahead), np.tile(np.arange(ahead), staff)).reshape(staff, ahead)
    days = np.concatenate([first_three, later], axis=1)
    professional, day = np.repeat(who, days.shape[1]), days.ravel()
    taken = _taken(world)
    out_who, out_start, given = [], [], dict(taken)
    for one, on in zip(professional.tolist(), day.tolist(), strict=True):
        rank = given.get((one, on), 0)
        if rank >= SLOTS_A_DAY:
            continue
        given[one, on] = rank + 1
        place = (rank * _SPREAD + one + on) % SLOTS_A_DAY
        out_who.append(one)
        out_start.append(on * DAY + 8 * HOUR + place * SLOT_MINUTES * MINUTE)
    return np.array(out_who, dtype=np.int64), np.array(out_start, dtype=np.int64)


def _taken(world: World) -> dict[tuple[int, int], int]:
    """How many half-hours of each professional's coming days are booked."""
    visits = world.visits
    ahead = (visits.booked < NEVER) & (visits.day >= world.year.until)
    out: dict[tuple[int, int], int] = {}
    for who, day in zip(visits.professional[ahead].tolist(), visits.day[ahead].tolist(), strict=True):
        out[who, day] = out.get((who, day), 0) + 1
    return out


def _free_days(rng: Rng, world: World, who: Ints, day: Ints) -> Ints:
    """(n, 3) working days: the third as far ahead as the unit's municipality allows, the others before it."""
    third = np.zeros(len(who))
    groups, places = _groups(world)
    for group in sorted(set(groups[1:])):
        mask = np.array(groups)[who] == group
        third[mask] = world.access.third_free(rng, group, places[who[mask]], day[mask])
    before = np.sort(rng.random((len(who), 2)), axis=1)
    ahead = np.concatenate([before * third[:, None], third[:, None]], axis=1)
    return np.sort(working_day(day[:, None] + np.floor(ahead).astype(np.int64)), axis=1)


def _groups(world: World) -> tuple[list[str], Ints]:
    """The access group and the municipality of each professional by id; index 0 is nobody."""
    groups, places = [""], [0]
    for one in world.staffed.professionals:
        unit = world.staffed.unit(one.unit)
        line = world.patterns.lines.table[unit.lines[0]]
        groups.append(line.access.get(one.profession, next(iter(line.access.values()))))
        places.append(unit.place)
    return groups, np.array(places, dtype=np.int64)
