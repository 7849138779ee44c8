"""Which addresses of PTV's v12 read API give services, connections, channels, organisations and code lists?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ovi.exchange.fetchers.batches import Progress, Read, fetch_pages
from ovi.exchange.fetchers.download import Download
from ovi.exchange.fetchers.http import Client, GoneError

_PAGE_SIZE = 100  # the most that v12 gives
_FILTER = 20  # the most values that one filter takes
_AREAS = {
    "Municipality": "municipalities",
    "Region": "regions",
    "WellbeingServiceCounties": "wellbeingServicesCounties",
}
_ONE = {
    "channels": "service-channel",
    "organisations": "organization",
    "general": "general-description",
    "collections": "service-collection",
}
_LISTS = (
    "wellbeing-services-county-codes",
    "region-codes",
    "municipality-codes",
    "service-classes",
    "target-groups",
    "life-events",
)
_ARCHIVED = ("service", "service-channel")


class V12:
    """v12 searches by page, connections by 20 services at a time, everything else record by record."""

    def __init__(
        self, client: Client, download: Download, areas: tuple[tuple[str, str], ...], since: datetime | None
    ) -> None:
        self.client, self.download, self.areas, self.since = client, download, areas, since

    def fetch_lists(self, batch: int, progress: Progress) -> None:
        """The code lists, for records name classes and areas by code only; then the services."""
        for name in _LISTS:
            self._pages(f"codes-{name}", f"/{name}", {}, progress, wrap=name)
        for name, query in self._searches():
            if self.since:
                query = {**query, "publishedAtOrAfter": _utc(self.since)}
            self._pages(f"services-{name}", "/service/search", query, progress)

    def fetch_collections(self, progress: Progress) -> None:
        """Which collections the services' organisations have; what is in one stands only on the collection itself."""
        owners = sorted(set(_texts(self.download.records("services"), "organizationContentId")))
        for start in range(0, len(owners), _FILTER):
            query = {"organizationContentIds": ",".join(owners[start : start + _FILTER])}
            self._pages(f"listed-collections-{start // _FILTER}", "/service-collection/search", query, progress)

    def _searches(self) -> Iterator[tuple[str, dict[str, str]]]:
        if not self.areas:
            yield "all", {}
            return
        for kind, name in _AREAS.items():
            codes = [code for area, code in self.areas if area == kind]
            for start in range(0, len(codes), _FILTER):
                # Without "any" only services of all these areas at once would be found.
                told = {name: ",".join(codes[start : start + _FILTER]), f"{name}Match": "any"}
                yield f"{kind}-{start // _FILTER}", {"areaType": "LimitedArea", **told}
        for whole in ("WholeCountry", "WholeCountryExceptAland"):
            yield whole, {"areaType": whole}

    def wanted(self, kind: str) -> Iterator[str]:
        """The ids that what has been fetched refers to."""
        if kind == "connections":
            yield from _texts(self.download.records("services"), "contentId")
        elif kind == "channels":
            yield from _texts(self.download.records("connections"), "channelContentId")
        elif kind == "organisations":
            yield from _texts(self.download.records("services"), "organizationContentId")
            yield from _texts(self.download.records("channels"), "organizationContentId")
        elif kind == "general":
            yield from _texts(self.download.records("services"), "generalDescriptionContentId")
        elif kind == "collections":
            yield from _texts(self.download.records("listed"), "contentId")

    def reader(self, kind: str) -> Read:
        """Reads the connections of a batch of services, or a batch of records one by one."""
        return self._connections if kind == "connections" else self._singles(_ONE[kind])

    def _connections(self, ids: list[str]) -> Iterable[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        for start in range(0, len(ids), _FILTER):
            query = {"serviceContentIds": ",".join(ids[start : start + _FILTER])}
            page, last = 1, 1
            while page <= last:
                answer = self.client.get("/connection/search", {**query, "page": page, "pageSize": _PAGE_SIZE})
                rows, last = _read(answer)
                found += rows
                page += 1
        return found

    def _singles(self, path: str) -> Read:
        def read(ids: list[str]) -> Iterable[Mapping[str, Any]]:
            found = []
            for id_ in ids:
                try:
                    found.append(self.client.get(f"/{path}/{id_}"))
                except GoneError:
                    continue
            return found

        return read

    def fetch_archived(self, progress: Progress) -> None:
        """The ids of what was archived since."""
        if not self.since:
            return
        for path in _ARCHIVED:
            query = {"archivedAtOrAfter": _utc(self.since)}
            self._pages(f"gone-{path}", f"/{path}/archived", query, progress, gone=True)

    def _pages(
        self,
        name: str,
        path: str,
        query: Mapping[str, str],
        progress: Progress,
        *,
        wrap: str = "",
        gone: bool = False,
    ) -> None:
        def read(answer: Any) -> tuple[list[Any], int]:
            rows, last = _read(answer)
            if gone:
                return [{"id": row.get("contentId")} for row in rows], last
            return [{"list": wrap, "entry": row} for row in rows] if wrap else rows, last

        def ask(page: int) -> Any:
            return self.client.get(path, {**query, "page": page, "pageSize": _PAGE_SIZE})

        fetch_pages(name, ask, read, self.download, progress)


def _read(answer: Any) -> tuple[list[Mapping[str, Any]], int]:
    """The records of a page, and how many pages there are."""
    if not isinstance(answer, Mapping) or not isinstance(answer.get("items"), list):
        return [], 1
    return [row for row in answer["items"] if isinstance(row, Mapping)], int(answer.get("totalPages") or 1)


def _texts(rows: Iterable[Mapping[str, Any]], name: str) -> Iterator[str]:
    return (row[name] for row in rows if isinstance(row.get(name), str))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
