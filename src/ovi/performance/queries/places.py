"""Where are the county's municipalities, and how many people live in each? For maps of figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from ovi.foundation.text import Trilingual
from ovi.performance.queries.names import Names
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality by code, name, centre (None where it is not known) and people (None likewise)."""

    code: str
    name: Trilingual
    latitude: float | None
    longitude: float | None
    people: int | None


def names_of(found: Iterable[Place]) -> Names:
    """The names of just these municipalities, for a page that knows no units. No query."""
    return Names({("municipality", one.code): one.name for one in found})


def places_of(names: Names) -> tuple[Place, ...]:
    """The municipalities of a page that has read the names already, by code. No query."""
    return tuple(
        Place(code, names.places["municipality", code], *names.centres[code]) for code in sorted(names.centres)
    )


_PLACES = """
select code, name_fi, name_sv, name_en, latitude, longitude, population
from directory_municipality where code = any(%s) order by code
"""


def places() -> tuple[Place, ...]:
    """The municipalities of the county, by code. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [list(county(settings().county).municipalities)])
        return tuple(Place(code, Trilingual(fi, sv, en), *rest) for code, fi, sv, en, *rest in cursor.fetchall())
