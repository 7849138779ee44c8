"""How are facts kept? A folder per snapshot: a Parquet file per table and a manifest, never changed.

A snapshot is built in a folder that no reader looks at and renamed when it is whole, so a killed run publishes
nothing; what it left is swept away by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ovi.engines.facts.order import MEMORY, in_order, marks
from ovi.engines.facts.tables import CONTRACT_VERSION, TABLES
from ovi.engines.facts.validate import small_database, validate
from ovi.foundation.refusals import Fault, Refused

_MANIFEST = "manifest.json"
_BUILDING = ".building-"
_DERIVED = ".derived"  # what is computed from a snapshot and goes with it


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One table's file: rows, bytes, the hash of its content, and a mark of each row group (order.py)."""

    rows: int
    bytes: int
    sha256: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds. `snapshot_id` is a hash over all the rest, so it names the content.

    `about`: what the maker says of it, e.g. how many rows of an extract were left out.
    """

    snapshot_id: str
    contract_version: int
    extracted_at: datetime
    source: str
    tables: Mapping[str, FileEntry]
    about: Mapping[str, Any] = field(default_factory=dict)


def write_snapshot(
    root: Path, tables: Mapping[str, pa.Table], *, extracted_at: datetime, source: str,
    about: Mapping[str, Any] | None = None,
) -> Path:  # fmt: skip
    """Write `tables` as a new snapshot under `root` and give its folder, `root`/<snapshot_id>.

    A table that was not extracted is left out; an empty one says that there is nothing. Refused whole, with
    every fault, when a table breaks its contract. Writing the same content again changes nothing.
    """
    with building(root) as folder:
        for name, table in tables.items():
            with writer(folder, name, table.schema) as file:
                file.write_table(fitted(name, table))
        return publish(folder, root, extracted_at=extracted_at, source=source, about=about or {})


@contextmanager
def building(root: Path) -> Iterator[Path]:
    """A folder under `root` to build a snapshot in; gone afterwards unless it was published."""
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    folder = Path(tempfile.mkdtemp(prefix=f"{_BUILDING}{os.getpid()}-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(root: Path) -> None:
    """Remove what killed runs left. A folder whose process still lives is left alone."""
    for folder in root.glob(f"{_BUILDING}*"):
        maker = folder.name.removeprefix(_BUILDING).partition("-")[0]
        if not (maker.isdigit() and Path(f"/proc/{maker}").exists()):
            shutil.rmtree(folder, ignore_errors=True)


def writer(folder: Path, name: str, given: pa.Schema | None = None) -> pq.ParquetWriter:
    """A file of the table `name` to be written in pieces; each piece becomes a row group.

    Columns that the contract does not have are written as given, for `publish` to name.
    """
    known = name in TABLES and (given is None or set(given.names) == set(TABLES[name].schema().names))
    schema = _loose(TABLES[name].schema()) if known or given is None else given
    return pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")


def fitted(name: str, table: pa.Table) -> pa.Table:
    """The table with the contract's columns in order and of its types; refused when a value cannot be."""
    if name not in TABLES or set(table.column_names) != set(TABLES[name].schema().names):
        return table
    schema = _loose(TABLES[name].schema())
    try:
        return table.select(schema.names).cast(schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        fault = Fault(f"{name}.parquet", f"does not fit the contract's types: {error}")
        raise Refused("The facts break their contract.", code="facts.invalid", faults=[fault]) from error


def batches(path: Path, rows: int, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
    """A Parquet file's rows, a row group at a time: pyarrow's walk over all of them keeps what it has passed."""
    file = pq.ParquetFile(path)
    for group in range(file.num_row_groups):
        yield from file.iter_batches(rows, row_groups=[group], columns=None if columns is None else list(columns))


def _loose(schema: pa.Schema) -> pa.Schema:
    # A null in a required column is left for validate to name, so cast without the nullability.
    return pa.schema([one.with_nullable(True) for one in schema], metadata=schema.metadata)


def publish(folder: Path, root: Path, *, extracted_at: datetime, source: str, about: Mapping[str, Any]) -> Path:
    """Check and describe the tables in `folder`, and make them a snapshot under `root`: all or nothing."""
    if extracted_at.tzinfo is None:
        raise ValueError("extracted_at needs a time zone")
    paths = sorted(folder.glob("*.parquet"))
    if faults := [fault for path in paths for fault in validate(path)]:
        raise Refused("The facts break their contract; nothing was written.", code="facts.invalid", faults=faults)
    for path in paths:
        _put_in_order(path)
    entries = {path.stem: _entry(path) for path in paths}
    unnamed = Manifest("", CONTRACT_VERSION, extracted_at, source, entries, dict(about))
    manifest = replace(unnamed, snapshot_id=_identify(unnamed))
    (folder / _MANIFEST).write_text(json.dumps(_as_json(manifest), indent=2) + "\n", encoding="utf-8")
    target = root / manifest.snapshot_id
    if not target.exists():
        for path in folder.iterdir():
            _to_disk(path)
        folder.chmod(0o755)
        folder.rename(target)
        _to_disk(root)
    return target


def _put_in_order(path: Path) -> None:
    """Rewritten with its rows by day, if the contract says so."""
    table = TABLES[path.stem]
    if not table.lies_by or not pq.read_metadata(path).num_rows:
        return
    aside = path.with_suffix(".as-it-came")
    path.rename(aside)
    pa.default_memory_pool().release_unused()
    with small_database(MEMORY, threads=1) as connection, writer(path.parent, table.name) as file:
        for piece in in_order(connection, aside, table):
            file.write_table(fitted(table.name, piece), row_group_size=piece.num_rows)
    aside.unlink()


def _entry(path: Path) -> FileEntry:
    return FileEntry(pq.read_metadata(path).num_rows, path.stat().st_size, _sha256(path), marks(path))


def _to_disk(path: Path) -> None:
    """A name must not outlive a power cut that its content did not."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _identify(manifest: Manifest) -> str:
    content = {key: value for key, value in _as_json(manifest).items() if key != "snapshot_id"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _as_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "snapshot_id": manifest.snapshot_id,
        "contract_version": manifest.contract_version,
        "extracted_at": manifest.extracted_at.isoformat(),
        "source": manifest.source,
        "about": dict(manifest.about),
        "tables": {name: _entry_as_json(entry) for name, entry in sorted(manifest.tables.items())},
    }


def _entry_as_json(entry: FileEntry) -> dict[str, Any]:
    """Without marks where there are none: snapshots of before have none, and keep their id."""
    return {name: value for name, value in asdict(entry).items() if name != "groups" or value}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """What the snapshot in `folder` holds; refused when there is none or it is of another contract version."""
    try:
        raw = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        version = raw["contract_version"] if "contract_version" in raw else raw["schema_version"]
        manifest = Manifest(
            raw["snapshot_id"],
            version,
            datetime.fromisoformat(raw["extracted_at"]),
            raw["source"],
            {name: _read_entry(entry) for name, entry in raw["tables"].items()},
            raw.get("about", {}),
        )
    except FileNotFoundError as error:
        message = f"{folder} holds no snapshot of facts. Make one: “ovi facts extract” or “ovi facts import”."
        raise Refused(message, code="facts.no_snapshot") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{folder / _MANIFEST} cannot be read: {error}.", code="facts.broken_manifest") from error
    if manifest.contract_version != CONTRACT_VERSION:
        message = (
            f"The snapshot in {folder} has version {manifest.contract_version} of the facts contract, this program "
            f"reads {CONTRACT_VERSION}. Extract or import the facts again."
        )
        raise Refused(message, code="facts.other_version")
    return manifest


def _read_entry(raw: dict[str, Any]) -> FileEntry:
    return FileEntry(**{**raw, "groups": tuple(raw.get("groups", ()))})


def derived_folder(folder: Path) -> Path:
    """Where things computed from the snapshot in `folder` are kept: beside it, and gone with it (`retire`)."""
    return folder.parent / _DERIVED / folder.name


def snapshots(root: Path) -> list[Path]:
    """The folders of the snapshots under `root` that this program reads, the newest by time of extraction first."""
    found = []
    for path in root.glob(f"*/{_MANIFEST}"):
        if path.parent.name.startswith("."):
            continue
        try:
            found.append((read_manifest(path.parent).extracted_at, path.parent))
        except Refused as refusal:
            if refusal.code != "facts.other_version":  # those of an earlier version are history
                raise
    return [folder for _, folder in sorted(found, reverse=True)]


def latest_snapshot(root: Path) -> Path | None:
    """The folder of the newest snapshot under `root` by time of extraction; None if there is none."""
    return next(iter(snapshots(root)), None)


def snapshot_in(folder: Path) -> Path:
    """The snapshot that `folder` is, else the newest in it; refused when there is neither."""
    if (folder / _MANIFEST).is_file():
        return folder
    found = latest_snapshot(folder)
    if found is None:
        read_manifest(folder)  # says what to do
        raise AssertionError("unreachable")
    return found


def retire(root: Path, *, keep: int) -> list[str]:
    """Remove all but the newest `keep` snapshots, with what was computed from them; gives the ids removed.

    Snapshots of another version are left alone.
    """
    removed = []
    for folder in snapshots(root)[max(keep, 1) :]:
        aside = folder.with_name(f"{_BUILDING}0-{folder.name}")  # out of sight at once, then swept
        folder.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
        removed.append(folder.name)
    for derived in (root / _DERIVED).glob("*"):
        if not (root / derived.name).exists():
            shutil.rmtree(derived, ignore_errors=True)
    return removed


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
