"""Which rows stand beside the needs: opening hours of units, competences of professionals, own workers of clients?"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa

from ovi.casework.states import OwnKind
from ovi.demo.axis import DAY, EPOCH, HOUR, NEVER, Ints, working_day
from ovi.demo.columns import Tables, dates, moments, numbered, table
from ovi.demo.draws import Rng
from ovi.demo.patterns import demo_file
from ovi.demo.places import Unit, phone_of
from ovi.demo.world import World
from ovi.directory.opening_hours import Exceptional, Hours, read_day
from ovi.directory.states import ServiceChannel

_EXCEPTION_AHEAD = 12  # working days: a staff day, seen on every unit's page
_SOCIAL = ("elderly_services", "adult_social_work", "family_social_work", "disability_services", "child_protection")


def standing_tables(rng: Rng, world: World) -> Tables:
    """The tables in the order of their foreign keys; all of them point at rows of the frame."""
    return {
        "directory_unitinfo": _unit_infos(world),
        "staffing_competence": _competences(world),
        "casework_ownworker": _own_workers(rng, world),
    }


def _unit_infos(world: World) -> pa.Table:
    """The first version of each unit's information, published before the year began."""
    rows, spec = world.staffed.units, demo_file("units.yaml")
    exception = int(working_day(np.array([world.year.until]), _EXCEPTION_AHEAD)[0])
    published = np.full(len(rows), world.year.first_day * DAY - 20 * DAY + 9 * HOUR)
    return table(
        {
            "id": numbered(len(rows)),
            "unit_id": [one.id for one in rows],
            "version": [1] * len(rows),
            "phone": [phone_of(one) for one in rows],
            "address": [one.address for one in rows],
            "notice_fi": "",
            "notice_sv": "",
            "notice_en": "",
            "hours": [json.dumps(_hours(one, spec, exception).as_json()) for one in rows],
            "published_at": moments(published),
            "published_by_name": "system",
        }
    )


def _hours(unit: Unit, spec: dict[str, Any], exception: int) -> Hours:
    """The week of the unit's kind; on the staff day the telephone and the desk are open in the morning only."""
    week = spec["kinds"][unit.kind].get("hours", spec["hours"])
    weekly = {channel: tuple(read_day(text) or () for text in days) for channel, days in week.items()}
    on = EPOCH + (EPOCH.resolution * exception)
    morning = read_day(spec["staff_day"]) or ()
    short = [one for one in (ServiceChannel.PHONE, ServiceChannel.DESK) if one in weekly]
    return Hours(weekly, tuple(Exceptional(on, channel, morning) for channel in short))


def _competences(world: World) -> pa.Table:
    """Who holds what a step of a path asks for: in each unit every second of the profession, the first among them."""
    spec, first = demo_file("units.yaml")["competences"], world.year.first_day
    held: list[tuple[int, str, str]] = []
    for code, rules in spec.items():
        for (_, profession), found in sorted(world.staffed.by_unit.items()):
            if profession == rules["profession"]:
                held += [(int(one), code, rules["proof"]) for one in found[::2]]
    return table(
        {
            "id": numbered(len(held)),
            "professional_id": [one for one, *_ in held],
            "code": [code for _, code, _ in held],
            "valid_from": dates(np.full(len(held), first)),
            "source": [proof for *_, proof in held],
        }
    )


def _own_workers(rng: Rng, world: World) -> pa.Table:
    """Own doctors and nurses of some patients; own workers of clients of social services, who are their case's owners.

    Nobody has two of a kind in a register: the newest open need counts.
    """
    patients, clients = _with_open_need(world)
    share, rows = world.patterns.own_workers.share, []
    for kind, profession in ((OwnKind.DOCTOR, "doctor"), (OwnKind.NURSE, "nurse")):
        people = np.flatnonzero(rng.random(len(world.residents)) < share[kind])
        people = np.union1d(people, patients[rng.random(len(patients)) < share[kind]])
        rows += [("patient", kind, int(one), _at_home(rng, world, int(one), profession)) for one in people]
    chosen = {person: need for person, need in clients if rng.random() < share[OwnKind.WORKER]}
    rows += [("social_welfare", OwnKind.WORKER, one, int(world.owner[need])) for one, need in chosen.items()]
    began = world.year.first_day + rng.integers(0, world.year.until - world.year.first_day, len(rows))
    return table(
        {
            "id": numbered(len(rows)),
            "person_id": [person + 1 for _, _, person, _ in rows],
            "register": [register for register, *_ in rows],
            "kind": [kind.value for _, kind, *_ in rows],
            "service_line": "",
            "professional_id": [who for *_, who in rows],
            "valid_from": dates(began),
            "reason": "",
            "agreed": rng.random(len(rows)) < 0.9,
        }
    )


def _with_open_need(world: World) -> tuple[Ints, list[tuple[int, int]]]:
    """Patients with an open need, and clients with the newest open social need that somebody answers for."""
    open_ = (world.ended.closed >= NEVER) & (world.owner > 0)
    health = np.array([line.sector == "health" for line in world.patterns.lines.table.values()])[world.needs.line]
    social = np.isin(np.array(world.line_names)[world.needs.line], _SOCIAL)
    newest = {int(world.needs.person[one]): int(one) for one in np.flatnonzero(open_ & social)}
    return np.unique(world.needs.person[open_ & health]), sorted(newest.items())


def _at_home(rng: Rng, world: World, person: int, profession: str) -> int:
    """Somebody of the profession at a health station that serves the person's municipality."""
    units = world.staffed.units_for["primary_care"][int(world.residents.place[person])]
    found = world.staffed.by_unit[int(units[person % len(units)]), profession]
    return int(found[rng.integers(0, len(found))])
