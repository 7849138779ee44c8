"""Which addresses of PTV's Open API v11 give services, channels, organisations and what was archived?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ovi.exchange.fetchers.batches import Progress, Read, fetch_batches, fetch_pages
from ovi.exchange.fetchers.download import Download
from ovi.exchange.fetchers.http import Client

_PATHS = {"services": "/Service/list", "channels": "/ServiceChannel/list"}
_PATHS |= {"organisations": "/Organization/list", "general": "/GeneralDescription/list"}


class V11:
    """v11 lists ids or whole services by page, and single records by `guids`."""

    def __init__(
        self, client: Client, download: Download, areas: tuple[tuple[str, str], ...], since: datetime | None
    ) -> None:
        self.client, self.download, self.areas, self.since = client, download, areas, since

    def fetch_lists(self, batch: int, progress: Progress) -> None:
        """Whole services by area; without an area, or of what changed lately, their ids and then the services."""
        if self.areas and not self.since:
            for kind, code in self.areas:
                path = f"/Service/list/area/{kind}/code/{code}"
                self._pages(f"services-{kind}-{code}", path, {"includeWholeCountry": "true"}, progress)
            return
        query = {"status": "Published", **({"date": _utc(self.since)} if self.since else {})}
        self._pages("ids-services", "/Service", query, progress)
        ids = sorted({str(row["id"]) for row in self.download.records("ids") if row.get("id")})
        fetch_batches("services", ids, self.reader("services"), self.download, batch, progress)

    def wanted(self, kind: str) -> Iterator[str]:
        """The ids that the services, or the channels, refer to."""
        for row in self.download.records("services"):
            if kind == "channels":
                yield from _ids(row.get("serviceChannels"), "serviceChannel")
            elif kind == "organisations":
                yield from _ids(row.get("organizations"), "organization")
            elif kind == "general" and isinstance(row.get("generalDescriptionId"), str):
                yield row["generalDescriptionId"]
        if kind == "organisations":
            owners = (row.get("organizationId") for row in self.download.records("channels"))
            yield from (owner for owner in owners if isinstance(owner, str))

    def reader(self, kind: str) -> Read:
        """Reads a batch of single records; connections come within the services."""
        path = _PATHS.get(kind, "")

        def read(ids: list[str]) -> Iterable[Mapping[str, Any]]:
            rows = _listed(self.client.get(path, {"guids": ",".join(ids)}))
            rows = [row for row in rows if isinstance(row, Mapping)]
            # A date cannot be asked for within an area, so what changed elsewhere is left out here.
            return [row for row in rows if self._reaches(row)] if kind == "services" else rows

        return read

    def fetch_collections(self, progress: Progress) -> None:
        """Nothing: a v11 service names its collections itself."""

    def fetch_archived(self, progress: Progress) -> None:
        """The ids of what was archived or withdrawn since, and of what a list named but no longer gives."""
        if self.since:
            for path, kind in (("/Service", "services"), ("/ServiceChannel", "channels")):
                for status in ("Archived", "Withdrawn"):
                    query = {"status": status, "date": _utc(self.since)}
                    self._pages(f"gone-{kind}-{status}", path, query, progress)

    def _pages(self, name: str, path: str, query: Mapping[str, str], progress: Progress) -> None:
        def ask(page: int) -> Any:
            return self.client.get(path, {**query, "page": page})

        def read(answer: Any) -> tuple[list[Any], int]:
            told = answer.get("pageCount") if isinstance(answer, Mapping) else None
            return [row for row in _listed(answer) if isinstance(row, Mapping)], int(told or 1)

        fetch_pages(name, ask, read, self.download, progress)

    def _reaches(self, row: Mapping[str, Any]) -> bool:
        if not self.areas or row.get("areaType") != "LimitedType":
            return True
        wanted = {(kind, code.lstrip("0")) for kind, code in self.areas}
        for area in row.get("areas") or []:
            towns = {("Municipality", str(town.get("code")).lstrip("0")) for town in area.get("municipalities") or []}
            if wanted & (towns | {(area.get("type"), str(area.get("code")).lstrip("0"))}):
                return True
        return False


def _listed(answer: Any) -> list[Any]:
    if isinstance(answer, Mapping):
        answer = answer.get("itemList")
    return answer if isinstance(answer, list) else []


def _ids(rows: Any, name: str) -> Iterator[str]:
    for row in rows or []:
        found = (row.get(name) or {}).get("id") if isinstance(row, Mapping) else None
        if isinstance(found, str):
            yield found


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
