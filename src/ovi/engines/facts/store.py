"""How are facts kept? A folder per snapshot: a Parquet file per table and a manifest, never changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ovi.engines.facts.tables import SCHEMA_VERSION, TABLES
from ovi.engines.facts.validate import validate
from ovi.foundation.refusals import Fault, Refused

_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One table's file: rows, bytes and the hash of its content."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds. `snapshot_id` is a hash over all the rest, so it names the content."""

    snapshot_id: str
    schema_version: int
    extracted_at: datetime
    source: str
    tables: Mapping[str, FileEntry]


def write_snapshot(root: Path, tables: Mapping[str, pa.Table], *, extracted_at: datetime, source: str) -> Path:
    """Write `tables` as a new snapshot under `root` and give its folder, `root`/<snapshot_id>.

    A table that was not extracted is left out; an empty one says that there is nothing. Refused whole, with
    every fault, when a table breaks its contract. Writing the same content again changes nothing.
    """
    if extracted_at.tzinfo is None:
        raise ValueError("extracted_at needs a time zone")
    root.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=root))
    try:
        for name, table in tables.items():
            _write_table(building / f"{name}.parquet", name, table)
        if faults := [fault for name in tables for fault in validate(building / f"{name}.parquet")]:
            raise Refused("The facts break their contract; nothing was written.", code="facts.invalid", faults=faults)
        manifest = _describe(building, sorted(tables), extracted_at, source)
        (building / _MANIFEST).write_text(json.dumps(_as_json(manifest), indent=2) + "\n", encoding="utf-8")
        target = root / manifest.snapshot_id
        if not target.exists():
            building.chmod(0o755)
            building.rename(target)  # all or nothing: a killed run leaves only a .building- folder
        return target
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write_table(path: Path, name: str, table: pa.Table) -> None:
    if name in TABLES and set(table.column_names) == set(TABLES[name].schema().names):
        schema = TABLES[name].schema()
        try:  # a null in a required column is left for validate to name, so cast without the nullability
            loose = pa.schema([field.with_nullable(True) for field in schema], metadata=schema.metadata)
            table = table.select(schema.names).cast(loose)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            fault = Fault(f"{name}.parquet", f"does not fit the contract's types: {error}")
            raise Refused("The facts break their contract.", code="facts.invalid", faults=[fault]) from error
    pq.write_table(table, path, compression="zstd")


def _describe(folder: Path, names: list[str], extracted_at: datetime, source: str) -> Manifest:
    entries = {}
    for name in names:
        path = folder / f"{name}.parquet"
        entries[name] = FileEntry(pq.read_metadata(path).num_rows, path.stat().st_size, _sha256(path))
    unnamed = Manifest("", SCHEMA_VERSION, extracted_at, source, entries)
    return Manifest(_identify(unnamed), SCHEMA_VERSION, extracted_at, source, entries)


def _identify(manifest: Manifest) -> str:
    content = {key: value for key, value in _as_json(manifest).items() if key != "snapshot_id"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _as_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "snapshot_id": manifest.snapshot_id,
        "schema_version": manifest.schema_version,
        "extracted_at": manifest.extracted_at.isoformat(),
        "source": manifest.source,
        "tables": {name: asdict(entry) for name, entry in sorted(manifest.tables.items())},
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """What the snapshot in `folder` holds; refused when there is none or it is of another schema version."""
    try:
        raw = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(
            raw["snapshot_id"],
            raw["schema_version"],
            datetime.fromisoformat(raw["extracted_at"]),
            raw["source"],
            {name: FileEntry(**entry) for name, entry in raw["tables"].items()},
        )
    except FileNotFoundError as error:
        message = f"{folder} holds no snapshot of facts. Make one: “ovi facts extract” or “ovi facts import”."
        raise Refused(message, code="facts.no_snapshot") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{folder / _MANIFEST} cannot be read: {error}.", code="facts.broken_manifest") from error
    if manifest.schema_version != SCHEMA_VERSION:
        message = (
            f"The snapshot in {folder} has schema version {manifest.schema_version}, this program reads "
            f"{SCHEMA_VERSION}. Extract the facts again."
        )
        raise Refused(message, code="facts.other_version")
    return manifest


def latest_snapshot(root: Path) -> Path | None:
    """The folder of the newest snapshot under `root` by time of extraction; None if there is none."""
    folders = [path.parent for path in root.glob(f"*/{_MANIFEST}") if not path.parent.name.startswith(".")]
    return max(folders, key=lambda folder: read_manifest(folder).extracted_at, default=None)


def verify(folder: Path) -> list[Fault]:
    """Has the snapshot changed since it was written? A fault for each file that is not as it was."""
    manifest, faults = read_manifest(folder), []
    for name, entry in manifest.tables.items():
        path = folder / f"{name}.parquet"
        if not path.is_file():
            faults.append(Fault(path.name, "is missing from the snapshot."))
        elif _sha256(path) != entry.sha256:
            faults.append(Fault(path.name, "has changed since the snapshot was written; extract the facts again."))
    if _identify(manifest) != manifest.snapshot_id:
        faults.append(Fault(_MANIFEST, "does not match its own snapshot_id; it has been edited."))
    return faults
