"""What stands in the lexicon's files, and what is wrong with them?

The lexicon is content: a folder of YAML files, one a theme, that service advisers edit. Its hash is its version.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ovi.foundation.definitions import content_hash, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, str_min_length=1)


class Side(_Strict):
    """One language's half of an entry: what people say, and the terms that it means."""

    said: tuple[str, ...] = Field(min_length=1)
    means: tuple[str, ...] = Field(min_length=1)


class Entry(_Strict):
    """One everyday matter in up to three languages, and the national service classes that it leads to."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    classes: tuple[str, ...] = ()
    fi: Side | None = None
    sv: Side | None = None
    en: Side | None = None
    note: str = Field("", description="for the editors: why it is here, what it must not be mixed up with")

    def side(self, language: str) -> Side | None:
        """The entry in one language."""
        found: Side | None = getattr(self, language, None)
        return found


class _Head(_Strict):
    """Who answers for a file, and until when it may be trusted."""

    theme: str
    owner: str
    source: str
    verified_on: date
    next_review: date


def lexicon_files(path: Path) -> list[Path]:
    """The files of a lexicon: the one named, or all of a folder."""
    return [path] if path.is_file() else sorted(path.glob("*.yaml"))


def read_lexicon(path: Path, classes: Collection[str] = ()) -> tuple[str, tuple[Entry, ...]]:
    """Version and entries; Refused "lexicon.broken" with every fault of every file.

    `classes` are the codes that exist; without them codes are not checked.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    files = lexicon_files(path)
    for file in files:
        for item in _read(file):
            if isinstance(item, Fault):
                faults.append(item)
                continue
            faults += _faults(file, item, seen, classes)
            seen.setdefault(item.id, file.name)
            entries.append(item)
    if faults:
        raise Refused(f"{path.name} has {len(faults)} faults.", code="lexicon.broken", faults=faults)
    version = hashlib.sha256("".join(content_hash(file) for file in files).encode()).hexdigest()[:12]
    return version, tuple(entries)


def _read(file: Path) -> Iterator[Entry | Fault]:
    content = read_yaml(file)
    rows = content.pop("entries", None) if isinstance(content, dict) else None
    if not isinstance(rows, list):
        yield Fault(file.name, "there is no list of entries")
        return
    yield from _checked(_Head, content, file.name)
    for number, row in enumerate(rows, start=1):
        name = row.get("id") if isinstance(row, dict) else None
        yield from _checked(Entry, row, f"{file.name}: {name or f'entry {number}'}")


def _checked(model: type[_Strict], row: Any, where: str) -> Iterator[Entry | Fault]:
    try:
        made = model.model_validate(row)
    except ValidationError as error:
        for one in error.errors():
            spot = ".".join(map(str, one["loc"]))
            yield Fault(f"{where}, {spot}" if spot else where, one["msg"])
        return
    if isinstance(made, Entry):
        yield made
    elif isinstance(made, _Head) and made.next_review <= made.verified_on:
        yield Fault(f"{where}, next_review", "comes before verified_on")


def _faults(file: Path, entry: Entry, seen: dict[str, str], classes: Collection[str]) -> Iterator[Fault]:
    where = f"{file.name}: {entry.id}"
    if entry.id in seen:
        yield Fault(where, f"the id is already used in {seen[entry.id]}")
    if not any(entry.side(lang) for lang in LANGUAGES):
        yield Fault(where, f"has no language; write at least one of {', '.join(LANGUAGES)}")
    for code in entry.classes:
        if classes and code not in classes:
            yield Fault(f"{where}, classes", f"there is no service class {code}")
    for lang in LANGUAGES:
        side = entry.side(lang)
        counted = Counter(said.casefold() for said in side.said) if side else Counter[str]()
        for said, times in counted.items():
            if times > 1:
                yield Fault(f"{where}, {lang}.said", f"{said!r} stands there {times} times")
