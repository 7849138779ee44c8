"""Which rows make the county's frame: municipalities, organisations, units, residents, professionals, accounts?"""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from ovi.demo.accounts import DEMO_ACCOUNTS
from ovi.demo.axis import DAY
from ovi.demo.columns import Tables, dates, moments, numbered, table
from ovi.demo.draws import Rng
from ovi.demo.places import Professional, phone_of
from ovi.demo.world import World, licensed_of
from ovi.directory.opening_hours import Hours
from ovi.directory.states import ServiceChannel
from ovi.foundation.text import sort_key
from ovi.people.states import RoleName

_POSTAL_CODE = "{code}00"  # no real code: the municipality's own code and two noughts


def frame_tables(rng: Rng, world: World) -> Tables:
    """The tables in the order of their foreign keys."""
    chosen = demo_professionals(world)
    return {
        "directory_municipality": _municipalities(world),
        "directory_organisation": _organisations(world),
        "directory_unit": _units(world),
        "directory_unitinfo": _unit_infos(world),
        "people_person": _persons(world),
        "people_account": _accounts(rng, world, chosen),
        "people_professional": _professionals(world, chosen),
        "people_membership": _memberships(world, chosen),
    }


def _municipalities(world: World) -> pa.Table:
    places = world.places
    return table(
        {
            "code": [one.code for one in places],
            "name_fi": [one.name_fi for one in places],
            "name_sv": [one.name_sv for one in places],
            "name_en": [one.name_en for one in places],
            "sort_fi": [sort_key(one.name_fi) for one in places],
            "sort_sv": [sort_key(one.name_sv) for one in places],
            "county": [one.county for one in places],
            "bilingual": [one.bilingual for one in places],
            "population": [one.population for one in places],
            "latitude": [one.latitude for one in places],
            "longitude": [one.longitude for one in places],
        }
    )


def _organisations(world: World) -> pa.Table:
    rows = world.staffed.organisations
    return table(
        {
            "id": [one.id for one in rows],
            "slug": [one.slug for one in rows],
            "name_fi": [one.name.fi for one in rows],
            "name_sv": [one.name.sv for one in rows],
            "name_en": [one.name.en for one in rows],
            "kind": [one.kind for one in rows],
            "source": "own",
            "state": "active",
            "raw": "{}",
            **dict.fromkeys(("source_id", "business_code", "oid", "parent_id_there", "content_hash"), ""),
        }
    )


def _units(world: World) -> pa.Table:
    rows = world.staffed.units
    return table(
        {
            "id": [one.id for one in rows],
            "slug": [one.slug for one in rows],
            "organisation_id": [world.staffed.organisations[0].id] * len(rows),
            "municipality_id": [world.places[one.place].code for one in rows],
            "name_fi": [one.name.fi for one in rows],
            "name_sv": [one.name.sv for one in rows],
            "name_en": [one.name.en for one in rows],
            "sort_fi": [sort_key(one.name.fi) for one in rows],
            "sort_sv": [sort_key(one.name.sv) for one in rows],
            "register": [one.register for one in rows],
            "service_lines": ["{" + ",".join(one.lines) + "}" for one in rows],
            "phone": [phone_of(one) for one in rows],
            "address": [one.address for one in rows],
            "latitude": [one.latitude for one in rows],
            "longitude": [one.longitude for one in rows],
        }
    )


# Invented, as all numbers here: the desk on weekdays 8–15.30, the telephone 8–16.
_HOURS = Hours(
    {
        ServiceChannel.DESK: (*(((480, 930),),) * 5, (), ()),
        ServiceChannel.PHONE: (*(((480, 960),),) * 5, (), ()),
    }
)


def _unit_infos(world: World) -> pa.Table:
    """The first version of what each unit tells of itself, published as the year began."""
    rows = world.staffed.units
    return table(
        {
            "unit_id": [one.id for one in rows],
            "version": 1,
            "phone": "",
            "address": [one.address for one in rows],
            **dict.fromkeys(("notice_fi", "notice_sv", "notice_en"), ""),
            "hours": json.dumps(_HOURS.as_json()),
            "published_at": moments(np.full(len(rows), world.year.backlog_from * DAY)),
            "published_by_name": "Esimerkki Esihenkilö",
        }
    )


def _persons(world: World) -> pa.Table:
    people = world.residents
    codes = [one.code for one in world.places]
    place = people.place.tolist()
    return table(
        {
            "id": numbered(len(people)),
            "subject_key": people.keys,
            "henkilotunnus": people.hetus,
            "first_name": people.first_names,
            "last_name": people.last_names,
            "sort_name": people.sort_names,
            "birth_date": dates(people.birth_day),
            "language": people.languages,
            "interpreter_language": people.interpreters,
            "municipality_id": [codes[one] for one in place],
            "postal_code": [_POSTAL_CODE.format(code=codes[one]) for one in place],
            "phone": people.phones,
            "email": people.emails,
            "non_disclosure": people.non_disclosure,
            "highest_care_allowance": people.highest_allowance,
        }
    )


def home_units(world: World) -> dict[str, int]:
    """The unit (id) of each kind where the demonstration's own people work: the first in the biggest municipality."""
    out: dict[str, int] = {}
    for one in world.staffed.units:
        if one.place == world.home:
            out.setdefault(one.kind, one.id)
    return out


def demo_professionals(world: World) -> list[Professional | None]:
    """For each demonstration account the professional it signs in as: the first of the profession in that unit."""
    out: list[Professional | None] = []
    home = home_units(world)
    for account in DEMO_ACCOUNTS:
        found = [p for p in world.staffed.professionals if p.unit == home.get(account.kind)]
        of_profession = [one for one in found if one.profession == account.profession]
        out.append(of_profession[0] if of_profession else None)
    return out


def _accounts(rng: Rng, world: World, chosen: Sequence[Professional | None]) -> pa.Table:
    """A password that begins with ! can never be right (Django): one signs in from the demonstration's page only."""
    people, demo = world.residents, world.demo_person
    names, persons = [], []
    for account, professional in zip(DEMO_ACCOUNTS, chosen, strict=True):
        own = account.role is RoleName.RESIDENT
        persons.append(demo + 1 if own else None)
        own_name = f"{people.first_names[demo]} {people.last_names[demo]}"
        names.append(professional.name if professional else own_name if own else account.person or account.name.fi)
    marks = rng.integers(0, 2**60, len(DEMO_ACCOUNTS)).tolist()
    return table(
        {
            "id": numbered(len(DEMO_ACCOUNTS)),
            "password": [f"!invented{mark:016x}" for mark in marks],
            "username": [one.username for one in DEMO_ACCOUNTS],
            "name": names,
            "email": "",
            "is_active": [True] * len(DEMO_ACCOUNTS),
            "language": "fi",
            "person_id": pa.array(persons, pa.int64()),
        }
    )


def _professionals(world: World, chosen: Sequence[Professional | None]) -> pa.Table:
    rows = world.staffed.professionals
    account = {one.id: number for number, one in enumerate(chosen, start=1) if one}
    return table(
        {
            "id": [one.id for one in rows],
            "key": [one.key for one in rows],
            "account_id": pa.array([account.get(one.id) for one in rows], pa.int64()),
            "name": [one.name for one in rows],
            "sort_name": [one.sort_name for one in rows],
            "profession": [one.profession for one in rows],
            "licensed": licensed_of(world.staffed)[1:],
            "unit_id": [one.unit for one in rows],
            "valid_from": dates(np.full(len(rows), world.year.backlog_from)),
        }
    )


def _memberships(world: World, chosen: Sequence[Professional | None]) -> pa.Table:
    return table(
        {
            "id": numbered(len(DEMO_ACCOUNTS)),
            "account_id": numbered(len(DEMO_ACCOUNTS)),
            "role": [one.role.value for one in DEMO_ACCOUNTS],
            "unit_id": pa.array([one.unit if one else None for one in chosen], pa.int64()),
            "valid_from": dates(np.full(len(DEMO_ACCOUNTS), world.year.cutoff // DAY - 365)),
        }
    )
