"""What has been fetched so far, and how is a download taken up again after it was cut off?

Each finished piece of work is one file of JSON lines, written beside and renamed; a piece whose file is there is not
fetched again. The manifest is written last. The form of the folder is importers.package's.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ovi.exchange.importers.package import FORMAT, MANIFEST
from ovi.foundation.refusals import Refused

_STATE = "state.json"


@dataclass(slots=True)
class Download:
    """A folder that fills up. `order` is what was asked for: another order does not go on with the same folder."""

    folder: Path
    order: Mapping[str, Any]
    failed: list[str] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    resumed: int = 0
    started_at: str = ""

    def begin(self, now: datetime) -> None:
        """Take the folder into use, or go on with it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        state = self.folder / _STATE
        if (self.folder / MANIFEST).exists():
            raise Refused(f"{self.folder} already holds a whole download. Give an empty folder.", code="fetch.done")
        if state.exists():
            told = self._told(state)
            if told.get("order") != json.loads(json.dumps(self.order)):
                raise Refused(
                    f"{self.folder} holds the beginning of another download. Give the same options as then, "
                    "or an empty folder.",
                    code="fetch.other",
                )
            self.started_at = str(told.get("started_at"))
            self.marks, self.failed = dict(told.get("marks", {})), list(told.get("failed", []))
            return
        if any(self.folder.iterdir()):
            raise Refused(f"{self.folder} is not empty and holds no download. Give an empty folder.", code="fetch.full")
        self.started_at = now.isoformat()
        self._remember()

    def _remember(self) -> None:
        told = {"order": dict(self.order), "started_at": self.started_at, "marks": self.marks, "failed": self.failed}
        _write(self.folder / _STATE, json.dumps(told).encode())

    def mark(self, name: str, last: int) -> None:
        """Remember how many pages a list has, before the page itself is kept."""
        if self.marks.get(name) != last:
            self.marks[name] = last
            self._remember()

    def fail(self, id_: str) -> None:
        """Remember a record that could not be had."""
        self.failed.append(id_)
        self._remember()

    def _told(self, state: Path) -> dict[str, Any]:
        try:
            return dict(json.loads(state.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise Refused(f"{state} cannot be read: {error}. Give an empty folder.", code="fetch.state") from error

    def has(self, name: str) -> bool:
        """Is this piece of work done?"""
        found = (self.folder / f"{name}.jsonl").exists()
        self.resumed += found
        return found

    def save(self, name: str, records: Iterable[Any]) -> None:
        """Keep one piece of work, whole."""
        lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records)
        _write(self.folder / f"{name}.jsonl", "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))

    def records(self, kind: str) -> Iterator[Any]:
        """Every record of one kind fetched so far; the kind is what stands before the first dash of a file's name."""
        for path in sorted(self.folder.glob(f"{kind}-*.jsonl")):
            with path.open("rb") as file:
                for line in file:
                    yield json.loads(line)

    def finish(self, now: datetime, *, version: str, since: str | None) -> dict[str, Any]:
        """Write the manifest: from here on the folder may be imported. What it says."""
        files = {path.name: _told_of(path) for path in sorted(self.folder.glob("*-*.jsonl"))}
        gone = sorted({str(one["id"]) for one in self.records("gone")})
        manifest = {
            "format": FORMAT,
            "source": "ptv",
            "version": version,
            "complete": not self.failed,
            "since": since,
            "order": dict(self.order),
            "started_at": self.started_at,
            "fetched_at": now.isoformat(),
            "gone": gone,
            "failed": self.failed,
            "files": files,
        }
        _write(self.folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        (self.folder / _STATE).unlink(missing_ok=True)
        return manifest


def _told_of(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    records = sum(bool(line.strip()) for line in content.splitlines())
    return {"kind": path.name.split("-")[0], "records": records, "sha256": hashlib.sha256(content).hexdigest()}


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, also when the power goes."""
    beside = path.with_suffix(path.suffix + ".part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
