"""Which of these services are for this municipality and target group? The professional's narrowing of a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ovi.directory.classifications import class_name
from ovi.directory.models import Municipality, Service, Unit
from ovi.directory.queries.texts import trilingual
from ovi.directory.states import ServiceState
from ovi.foundation.text import Trilingual, sort_key

_EVERYBODY = "KR1"  # "citizens": is never narrowed away


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A national target group that some service of the catalogue names."""

    code: str
    name: Trilingual


def narrowed(ids: Sequence[int], *, municipality: str = "", target_group: str = "") -> list[int]:
    """The ids that remain, in their order. A service that names no places, or no groups, is for all of them."""
    if not ids or not (municipality or target_group):
        return list(ids)
    there = _lines_in(municipality) if municipality else set()
    placed = _placed_lines() if municipality else set()
    rows = Service.objects.filter(pk__in=ids).values_list("pk", "service_line", "target_groups")
    kept = {
        pk
        for pk, line, groups in rows
        if (line not in placed or line in there or not municipality)
        and (not target_group or not groups or target_group in groups or _EVERYBODY in groups)
    }
    return [pk for pk in ids if pk in kept]


def target_groups(language: str) -> list[TargetGroup]:
    """The target groups of the services that are offered, in alphabetical order."""
    rows = Service.objects.filter(state=ServiceState.ACTIVE).values_list("target_groups", flat=True).distinct()
    codes = {code for groups in rows for code in groups} - {_EVERYBODY}
    found = [TargetGroup(code, class_name(code)) for code in codes if class_name(code).fi]
    return sorted(found, key=lambda one: sort_key(one.name.in_(language)))


def municipalities(county: str) -> list[tuple[str, Trilingual]]:
    """The county's municipalities in Finnish order."""
    rows = Municipality.objects.filter(county=county).order_by("sort_fi")
    return [(row.code, trilingual(row, "name")) for row in rows]


def _lines_in(municipality: str) -> set[str]:
    rows = Unit.objects.filter(municipality=municipality).values_list("service_lines", flat=True)
    return {line for lines in rows for line in lines}


def _placed_lines() -> set[str]:
    return {line for lines in Unit.objects.values_list("service_lines", flat=True) for line in lines}
