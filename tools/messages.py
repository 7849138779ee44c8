"""Which interface texts are there, and are they all in Finnish and Swedish?

    python tools/messages.py            collect from code and templates into each room's .po, compile .mo
    python tools/messages.py --check    change nothing; list what is missing, stale or not compiled (exit 1)

Works without gettext's own tools: Django turns templates into text that Babel's extractor reads. English is the
msgid; a refusal with a fixed text (`Refused("…")`) is a text too, but the command line speaks English only.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ROOT / "src" / "ovi"
LANGUAGES = ("fi", "sv")
COMMAND_LINE_ROOMS = {"foundation", "law", "engines", "exchange", "demo", "site"}
COMMAND_LINE_FILES = {"settings.py", "postgres.py", "database.py", "county.py"}
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "N_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Message = tuple[str | tuple[str, str], str | None]


def rooms() -> list[Path]:
    """Every package that has texts."""
    return sorted(path for path in ROOMS.iterdir() if path.is_dir() and messages_of(path))


def messages_of(room: Path) -> dict[Message, None]:
    """The texts of one room: (msgid or (singular, plural), context), in order of appearance."""
    found: dict[Message, None] = {}
    for path in sorted(room.rglob("*.py")):
        if "migrations" not in path.parts:
            source = path.read_text(encoding="utf-8")
            _collect(source, found)
            if room.name not in COMMAND_LINE_ROOMS and path.name not in COMMAND_LINE_FILES:
                _collect_refusals(source, found)
    for path in sorted(room.rglob("templates/**/*.html")) + sorted(room.rglob("templates/**/*.txt")):
        _collect(templatize(path.read_text(encoding="utf-8"), origin=str(path)), found)
    return found


def _collect(source: str, found: dict[Message, None]) -> None:
    for _line, keyword, texts, _comments in extract_python(
        io.BytesIO(source.encode()), list(KEYWORDS), [], {"encoding": "utf-8"}
    ):
        spec = KEYWORDS[keyword]
        words = list(texts) if isinstance(texts, tuple) else [texts]
        context = words.pop(0) if spec and isinstance(spec[0], tuple) else None
        if not words or not isinstance(words[0], str) or not words[0].strip():
            continue
        plural = len(words) > 1 and keyword.startswith(("ng", "np")) and isinstance(words[1], str)
        found[((words[0], words[1]) if plural else words[0], context)] = None


def _collect_refusals(source: str, found: dict[Message, None]) -> None:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found[(first.value, None)] = None


def po_path(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(room: Path, language: str) -> Catalog:
    """The room's texts with the translations there are; texts no longer used are dropped."""
    old = read_catalogue(po_path(room, language), language)
    fresh = Catalog(locale=language, header_comment=f"# {room.name}: {language}", fuzzy=False)
    for identity, context in sorted(messages_of(room), key=lambda one: (str(one[0]), one[1] or "")):
        known = old.get(identity[0] if isinstance(identity, tuple) else identity, context)
        fresh.add(identity, known.string if known else "", context=context)
    return fresh


def _bytes(catalogue: Catalog, *, compiled: bool) -> bytes:
    buffer = io.BytesIO()
    if compiled:
        # The file's header carries both dates; the minute of compiling would make every .mo look stale.
        catalogue.creation_date = catalogue.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
        write_mo(buffer, catalogue)
        return buffer.getvalue()
    write_po(buffer, catalogue, width=0, sort_output=True, omit_header=False, no_location=True)
    volatile = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By):.*\n', re.MULTILINE)
    return volatile.sub(b"", buffer.getvalue())


def missing(catalogue: Catalog) -> list[str]:
    """The msgids without a translation."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def check() -> list[str]:
    """Everything wrong with the texts, in plain words."""
    faults = []
    for room in rooms():
        for language in LANGUAGES:
            path = po_path(room, language)
            catalogue = merged(room, language)
            faults += [f"{room.name} {language}: no translation of {text!r}" for text in missing(catalogue)]
            compiled = path.with_suffix(".mo")
            if not path.exists() or path.read_bytes() != _bytes(catalogue, compiled=False):
                faults.append(f"{room.name} {language}: {path.name} is stale; run python tools/messages.py")
            elif not compiled.exists() or read_mo(compiled) != read_mo_bytes(catalogue):
                faults.append(f"{room.name} {language}: {compiled.name} is stale; run python tools/messages.py")
    return faults


def read_mo(path: Path) -> bytes:
    return path.read_bytes()


def read_mo_bytes(catalogue: Catalog) -> bytes:
    return _bytes(read_po(io.BytesIO(_bytes(catalogue, compiled=False))), compiled=True)


def write() -> list[str]:
    """Rewrite every .po and .mo; returns what still lacks a translation."""
    faults = []
    for room in rooms():
        for language in LANGUAGES:
            path, catalogue = po_path(room, language), merged(room, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_bytes(catalogue, compiled=False))
            path.with_suffix(".mo").write_bytes(read_mo_bytes(catalogue))
            faults += [f"{room.name} {language}: no translation of {text!r}" for text in missing(catalogue)]
    return faults


def main() -> int:
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    faults = check() if "--check" in sys.argv else write()
    print("\n".join(faults) or "All interface texts are in Finnish and Swedish.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
