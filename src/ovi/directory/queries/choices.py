"""Which municipalities and target groups may a professional choose between in the tray?"""

from __future__ import annotations

from dataclasses import dataclass

from ovi.directory.classifications import class_name
from ovi.directory.models import Municipality, Service
from ovi.directory.queries.texts import trilingual
from ovi.directory.states import ServiceState
from ovi.foundation.text import Trilingual, sort_key

_EVERYBODY = "KR1"  # "citizens": is never narrowed away


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A national target group that some service of the catalogue names."""

    code: str
    name: Trilingual


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
