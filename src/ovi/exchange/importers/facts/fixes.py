"""What has a unit to mend? The fix list of an import: every row with its place and what is wrong, as CSV, HTML, JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from ovi.design.papers import as_html
from ovi.design.pdf import Block, Document, Heading, Paragraph, Table
from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.text import Trilingual

LEFT_OUT = "left_out"
_SHOWN = 50  # rows of a unit on the page; the CSV has all
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_WORDS = {
    "title": Trilingual("Korjauslista", "Lista över rättelser", "Fix list"),
    "sender": Trilingual("Aineiston tarkistus", "Granskning av material", "Check of an extract"),
    "lead": Trilingual(
        "Aineistossa on {rows} riviä. Niistä {left_out} jäi pois luvuista ja {kept} on mukana, vaikka niissä on huomautettavaa.",
        "Materialet har {rows} rader. Av dem lämnades {left_out} utanför siffrorna och {kept} ingår trots anmärkningar.",
        "The extract has {rows} rows. Of them {left_out} were left out of the figures, and {kept} are in despite remarks.",
    ),
    "nothing": Trilingual("Aineistossa ei ole korjattavaa.", "Materialet har inget att rätta.", "There is nothing to mend."),
    "all": Trilingual("Kaikki yksiköt", "Alla enheter", "All units"),
    "unit": Trilingual("Yksikkö", "Enhet", "Unit"),
    "no_unit": Trilingual("Yksikkö puuttuu", "Enhet saknas", "Unit missing"),
    "file": Trilingual("Tiedosto", "Fil", "File"),
    "line": Trilingual("Rivi", "Rad", "Line"),
    "record": Trilingual("Tietue", "Post", "Record"),
    "column": Trilingual("Sarake", "Kolumn", "Column"),
    "value": Trilingual("Arvo", "Värde", "Value"),
    "what": Trilingual("Mitä korjata", "Vad som ska rättas", "What to mend"),
    "effect": Trilingual("Vaikutus", "Verkan", "Effect"),
    "rows": Trilingual("Rivejä", "Rader", "Rows"),
    "code": Trilingual("Tunnus", "Kod", "Code"),
    "more": Trilingual(
        "Näytetään {shown} ensimmäistä. Kaikki {count} ovat taulukkotiedostossa.",
        "De {shown} första visas. Alla {count} finns i kalkylfilen.",
        "The first {shown} are shown. All {count} are in the spreadsheet file.",
    ),
    "page_of": Trilingual("Sivu {page}/{pages}", "Sida {page}/{pages}", "Page {page} of {pages}"),
    "left_out": Trilingual("rivi jäi pois", "raden lämnades bort", "row left out"),
    "emptied": Trilingual("arvo jäi pois", "värdet lämnades bort", "value left out"),
    "kept": Trilingual("rivi on mukana", "raden ingår", "row kept"),
    "method": Trilingual(
        "Rivi on tiedoston rivi, kun otsikkorivi on ensimmäinen. Sama rivi voi olla listalla useasta syystä. Mitään ei ole arvattu eikä korjattu puolestasi.",
        "Raden räknas från filens rubrikrad, som är den första. Samma rad kan stå på listan av flera skäl. Inget har gissats eller rättats åt dig.",
        "The line is counted in the file with the header as the first. A line can be listed for several reasons. Nothing was guessed or mended for you.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FaultKind:
    """What can be wrong, in words; `effect`: left_out, emptied or kept."""

    code: str
    effect: str
    text: Trilingual


@lru_cache(maxsize=4)
def fault_kinds(folder: Path | None = None) -> dict[str, FaultKind]:
    """Every kind of fault, from definitions/codes/fix_list.yaml."""
    content = read_yaml((folder or definitions_root()) / "codes" / "fix_list.yaml")
    return {
        code: FaultKind(code, row["effect"], Trilingual(row["fi"], row["sv"], row["en"]))
        for code, row in content["faults"].items()
    }


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
        writer.writerow([_WORDS[name].in_(language) for name in heads])
        for unit, name, line, record, column, value, code in _rows(found):
            kind = kinds[code]
            told = (kind.text.in_(language), _WORDS[kind.effect].in_(language), code)
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
    def say(name: str, **given: Any) -> str:
        return _WORDS[name].in_(language).format(**given) if given else _WORDS[name].in_(language)

    blocks: list[Block] = [
        Paragraph(say("lead", rows=summary.rows, left_out=summary.left_out, kept=summary.remarked)),
        Paragraph(say("method"), small=True),
    ]
    if not summary.by_fault:
        blocks.append(Paragraph(say("nothing")))
    else:
        blocks.append(_counts(say("all"), sorted(summary.by_fault.items(), key=lambda one: -one[1]), language))
        blocks += _units(found, language)
    return Document(
        title=say("title"), language=language, sender=say("sender"), page_of=say("page_of"), blocks=blocks,
    )  # fmt: skip


def _counts(caption: str, counts: Iterable[tuple[str, int]], language: str) -> Table:
    kinds = fault_kinds()
    head = [_WORDS[name].in_(language) for name in ("what", "effect", "rows")]
    rows = [
        (kinds[code].text.in_(language), _WORDS[kinds[code].effect].in_(language), str(count)) for code, count in counts
    ]
    return Table(caption, head, rows, numeric=(2,))


def _units(found: duckdb.DuckDBPyRelation, language: str) -> Iterator[Block]:
    """Each unit: how many of what, and the first rows."""
    counted = found.aggregate("unit, code, count(*) as rows").order("unit nulls last, rows desc, code").fetchall()
    numbered = found.project(
        "*, row_number() over (partition by unit order by file, line, code) as place"
    ).filter(f"place <= {_SHOWN}")
    first: dict[Any, list[tuple[Any, ...]]] = {}
    for unit, *row in numbered.order("unit, place").project("unit, file, line, record, named, value, code").fetchall():
        first.setdefault(unit, []).append(tuple(row))
    head = [_WORDS[name].in_(language) for name in ("file", "line", "record", "column", "value", "what")]
    kinds = fault_kinds()
    for unit in dict.fromkeys(row[0] for row in counted):
        name = unit or _WORDS["no_unit"].in_(language)
        of_unit = [(code, count) for one, code, count in counted if one == unit]
        yield Heading(name)
        yield _counts(f"{name}: {_WORDS['rows'].in_(language)}", of_unit, language)
        rows = [
            (*("" if cell is None else str(cell) for cell in row[:-1]), kinds[row[-1]].text.in_(language))
            for row in first[unit]
        ]
        yield Table(f"{name}: {_WORDS['title'].in_(language)}", head, rows, numeric=(1,))
        if (total := sum(count for _, count in of_unit)) > _SHOWN:
            yield Paragraph(_WORDS["more"].in_(language).format(shown=_SHOWN, count=total), small=True)
