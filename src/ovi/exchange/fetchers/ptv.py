"""How is the national catalogue (PTV) downloaded: which questions, in which order, and what when one fails?

First services, then what they refer to: connections, channels, organisations, general descriptions, collections.
Lists come in pages whose number is read from the answers, single records in small batches (504s: catalogue.md §1.2).
A batch that fails is halved until the one record that breaks it stands alone; it is named in the manifest, and such a
download makes nothing vanish.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ovi.exchange.fetchers.batches import Progress, fetch_batches
from ovi.exchange.fetchers.download import Download
from ovi.exchange.fetchers.http import Client, UnavailableError
from ovi.exchange.fetchers.ptv_v11 import V11
from ovi.exchange.fetchers.ptv_v12 import V12
from ovi.foundation.refusals import Refused

AREAS = ("Municipality", "Region", "BusinessSubRegion", "HospitalDistrict", "WellbeingServiceCounties")


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted. `areas`: (type, code); none means the whole country. `since`: only what changed after."""

    base: str
    version: str
    areas: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None
    batch: int = 20

    def as_json(self) -> dict[str, Any]:
        since = self.since.isoformat() if self.since else None
        return {"base": self.base, "version": self.version, "areas": [list(one) for one in self.areas], "since": since}


def fetch_ptv(
    order: Order,
    folder: Path,
    *,
    now: Callable[[], datetime],
    key_env: str = "",
    client: Client | None = None,
    progress: Progress = lambda *_: None,
) -> dict[str, Any]:
    """Download into the folder, or go on where it stopped; the manifest. Refused when the service does not answer."""
    _require_sound(order)
    client = client or Client(order.base)
    client.headers = _headers(order.version, key_env)
    download = Download(folder, order.as_json())
    download.begin(now())
    source = (V11 if order.version == "11" else V12)(client, download, order.areas, order.since)
    try:
        _fetch(source, download, order.batch, progress)
    except UnavailableError as error:
        raise Refused(
            f"The catalogue does not answer: {error}. What came is kept; run the same command again and it goes on.",
            code="fetch.unavailable",
        ) from error
    since = order.since.isoformat() if order.since else None
    return download.finish(now(), version=order.version, since=since)


def _require_sound(order: Order) -> None:
    if order.version not in ("11", "12"):
        raise Refused(f"There is no version {order.version} to fetch. Give 11 or 12.", code="fetch.version")
    if unknown := {kind for kind, _ in order.areas} - set(AREAS):
        raise Refused(
            f"No such area: {', '.join(sorted(unknown))}. Areas are {', '.join(AREAS)}, "
            "written as WellbeingServiceCounties:08.",
            code="fetch.area",
        )
    if not 1 <= order.batch <= 50:
        raise Refused("A batch has 1 to 50 records: larger ones time out.", code="fetch.batch")


def _headers(version: str, key_env: str) -> dict[str, str]:
    """v11 never gets a key or token: a bad one turns public reads into 500s. v12 wants one on every call."""
    names = {"User-Agent": "oikea-ovi"}
    if version == "11":
        return names
    key = os.environ.get(key_env, "") if key_env else ""
    if not key:
        raise Refused(
            "v12 needs a key. Put it into an environment variable and give the variable's name with --key-env.",
            code="fetch.key",
        )
    return {**names, "x-api-key": key}


def _fetch(source: V11 | V12, download: Download, batch: int, progress: Progress) -> None:
    source.fetch_lists(batch, progress)
    source.fetch_collections(progress)
    steps = ("connections", "channels", "organisations", "general", "collections")
    for kind in steps:
        fetch_batches(kind, sorted(set(source.wanted(kind))), source.reader(kind), download, batch, progress)
    source.fetch_archived(progress)
