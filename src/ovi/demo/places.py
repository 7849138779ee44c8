"""Which organisations, units and professionals does the invented county have, and who serves whom?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ovi.demo.axis import Ints
from ovi.demo.draws import Rng, uuids
from ovi.demo.geography import Place
from ovi.demo.patterns import demo_file
from ovi.foundation.text import Trilingual, sort_key

MAX_UNITS_OF_A_KIND = 5
_KM_PER_DEGREE = 111.2
_GOLDEN_ANGLE = 2.39996  # radians: neighbours in number never lie in the same direction


@dataclass(frozen=True, slots=True)
class Organisation:
    id: int
    slug: str
    name: Trilingual
    kind: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; `served` are the indices of the municipalities whose residents it serves."""

    id: int
    slug: str
    kind: str
    place: int
    name: Trilingual
    register: str
    lines: tuple[str, ...]
    address: str
    latitude: float
    longitude: float
    served: tuple[int, ...]


def phone_of(unit: Unit) -> str:
    """A number that begins like no real one in use, so that one sees it is invented."""
    return f"010 000 {unit.id:04d}"


@dataclass(slots=True)
class Professional:
    id: int
    key: str
    name: str
    sort_name: str
    profession: str
    unit: int  # id of the unit
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Staffed:
    """The county's frame. `units_for[line][place]` are the ids of the units that serve a municipality."""

    organisations: list[Organisation]
    units: list[Unit]
    professionals: list[Professional]
    units_for: dict[str, list[Ints]]
    main_profession: dict[int, str]
    by_unit: dict[tuple[int, str], Ints] = field(default_factory=dict)

    def unit(self, unit_id: int) -> Unit:
        return self.units[unit_id - 1]


def make_staffed(rng: Rng, places: Sequence[Place], county_name: Trilingual, residents: int) -> Staffed:
    """Organisations, units by population, and professionals by how many of the `residents` they serve."""
    spec: dict[str, Any] = demo_file("units.yaml")
    behind = residents * spec["inhabitants_behind_a_resident"] / sum(one.population for one in places)
    units: list[Unit] = []
    for kind, rules in spec["kinds"].items():
        _add_units(units, kind, rules, spec, places)
    professionals = _professionals(rng, units, spec["kinds"], places, behind)
    staffed = Staffed(
        organisations=_organisations(spec, places, county_name),
        units=units,
        professionals=professionals,
        units_for=_units_for(units, len(places)),
        main_profession={unit.id: next(iter(spec["kinds"][unit.kind]["staff"])) for unit in units},
    )
    for one in professionals:
        found = staffed.by_unit.get((one.unit, one.profession), np.array([], dtype=np.int64))
        staffed.by_unit[one.unit, one.profession] = np.append(found, one.id)
    return staffed


def _organisations(spec: Mapping[str, Any], places: Sequence[Place], county_name: Trilingual) -> list[Organisation]:
    biggest = sorted(places, key=lambda one: -one.population)[:3]
    rows = [("county", county_name, "county")]
    rows += [
        (f"kunta-{one.code}", Trilingual(one.name_fi, one.name_sv, one.name_en), "municipality") for one in biggest
    ]
    rows += [(one["slug"], Trilingual(one["fi"], one["sv"], one["en"]), "ngo") for one in spec["associations"]]
    return [Organisation(index, *row) for index, row in enumerate(rows, start=1)]


def _add_units(
    units: list[Unit], kind: str, rules: Mapping[str, Any], spec: Mapping[str, Any], places: Sequence[Place]
) -> None:
    """The units of one kind; municipalities too small for one of their own go to the nearest that has."""
    big = [index for index, one in enumerate(places) if one.population >= rules["from_population"]]
    own = big or [max(range(len(places)), key=lambda index: places[index].population)]
    served: dict[int, list[int]] = {index: [] for index in own}
    for index, one in enumerate(places):
        served[min(own, key=lambda other: _distance(one, places[other]))].append(index)
    for index in own:
        several = min(1 + places[index].population // rules["one_per"], MAX_UNITS_OF_A_KIND)
        for number in range(several):
            quarter = spec["quarters"][number] if several > 1 else None
            place, unit_id = places[index], len(units) + 1
            units.append(
                Unit(
                    id=unit_id,
                    slug=f"{kind.replace('_', '-')}-{place.code}-{number + 1}",
                    kind=kind,
                    place=index,
                    name=_unit_name(rules["names"], place, quarter, spec["genitives"][place.code]),
                    register=rules["register"],
                    lines=tuple(rules["lines"]),
                    address=f"{spec['streets'][unit_id % len(spec['streets'])]} {unit_id % 40 + 1}, {place.name_fi}",
                    **_coordinates(place, unit_id),
                    served=tuple(served[index]),
                )
            )


def _coordinates(place: Place, unit_id: int) -> dict[str, float]:
    """An invented spot within about two kilometres of the middle, each unit in another direction."""
    turn, km = unit_id * _GOLDEN_ANGLE, 0.4 + 0.2 * (unit_id % 9)
    north, east = km * np.cos(turn) / _KM_PER_DEGREE, km * np.sin(turn) / _KM_PER_DEGREE
    longitude = place.longitude + east / np.cos(np.radians(place.latitude))
    return {"latitude": round(float(place.latitude + north), 5), "longitude": round(float(longitude), 5)}


def _unit_name(names: Mapping[str, str], place: Place, quarter: Mapping[str, str] | None, genitive: str) -> Trilingual:
    fi = f"{genitive} {quarter['genitive']}" if quarter else genitive
    sv = names["sv"].format(quarter=f"{quarter['sv']}, " if quarter else "", place=place.name_sv)
    en = names["en"].format(quarter=f"{quarter['fi']} " if quarter else "", place=place.name_en)
    return Trilingual(names["fi"].format(place=fi), sv[0].upper() + sv[1:], en)


def _distance(one: Place, other: Place) -> float:
    """Kilometres, flat-earth: exact enough to find the nearest neighbour inside one county."""
    east = (one.longitude - other.longitude) * np.cos(np.radians(one.latitude))
    return float(np.hypot(one.latitude - other.latitude, east) * _KM_PER_DEGREE)


def _professionals(
    rng: Rng, units: Sequence[Unit], kinds: Mapping[str, Any], places: Sequence[Place], behind: float
) -> list[Professional]:
    names: dict[str, Any] = demo_file("names.yaml")
    rows: list[tuple[int, str]] = []
    for unit in units:
        sharing = sum(1 for other in units if other.kind == unit.kind and other.place == unit.place)
        people = sum(places[index].population for index in unit.served) / sharing
        for profession, need in kinds[unit.kind]["staff"].items():
            wanted = round(need["per_10000"] * people / 10_000 * behind)
            rows += [(unit.id, profession)] * max(need["min"], wanted)
    keys = uuids(rng, len(rows))
    out = []
    for index, ((unit_id, profession), key) in enumerate(zip(rows, keys, strict=True), start=1):
        language = "sv" if places[units[unit_id - 1].place].bilingual and rng.random() < 0.5 else "fi"
        given = names[language]["female" if rng.random() < 0.8 else "male"]
        first, last = str(rng.choice(given)), str(rng.choice(names[language]["family"]))
        out.append(
            Professional(index, key, f"{first} {last}", f"{sort_key(last)} {sort_key(first)}", profession, unit_id)
        )
    return out


def _units_for(units: Sequence[Unit], places: int) -> dict[str, list[Ints]]:
    out: dict[str, list[list[int]]] = {}
    for unit in units:
        for line in unit.lines:
            rows = out.setdefault(line, [[] for _ in range(places)])
            for index in unit.served:
                rows[index].append(unit.id)
    return {line: [np.array(row, dtype=np.int64) for row in rows] for line, rows in out.items()}
