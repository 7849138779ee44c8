"""How does the national catalogue (PTV) come in: a download of services and channels, or a file of its records?

A file of general descriptions is judged whole. Of services and channels each malformed record is refused with its
id and reason while the rest goes in; a download that is not whole, or no download at all, is refused whole.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from ovi.directory import actions
from ovi.directory.incoming import IncomingService
from ovi.exchange.importers.package import open_package
from ovi.exchange.importers.ptv_catalogue import ptv_catalogue, ptv_file
from ovi.exchange.importers.ptv_shapes import CatalogueItem, Term, read_general_descriptions, rows_of
from ovi.foundation.refusals import Fault, Refused
from ovi.plumbing.actor import Actor

_LARGEST = 200_000_000  # bytes; the national file is 5 MB
_ID_MAX, _NAME_MAX, _KEYWORD_MAX, _CODE_MAX = 80, 300, 100, 120  # columns of directory.Service
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it


def import_ptv(path: Path, *, by: Actor, now: datetime, force: bool = False) -> actions.ImportReport:
    """Import a folder that `ovi fetch ptv` wrote, or a JSON file of services, channels or general descriptions."""
    if path.is_dir():
        return actions.import_catalogue(ptv_catalogue(open_package(path)), by=by, now=now, force=force)
    content = _content(path)
    rows = rows_of(content)
    if found := _kind_of(rows):
        version, kind = found
        return actions.import_catalogue(ptv_file(path.name, version, kind, rows), by=by, now=now, force=force)
    return _general_descriptions(content, path, by=by, now=now, force=force)


def _kind_of(rows: list[Any]) -> tuple[str, str] | None:
    """(version, kind) of the first record that shows it; None for general descriptions."""
    for row in rows:
        keys = set(row) if isinstance(row, dict) else set()
        if keys & {"serviceNames", "serviceChannelNames"}:
            return "11", "services" if "serviceNames" in keys else "channels"
        if "languageVersions" in keys and keys & {"serviceType", "serviceChannelType"}:
            return "12", "services" if "serviceType" in keys else "channels"
    return None


def _general_descriptions(content: bytes, path: Path, *, by: Actor, now: datetime, force: bool) -> actions.ImportReport:
    items, faults = read_general_descriptions(content)
    if not items and not faults:
        raise Refused(f"{path.name} holds no general descriptions. Nothing was changed.", code="import.empty")
    faults += [fault for item in items for fault in _unstorable(item)]
    if faults:
        raise Refused(
            f"{path.name} has {len(faults)} faults and was not imported. Nothing was changed.",
            code="import.broken",
            faults=faults,
        )
    services = [incoming(item) for item in items]
    return actions.import_general_descriptions(services=services, file_name=path.name, by=by, now=now, force=force)


def incoming(item: CatalogueItem) -> IncomingService:
    """What the directory keeps of an item. National descriptions are nobody's to assess: no line, no register."""
    words = (term.label.strip() for term in item.ontology)
    return IncomingService(
        source_id=item.source_id,
        name=item.name,
        summary=item.summary,
        description=item.description,
        how=item.user_instruction,
        keywords={"fi": [word for word in words if 0 < len(word) <= _KEYWORD_MAX]},
        service_classes=_codes(item.classes),
        target_groups=_codes(item.groups),
        life_events=_codes(item.events),
        ontology_terms=_codes(item.ontology),
        charge=item.charge_type or "",
        raw=item.raw,
    )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(f"{path.name} is larger than 200 MB, too large for a catalogue.", code="import.too_large")
        return path.read_bytes()
    except OSError as error:
        raise Refused(
            f"{path} cannot be read: {error.strerror}. Give a JSON file, or a folder that ovi fetch wrote.",
            code="import.unreadable",
        ) from error


def _codes(terms: tuple[Term, ...]) -> list[str]:
    return [term.code or term.uri for term in terms]


def _unstorable(item: CatalogueItem) -> list[Fault]:
    """What is well-formed JSON but fits in no database: NUL, half a surrogate pair, NaN, too long for its column."""
    terms = (*item.classes, *item.groups, *item.events, *item.ontology)
    found = []
    try:
        text = json.dumps(item.raw, ensure_ascii=False, allow_nan=False)
    except ValueError:
        return [Fault(f"Id {item.source_id[:80]}", "a number is NaN or Infinity")]
    if _NUL.search(text):
        found.append("a text holds the NUL character")
    if any("\ud800" <= char <= "\udfff" for char in text):
        found.append("a text holds a character that is none (a lone surrogate)")
    if max(len(item.name.fi), len(item.name.sv), len(item.name.en)) > _NAME_MAX:
        found.append(f"the name is longer than {_NAME_MAX} characters")
    if len(item.source_id) > _ID_MAX or any(len(term.uri) > _CODE_MAX for term in terms):
        found.append("the Id or a URI is too long")
    return [Fault(f"Id {item.source_id[:80]}", what) for what in found]
