"""Is a download whole, and what is in its files? `ovi fetch` writes it; nothing of half a download is imported.

A folder of JSON lines, one record a line, and manifest.json with each file's kind, count and SHA-256. The manifest
is written last, so a folder without it is a download that has not ended.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ovi.foundation.refusals import Fault, Refused

MANIFEST = "manifest.json"
FORMAT = 1
LONGEST_LINE = 8_000_000  # bytes; the longest record seen is under 200 kB
_LARGEST_FOLDER = 20_000_000_000


@dataclass(frozen=True, slots=True)
class Package:
    """A download that is whole."""

    folder: Path
    manifest: dict[str, Any]

    def files(self, kind: str) -> list[Path]:
        """The files of one kind, in the order they were fetched."""
        named = self.manifest["files"]
        return [self.folder / name for name in sorted(named) if named[name]["kind"] == kind]

    def lines(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """(file and line number, the line) of every record of one kind."""
        for path in self.files(kind):
            with path.open("rb") as file:
                for number, line in enumerate(file, start=1):
                    if line.strip():
                        yield f"{path.name}:{number}", line.strip()


def open_package(folder: Path) -> Package:
    """The download in a folder; Refused with every fault if it is none, half of one, or was changed since."""
    path = folder / MANIFEST
    if not path.is_file():
        raise Refused(
            f"{folder} has no {MANIFEST}: the download has not ended, or this is no download. "
            "Run the same ovi fetch again and it goes on where it stopped.",
            code="import.unfinished",
        )
    manifest = _manifest(path)
    faults = [fault for name, told in manifest["files"].items() for fault in _faults(folder, name, told)]
    if faults:
        raise Refused(
            f"{folder} is not as it was downloaded. Nothing was changed. Fetch it again into an empty folder.",
            code="import.damaged",
            faults=faults,
        )
    return Package(folder, manifest)


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"{path} cannot be read: {error}.", code="import.unreadable") from error
    files = found.get("files") if isinstance(found, dict) else None
    if found.get("format") != FORMAT or not isinstance(files, dict) if isinstance(found, dict) else True:
        raise Refused(f"{path} is no manifest of a download that this version reads.", code="import.unreadable")
    return dict(found)


def _faults(folder: Path, name: str, told: dict[str, Any]) -> Iterator[Fault]:
    path = folder / name
    if Path(name).name != name or not path.is_file():
        yield Fault(name, "is missing")
        return
    if path.stat().st_size > _LARGEST_FOLDER:
        yield Fault(name, "is larger than 20 GB")
        return
    digest, count = hashlib.sha256(), 0
    with path.open("rb") as file:
        for line in file:
            digest.update(line)
            count += bool(line.strip())
    if count != told.get("records"):
        yield Fault(name, f"has {count} records, the manifest says {told.get('records')}")
    elif digest.hexdigest() != told.get("sha256"):
        yield Fault(name, "has another content than was downloaded")
