"""Which services may be contacted without saying who one is? Those that definitions/tray/nameless.yaml marks."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Q

from ovi.directory.models import Service
from ovi.directory.queries.services import ServiceCard, contactable_service, contactable_services
from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused


@lru_cache(maxsize=1)
def _marked() -> frozenset[tuple[str, str]]:
    """(source, id at the source) of each marked service."""
    path = definitions_root() / "tray" / "nameless.yaml"
    rows = read_yaml(path)["services"]
    if not all(isinstance(row, dict) and set(row) == {"source", "id"} for row in rows):
        raise Refused(
            f"{path} does not list services.", code="definitions.broken",
            faults=[Fault(str(path), "each row of services has a source and an id, and nothing else")],
        )  # fmt: skip
    return frozenset((row["source"], row["id"]) for row in rows)


def takes_nameless(source: str, source_id: str) -> bool:
    """May one write to this service without a name?"""
    return (source, source_id) in _marked()


def nameless_services() -> list[ServiceCard]:
    """The marked services that one may write to now, in the order of their names. One query."""
    marked = Q(pk__in=[])
    for source, source_id in _marked():
        marked |= Q(source=source, source_id=source_id)
    return contactable_services(marked)


def nameless_service(pk: int) -> ServiceCard | None:
    """The service, if it is marked and one may write to it now."""
    row = Service.objects.filter(pk=pk).values_list("source", "source_id").first()
    return contactable_service(pk) if row in _marked() else None
