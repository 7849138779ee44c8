"""Downloads of PTV as `ovi fetch` would leave them, written directly: for tests of the import and its measurement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.standins import ptv_data


def write_package(
    folder: Path,
    records: Mapping[str, Iterable[Any]],
    *,
    version: str = "11",
    complete: bool = True,
    since: str | None = None,
    gone: Iterable[str] = (),
) -> Path:
    """Records by kind; a record that is bytes is written as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for kind, rows in records.items():
        lines = [row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows]
        content = b"".join(line + b"\n" for line in lines)
        (folder / f"{kind}.jsonl").write_bytes(content)
        files[f"{kind}.jsonl"] = {"kind": kind, "records": len(lines), "sha256": hashlib.sha256(content).hexdigest()}
    manifest = {"format": 1, "source": "ptv", "version": version, "complete": complete, "since": since}
    manifest |= {"gone": list(gone), "files": files, "fetched_at": "2026-03-03T07:00:00+00:00"}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def v11_records(count: int) -> dict[str, list[Any]]:
    return {
        "organisations": [ptv_data.organisation(number) for number in range(min(20, count))],
        "general": [ptv_data.general_description()],
        "channels": [ptv_data.channel(number) for number in range(count)],
        "services": [ptv_data.service(number) for number in range(count)],
    }


def v12_records(count: int) -> dict[str, list[Any]]:
    towns = [ptv_data.TOWN, "020"]
    county = {"code": ptv_data.COUNTY, "isValid": True, "name": {"fi": "Pirkanmaa"}, "municipalities": towns}
    return {
        "codes": [{"list": "wellbeing-services-county-codes", "entry": county}],
        "organisations": [ptv_data.v12_organisation(number) for number in range(min(20, count))],
        "general": [ptv_data.v12_general_description()],
        "channels": [ptv_data.v12_channel(number) for number in range(count)],
        "services": [ptv_data.v12_service(number) for number in range(count)],
        "connections": [ptv_data.v12_connection(number) for number in range(count)],
    }
