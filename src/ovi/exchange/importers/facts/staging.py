"""How does a foreign file come in? Piece by piece as text with its line numbers; persons as pseudonyms at once.

What is written here, and all that follows, never holds a henkilötunnus: the columns that carry keys are hashed as
they are read, and a value elsewhere that looks like one is masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from ovi.engines.facts.days import day_number
from ovi.engines.facts.pseudonyms import Pseudonyms
from ovi.engines.facts.store import batches
from ovi.exchange.importers.facts.encodings import TextForm, text_form
from ovi.foundation.identifiers import MASK, mask_hetu, parse_hetu
from ovi.foundation.refusals import Fault, Refused

_BLOCK = 1024 * 1024  # larger ones are read no faster, and Arrow reads several ahead
_ROWS = 50_000
# Wide, as RE2 writes it: what might be one is looked at again by foundation.identifiers.
_LIKE_HETU = r"\d{6}\s?[-+A-Fa-fU-Yu-y\x{2010}-\x{2015}\x{2212}]\s?\d{3}[0-9A-Za-z]"
WRONG_HETU = -(2**31)  # in born_day: a henkilötunnus with a fault in it


@dataclass
class Staged:
    """One foreign file as it was staged: how it was written, how many rows, and the lines that could not be cut."""

    path: Path
    columns: tuple[str, ...]
    form: str
    rows: int = 0
    broken: list[tuple[int, str]] = field(default_factory=list)


def column_names(path: Path) -> tuple[tuple[str, ...], TextForm | None]:
    """The columns of a CSV or Parquet file; with the form of a CSV. Refused when it is neither."""
    if path.suffix.lower() in (".parquet", ".pq"):
        try:
            return tuple(pq.read_schema(path).names), None
        except (OSError, pa.ArrowInvalid) as error:
            what = f"cannot be read as Parquet ({error}). Copy it again from where it was made."
            raise Refused(
                f"{path.name} {what}", code="facts.unreadable_file", faults=[Fault(path.name, what)]
            ) from error
    form = text_form(path)
    return form.header, form


def stage(
    path: Path, target: Path, *, keep: Mapping[str, str], keys: Mapping[str, bytes], pseudonyms: Pseudonyms,
    number: int, dated: str = "",
) -> Staged:  # fmt: skip
    """Write the columns `keep` (theirs → ours) of `path` to `target`, all as text, with `line` and `file`.

    `keys` (ours → purpose) are hashed; those of `dated` give `born_day` too where they are a henkilötunnus.
    """
    columns, form = column_names(path)
    staged = Staged(path, columns, f"{form.encoding}, {form.separator!r}" if form else "Parquet")
    schema = pa.schema(
        [("file", pa.int32()), ("line", pa.int64()), *((ours, pa.string()) for ours in keep.values())]
        + ([("born_day", pa.int32())] if dated else [])
    )
    door = _Door(keys, pseudonyms, dated)
    with pq.ParquetWriter(target, schema, compression="zstd", compression_level=1) as file:
        for first, lines, batch in _pieces(path, form, staged, list(keep)):
            whole = {ours: _text(batch.column(theirs)) for theirs, ours in keep.items()}
            rows = door.let_in(whole)
            numbers = lines if lines is not None else np.arange(first, first + batch.num_rows)
            rows |= {"file": pa.repeat(pa.scalar(number, pa.int32()), batch.num_rows), "line": pa.array(numbers)}
            file.write_table(pa.table([rows[name] for name in schema.names], schema=schema))
            staged.rows += batch.num_rows
    return staged


def _pieces(
    path: Path, form: TextForm | None, staged: Staged, wanted: Sequence[str]
) -> Iterator[tuple[int, Any, pa.RecordBatch]]:
    """First line (the header is line 1), the lines where some are missing, and the rows."""
    if form is None:
        yield from _parquet_pieces(path, wanted)
    else:
        yield from _csv_pieces(path, form, staged, wanted)


def _parquet_pieces(path: Path, wanted: Sequence[str]) -> Iterator[tuple[int, Any, pa.RecordBatch]]:
    line = 1
    try:
        for batch in batches(path, _ROWS, wanted):
            yield line, None, batch
            line += batch.num_rows
    except (OSError, pa.ArrowInvalid) as error:
        what = f"breaks off after row {line - 1}: {error}. Copy it again from where it was made."
        raise Refused(f"{path.name} {what}", code="facts.unreadable_file", faults=[Fault(path.name, what)]) from error


def _csv_pieces(
    path: Path, form: TextForm, staged: Staged, wanted: Sequence[str]
) -> Iterator[tuple[int, Any, pa.RecordBatch]]:
    skipped: list[int] = []

    def broken(row: pa_csv.InvalidRow) -> str:
        skipped.append(row.number)
        staged.broken.append((row.number, f"{row.actual_columns} / {row.expected_columns}"))
        return "skip"

    line = 2
    for batch in _open(path, form, wanted, broken):
        past = line + batch.num_rows
        missing = [one for one in skipped if line <= one < past + len(skipped)]
        if not missing:
            yield line, None, batch
            line = past
            continue
        numbers = np.setdiff1d(np.arange(line, past + len(missing)), np.array(missing))[: batch.num_rows]
        yield line, numbers, batch
        line = int(numbers[-1]) + 1 if len(numbers) else line
        skipped[:] = [one for one in skipped if one >= line]


def _open(path: Path, form: TextForm, wanted: Sequence[str], broken: Any) -> Iterator[pa.RecordBatch]:
    try:
        reader = pa_csv.open_csv(
            path,
            read_options=pa_csv.ReadOptions(
                use_threads=False, block_size=_BLOCK, encoding="utf8" if form.encoding == "utf-8" else form.encoding,
                column_names=list(form.header), skip_rows=1,
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=form.separator, newlines_in_values=False, ignore_empty_lines=False,
                invalid_row_handler=broken,
            ),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(wanted), column_types=dict.fromkeys(wanted, pa.string()),
                strings_can_be_null=True, null_values=[""],
            ),
        )  # fmt: skip
        yield from reader
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error) or "No data" in str(error):
            return
        what = f"cannot be cut into rows: {error}"
        raise Refused(f"{path.name} {what}", code="facts.unreadable_file", faults=[Fault(path.name, what)]) from error


def _text(column: pa.Array) -> pa.Array:
    """The values as trimmed text; an empty one is null. Lists and other nested values are nobody's text."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    trimmed = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


class _Door:
    """Where keys become pseudonyms. What it has seen it remembers by pseudonym only."""

    def __init__(self, keys: Mapping[str, bytes], pseudonyms: Pseudonyms, dated: str) -> None:
        self.keys, self.pseudonyms, self.dated = keys, pseudonyms, dated

    def let_in(self, columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
        rows: dict[str, pa.Array] = {}
        for name, values in columns.items():
            if name == self.dated:
                rows["born_day"] = _each(values, _born, pa.int32())
            if purpose := self.keys.get(name):
                rows[name] = self.pseudonyms.column(purpose, pc.utf8_upper(values))
            else:
                rows[name] = _masked(values)
        return rows


def _masked(values: pa.Array) -> pa.Array:
    """No henkilötunnus goes on in a column where none belongs."""
    suspect = pc.match_substring_regex(values, _LIKE_HETU)
    if not pc.any(suspect).as_py():
        return values
    return _each(values, lambda one: mask_hetu(one) if len(one) < 500 else MASK, pa.string())


def _each(values: pa.Array, of: Any, kind: pa.DataType) -> pa.Array:
    """`of` each distinct value."""
    coded = values.dictionary_encode()
    made = pa.array([of(one) for one in coded.dictionary.to_pylist()], kind)
    return made.take(coded.indices)


def _born(key: str) -> int | None:
    """The birthday in a henkilötunnus; WRONG_HETU where it looks like one and is none; None: a key of another kind."""
    try:
        return day_number(parse_hetu(key).birth_date)
    except ValueError:
        return WRONG_HETU if mask_hetu(key) != key else None
