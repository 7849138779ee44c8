"""Which unit answers for a need, and to which units may it be handed over?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, inf, radians

from ovi.directory.models import Municipality, Unit
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit as people know it."""

    id: int
    name: Trilingual
    serves_line: bool


def unit_for(*, register: str, service_line: str, municipality: Municipality | None, own: Unit | None = None) -> Unit:
    """The unit that answers for a new need: it serves the line, and is nearest to where the person lives.

    `own` (queries.own_unit), where the person's own team or worker is, goes before all others: continuity.
    In order: serves the line · same municipality · distance between municipalities · name · id. A line that no
    unit serves goes to the nearest unit of the same register, so that no contact is left without an answer.
    """
    if own is not None:
        return own
    units = list(Unit.objects.filter(register=register).select_related("municipality"))
    if not units:
        raise Refused("No unit keeps this register. Add one to the directory.", code="case.no_unit")

    def order(unit: Unit) -> tuple[bool, bool, float, str, int]:
        elsewhere = municipality is not None and unit.municipality_id != municipality.code
        return service_line not in unit.service_lines, elsewhere, _km(municipality, unit), unit.sort_fi, unit.id

    return min(units, key=order)


def _km(home: Municipality | None, unit: Unit) -> float:
    """Distance of the municipalities' centres on a plane, good enough to put units of one county in order."""
    there = unit.municipality
    if home is None or home.code == there.code:
        return 0.0
    if home.latitude is None or home.longitude is None or there.latitude is None or there.longitude is None:
        return inf
    east = (there.longitude - home.longitude) * cos(radians(home.latitude))
    return 111.2 * hypot(there.latitude - home.latitude, east)


def hand_over_targets(*, register: str, service_line: str, from_unit_id: int) -> list[UnitChoice]:
    """The other units of the same register; those that serve the line first."""
    units = Unit.objects.filter(register=register).exclude(id=from_unit_id).order_by("sort_fi", "id")
    choices = [UnitChoice(unit.id, _name(unit), service_line in unit.service_lines) for unit in units]
    return sorted(choices, key=lambda choice: not choice.serves_line)


def units_named(ids: Iterable[int]) -> list[UnitChoice]:
    """These units by name, in Finnish order."""
    return [UnitChoice(unit.id, _name(unit), True) for unit in Unit.objects.filter(id__in=ids).order_by("sort_fi")]


def _name(unit: Unit) -> Trilingual:
    return Trilingual(unit.name_fi, unit.name_sv, unit.name_en)
