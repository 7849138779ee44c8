"""What has a unit to mend? The fix list of an import: each row, its place, what is wrong; as CSV, HTML and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from ovi.design.numbers import said_number
from ovi.design.papers import as_html
from ovi.design.pdf import Block, Document, Heading, Paragraph, Table
from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.text import Trilingual

LEFT_OUT = "left_out"
_SHOWN = 50  # rows of a unit on the page; the CSV has all
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class FaultKind:
    """What can be wrong, in words; `effect`: left_out, emptied or kept."""

    code: str
    effect: str
    text: Trilingual


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(definitions_root() / "codes" / "fix_list.yaml")
    return found


@lru_cache(maxsize=1)
def fault_kinds() -> dict[str, FaultKind]:
    """Every kind of fault, from definitions/codes/fix_list.yaml."""
    return {
        code: FaultKind(code, row["effect"], Trilingual(row["fi"], row["sv"], row["en"]))
        for code, row in _content()["faults"].items()
    }


def _word(name: str, language: str, **given: Any) -> str:
    text = str(_content()["words"][name][language])
    return text.format(**given) if given else text


@dataclass(frozen=True, slots=True)
class Summary:
    """How an import went, in numbers."""

    rows: int
    left_out: int
    remarked: int  # rows kept although something is said of them
    by_fault: dict[str, int]


def write_fix_lists(
    folder: Path, found: duckdb.DuckDBPyRelation, summary: Summary, languages: Sequence[str], head: dict[str, Any]
) -> list[Path]:
    """The fix list of `found` (unit, file, line, record, named, value, code) in each language; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [_write_json(folder / "fix-list.json", found, summary, head)]
    for language in languages:
        made.append(_write_csv(folder / f"fix-list.{language}.csv", found, language))
        path = folder / f"fix-list.{language}.html"
        path.write_text(as_html(_document(found, summary, language)), encoding="utf-8")
        made.append(path)
    return made


def _rows(found: duckdb.DuckDBPyRelation) -> Iterator[tuple[Any, ...]]:
    ordered = found.order("unit nulls last, file, line, code").project("unit, file, line, record, named, value, code")
    for batch in ordered.to_arrow_reader(10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _write_csv(path: Path, found: duckdb.DuckDBPyRelation, language: str) -> Path:
    """UTF-8 with BOM and semicolons: opens right in a Finnish spreadsheet."""
    kinds = fault_kinds()
    heads = ("unit", "file", "line", "record", "column", "value", "what", "effect", "code")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_BOM)
        writer = csv.writer(file, delimiter=";")
        writer.writerow([_word(name, language) for name in heads])
        for unit, name, line, record, column, value, code in _rows(found):
            kind = kinds[code]
            told = (kind.text.in_(language), _word(kind.effect, language), code)
            writer.writerow([*map(_harmless, (unit, name, line, record, column, value)), *told])
    return path


def _harmless(cell: Any) -> Any:
    """A spreadsheet must not take a foreign value for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t" and cell[:1] else cell


def _write_json(path: Path, found: duckdb.DuckDBPyRelation, summary: Summary, head: dict[str, Any]) -> Path:
    names = ("unit", "file", "line", "record", "column", "value", "code")
    counted = {**head, "rows": summary.rows, "left_out": summary.left_out, "remarked": summary.remarked}
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps({**counted, "by_fault": summary.by_fault}, ensure_ascii=False, default=str)[:-1])
        file.write(', "faults": [')
        for place, row in enumerate(_rows(found)):
            file.write((",\n" if place else "\n") + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False))
        file.write("\n]}\n")
    return path


def _document(found: duckdb.DuckDBPyRelation, summary: Summary, language: str) -> Document:
    counts = {"rows": summary.rows, "left_out": summary.left_out, "kept": summary.remarked}
    lead = _word("lead", language, **{name: said_number(count, language) for name, count in counts.items()})
    blocks: list[Block] = [Paragraph(lead), Paragraph(_word("method", language), small=True)]
    if not summary.by_fault:
        blocks.append(Paragraph(_word("nothing", language)))
    else:
        blocks.append(
            _counts(_word("all", language), sorted(summary.by_fault.items(), key=lambda one: -one[1]), language)
        )
        blocks += _units(found, language)
    title, sender, page_of = (_word(name, language) for name in ("title", "sender", "page_of"))
    return Document(title=title, language=language, sender=sender, page_of=page_of, blocks=blocks)


def _counts(caption: str, counts: Iterable[tuple[str, int]], language: str) -> Table:
    kinds = fault_kinds()
    head = [_word(name, language) for name in ("what", "effect", "rows")]
    rows = [(kinds[code].text.in_(language), _word(kinds[code].effect, language), str(count)) for code, count in counts]
    return Table(caption, head, rows, numeric=(2,))


def _units(found: duckdb.DuckDBPyRelation, language: str) -> Iterator[Block]:
    """Each unit: how many of what, and the first rows."""
    counted = found.aggregate("unit, code, count(*) as rows").order("unit nulls last, rows desc, code").fetchall()
    numbered = found.project("*, row_number() over (partition by unit order by file, line, code) as place").filter(
        f"place <= {_SHOWN}"
    )
    first: dict[Any, list[tuple[Any, ...]]] = {}
    for unit, *row in numbered.order("unit, place").project("unit, file, line, record, named, value, code").fetchall():
        first.setdefault(unit, []).append(tuple(row))
    head = [_word(name, language) for name in ("file", "line", "record", "column", "value", "what")]
    kinds = fault_kinds()
    for unit in dict.fromkeys(row[0] for row in counted):
        name = unit or _word("no_unit", language)
        of_unit = [(code, count) for one, code, count in counted if one == unit]
        yield Heading(name)
        yield _counts(f"{name}: {_word('rows', language)}", of_unit, language)
        rows = [
            (*("" if cell is None else str(cell) for cell in row[:-1]), kinds[row[-1]].text.in_(language))
            for row in first[unit]
        ]
        yield Table(f"{name}: {_word('title', language)}", head, rows, numeric=(1,))
        if (total := sum(count for _, count in of_unit)) > _SHOWN:
            yield Paragraph(_word("more", language, shown=_SHOWN, count=total), small=True)
