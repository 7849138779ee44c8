"""Which activities of lähellä.fi does the national catalogue tell of too? Then only one of the two is shown.

The same Y-tunnus, the same name and the same place (catalogue.md §1.3: long-lasting activities go one way to PTV,
and organisations appeared there twice). PTV's is shown, for its organisation keeps it; the other waits behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ovi.directory.models import ChannelPlace, Service
from ovi.directory.states import ServiceSource, ServiceState
from ovi.foundation.text import sort_key

_Key = tuple[str, str]


def mark_duplicates() -> int:
    """Set each activity of lähellä.fi behind its twin in PTV, or free it where that is gone; how many are behind."""
    ours = list(
        Service.objects.filter(source=ServiceSource.LAHELLA)
        .exclude(state=ServiceState.VANISHED)
        .select_related("organisation")
        .defer("raw", "organisation__raw")
    )
    if not ours:
        return 0
    codes = {row.organisation.business_code for row in ours if row.organisation} - {""}
    theirs = list(
        Service.objects.filter(source=ServiceSource.PTV_SERVICE, state=ServiceState.ACTIVE)
        .filter(organisation__business_code__in=codes)
        .select_related("organisation")
        .defer("raw", "organisation__raw")
    )
    places = _places(row.pk for row in (*ours, *theirs))
    by_key: dict[_Key, list[Service]] = {}
    for row in theirs:
        by_key.setdefault(_key(row), []).append(row)
    for row in ours:
        twin = next((one for one in by_key.get(_key(row), ()) if _same_place(row, one, places)), None)
        row.duplicate_of = twin
        row.state = ServiceState.DUPLICATE if twin else ServiceState.ACTIVE
    Service.objects.bulk_update(ours, ["duplicate_of", "state"], batch_size=500)
    return sum(row.state == ServiceState.DUPLICATE for row in ours)


def _key(row: Service) -> _Key:
    return row.organisation.business_code if row.organisation else "", _simple(row.name_fi)


def _simple(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", sort_key(text)).strip()


def _places(services: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    rows = ChannelPlace.objects.filter(channel__links__service_id__in=list(services), postal=False)
    for service, postal_code, street in rows.values_list("channel__links__service_id", "postal_code", "street_fi"):
        found.setdefault(service, set()).add((postal_code, _simple(street)))
    return found


def _same_place(one: Service, other: Service, places: dict[int, set[tuple[str, str]]]) -> bool:
    """At the same address; where either has none, in the same municipality; where neither has, anywhere."""
    first, second = places.get(one.pk, set()), places.get(other.pk, set())
    if first and second:
        return bool(first & second)
    towns = (set(one.municipalities), set(other.municipalities))
    return bool(towns[0] & towns[1]) or not (first or second or towns[0] or towns[1])
