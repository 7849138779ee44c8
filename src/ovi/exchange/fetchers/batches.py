"""How are many records fetched by their ids, when any batch, or any one record, may break the answer?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ovi.exchange.fetchers.download import Download
from ovi.exchange.fetchers.http import GoneError, UnavailableError

Progress = Callable[[str, int, int], None]
Read = Callable[[list[str]], Iterable[Mapping[str, Any]]]
_TOO_MANY = 50  # single failures; beyond this the service is down, and asking on is no use
_IDS = ("id", "contentId")


def fetch_batches(kind: str, ids: list[str], read: Read, download: Download, batch: int, progress: Progress) -> None:
    """One file a batch. Ids that the service no longer gives are noted as gone, except for connections."""
    for start in range(0, len(ids), batch):
        name = f"{kind}-{start // batch + 1:06d}"
        progress(kind, start, len(ids))
        if download.has(name):
            continue
        asked = ids[start : start + batch]
        found = list(_patiently(asked, read, download))
        if kind != "connections":
            given = {row.get(key) for row in found for key in _IDS}
            missing = [id_ for id_ in asked if id_ not in given and id_ not in download.failed]
            if missing:
                download.save(f"gone-{name}", [{"id": id_} for id_ in missing])
        download.save(name, found)
    if ids:
        progress(kind, len(ids), len(ids))


def _patiently(ids: list[str], read: Read, download: Download) -> Iterator[Mapping[str, Any]]:
    """The records of these ids; a batch that fails is asked for in halves."""
    try:
        yield from list(read(ids))
    except GoneError:
        return
    except UnavailableError:
        if len(ids) == 1:
            download.fail(ids[0])
            if len(download.failed) > _TOO_MANY:
                raise
            return
        middle = len(ids) // 2
        yield from _patiently(ids[:middle], read, download)
        yield from _patiently(ids[middle:], read, download)


def fetch_pages(
    name: str,
    ask: Callable[[int], Any],
    read: Callable[[Any], tuple[list[Any], int]],
    download: Download,
    progress: Progress,
) -> None:
    """Every page of a list, one file each; how many there are is read from each answer, never assumed."""
    page, last = 1, download.marks.get(name, 1)
    while page <= last:
        if not download.has(f"{name}-{page:05d}"):
            try:
                rows, told = read(ask(page))
            except GoneError:  # v11 answers 404 for an empty list
                rows, told = [], page
            last = max(last, told)
            download.mark(name, last)
            download.save(f"{name}-{page:05d}", rows)
        progress(name, page, last)
        page += 1
