"""How does a download of PTV, v11 or v12, become one catalogue that the directory takes in?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from ovi.directory.incoming import READING, Catalogue, IncomingArea, IncomingConcept, Line, MalformedError
from ovi.directory.states import ServiceSource
from ovi.exchange.importers import ptv_v11, ptv_v12, reading
from ovi.exchange.importers.package import LONGEST_LINE, Package
from ovi.exchange.importers.ptv_codes import PtvCodes
from ovi.exchange.importers.ptv_context import Context, padded
from ovi.exchange.importers.reading import Row
from ovi.foundation.refusals import Refused
from ovi.foundation.text import LANGUAGES, Trilingual

T = TypeVar("T")
_PUBLISHED = (None, "", "Published")
_IDS = {"11": "id", "12": "contentId"}
_V12_AREAS = {"wellbeing-services-county-codes": "wellbeing_county", "region-codes": "region"}


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a download, parsed: enough to know which record it is and whether it must be read at all."""

    where: str
    line: bytes
    row: Row | None
    reason: str = ""


def ptv_catalogue(package: Package) -> Catalogue:
    """The download as a catalogue; records are read one by one as the directory asks for them."""
    manifest = package.manifest
    version = str(manifest.get("version"))
    if manifest.get("source") != "ptv" or version not in _IDS:
        raise Refused(
            f"{package.folder} holds {manifest.get('source')} {version}; this command reads ptv 11 and 12.",
            code="import.other",
        )
    records: dict[str, Iterable[Record]] = {
        kind: _Records(package, kind) for kind in ("services", "channels", "organisations")
    }
    context = _context(package, version)
    gone = frozenset(str(one) for one in manifest.get("gone", ()))
    complete = bool(manifest.get("complete")) and not manifest.get("since")
    return _catalogue(package.folder.name, version, context, records, _connections(package), complete, gone)


def ptv_file(name: str, version: str, kind: str, rows: list[Any]) -> Catalogue:
    """Services or channels of one JSON file as a catalogue that is never complete."""
    context = Context(PtvCodes.load(), version=f"PTV v{version}")
    records: dict[str, Iterable[Record]] = {kind: [_from_row(number, row) for number, row in enumerate(rows, 1)]}
    return _catalogue(name, version, context, records, {}, False, frozenset())


def _catalogue(
    name: str,
    version: str,
    context: Context,
    records: dict[str, Iterable[Record]],
    connections: dict[str, list[bytes]],
    complete: bool,
    gone: frozenset[str],
) -> Catalogue:
    reader: Any = ptv_v11 if version == "11" else ptv_v12
    general = {key: _digest(json.dumps(row, sort_keys=True).encode()) for key, row in context.general.items()}
    own = "generalDescriptionId" if version == "11" else "generalDescriptionContentId"

    def service(row: Row, id_: str) -> Any:
        if version == "11":
            return ptv_v11.service(row, context)
        return ptv_v12.service(row, context, [reading.loaded(line) for line in connections.get(id_, ())])

    def beside(row: Row, id_: str) -> bytes:
        linked = b"".join(sorted(connections.get(id_, ())))
        grouped = json.dumps(context.collections.get(id_, []), sort_keys=True).encode()
        return general.get(str(row.get(own)), "").encode() + linked + grouped

    def lines(kind: str, read: Callable[[Row, str], T], more: Callable[[Row, str], bytes]) -> Iterator[Line[T]]:
        for record in records.get(kind, ()):
            yield _line(record, _IDS[version], read, more)

    areas = _digest(repr(sorted(context.areas.items())).encode()).encode()  # v12: which towns an area holds
    return Catalogue(
        source=ServiceSource.PTV_SERVICE,
        file_name=name,
        complete=complete,
        areas=_Later(lambda: context.areas.values()),
        concepts=_Later(lambda: context.concepts.values()),
        organisations=lines("organisations", lambda row, _: reader.organisation(row, context), lambda *_: b""),
        channels=lines("channels", lambda row, _: reader.channel(row, context), lambda *_: areas),
        services=lines("services", service, lambda row, id_: areas + beside(row, id_)),
        gone=gone,
        notes=context.notes,
    )


class _Later(Iterable[T]):
    """What is known only when everything else has been read."""

    def __init__(self, found: Callable[[], Iterable[T]]) -> None:
        self.found = found

    def __iter__(self) -> Iterator[T]:
        return iter(list(self.found()))


class _Records(Iterable[Record]):
    """The records of one kind, a line at a time."""

    def __init__(self, package: Package, kind: str) -> None:
        self.package, self.kind = package, kind

    def __iter__(self) -> Iterator[Record]:
        for where, line in self.package.lines(self.kind):
            yield _parsed(where, line)


def _parsed(where: str, line: bytes) -> Record:
    if len(line) > LONGEST_LINE:
        return Record(where, b"", None, f"is longer than {LONGEST_LINE // 1_000_000} MB")
    row = None
    try:
        row = reading.parsed(line)
        reading.require_storable(line, row)
    except MalformedError as error:
        return Record(where, line, row, str(error))
    return Record(where, line, row)


def _from_row(number: int, row: Any) -> Record:
    try:
        return _parsed(f"item {number}", json.dumps(row, sort_keys=True).encode())
    except ValueError as error:
        return Record(f"item {number}", b"", None, str(error))


def _line(record: Record, id_name: str, read: Callable[[Row, str], T], more: Callable[[Row, str], bytes]) -> Line[T]:
    row = record.row
    if row is None:
        return Line("", "", _refuser(record.reason), where=record.where)
    id_ = row.get(id_name)
    if not isinstance(id_, str) or not id_.isprintable() or not id_.strip() or len(id_) > 80:
        return Line("", "", _refuser(f"{id_name} is missing or no text"), where=record.where)
    if record.reason:
        return Line(id_, "", _refuser(record.reason), where=f"{record.where} {id_}")
    line_hash = _digest(str(READING).encode(), record.line, more(row, id_))
    gone = row.get("publishingStatus") not in _PUBLISHED
    return Line(id_, line_hash, lambda: read(row, id_), gone=gone, where=f"{record.where} {id_}")


def _refuser(reason: str) -> Callable[[], Any]:
    def read() -> Any:
        raise MalformedError(reason)

    return read


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
        digest.update(b"\n")
    return digest.hexdigest()


def _connections(package: Package) -> dict[str, list[bytes]]:
    """v12 connections by their service; one that names none is nobody's."""
    found: dict[str, list[bytes]] = {}
    for where, line in package.lines("connections"):
        record = _parsed(where, line)
        if record.row is not None and not record.reason and isinstance(record.row.get("serviceContentId"), str):
            found.setdefault(record.row["serviceContentId"], []).append(line)
    return found


def _context(package: Package, version: str) -> Context:
    context = Context(PtvCodes.load(), version=f"PTV v{version} {package.manifest.get('fetched_at', '')}"[:80])
    for where, line in package.lines("general"):
        record = _parsed(where, line)
        if record.row is not None and not record.reason and isinstance(record.row.get(_IDS[version]), str):
            context.general[record.row[_IDS[version]]] = record.row
    for where, line in package.lines("collections"):
        record = _parsed(where, line)
        if record.row is not None and not record.reason:
            _collection(record.row, context)
    for where, line in package.lines("codes"):
        record = _parsed(where, line)
        if record.row is not None and not record.reason:
            _code_list_entry(record.row, context)
    return context


def _collection(row: Row, context: Context) -> None:
    """Noted at each service in it; one that cannot be read leaves its services as they are, and is told of."""
    try:
        kept, services = ptv_v12.collection(row)
    except MalformedError as error:
        context.notes.add(f"collection {str(row.get('contentId'))[:80]}: {error}")
        return
    for service in services:
        context.collections.setdefault(service, []).append(kept)


def _code_list_entry(row: Row, context: Context) -> None:
    """One entry of a v12 reference list; `list` is the list's name, written by the fetcher beside the entry."""
    kind, entry = str(row.get("list")), reading.row(row.get("entry"), "entry")
    names = reading.row(entry.get("name"), "name")
    name = Trilingual.of({lang: reading.text(names.get(lang), "name") for lang in LANGUAGES})
    code = reading.text(entry.get("code"), "code")
    if kind in _V12_AREAS:
        towns = [padded(one, 3, "municipalities") for one in reading.texts(entry.get("municipalities"), kind)]
        area = IncomingArea(_V12_AREAS[kind], padded(code, 2, kind), name, tuple(towns))
        context.areas[area.key] = area
    elif kind == "municipality-codes":
        context.area("municipality", padded(code, 3, kind), name, [padded(code, 3, kind)])
    elif uri := reading.text(entry.get("uri"), "uri"):
        parent = reading.text(entry.get("parentUri"), "parentUri")
        context.concepts[uri] = IncomingConcept(uri, kind, name, code, parent, version=context.version)
