"""How do a million invented rows get into the database fast? By COPY, inside the caller's transaction."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pgtrigger
import pyarrow as pa
import pyarrow.csv
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from ovi.casework.models import Case
from ovi.contact.models import Contact
from ovi.demo.columns import Tables

_BATCH = 20_000
_FORMAT = pyarrow.csv.WriteOptions(include_header=False)


def copy_tables(tables: Tables, tell: Callable[[str, int], None]) -> None:
    """Copy every table; the history triggers stay silent, for their rows are among the tables."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pgtrigger.ignore', %s, true)", [_history_triggers()])
        for name, rows in tables.items():
            columns = sql.SQL(", ").join(map(sql.Identifier, rows.column_names))
            statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(sql.Identifier(name), columns)
            with cursor.copy(statement) as copy:
                for text, count in _batches(rows):
                    copy.write(text)
                    tell(name, count)
        cursor.execute("select set_config('pgtrigger.ignore', null, true)")
        for name, rows in tables.items():
            if "id" in rows.column_names and pa.types.is_integer(rows["id"].type):
                _advance(cursor, name)


def _history_triggers() -> str:
    """The triggers of contact and case, as the array that pgtrigger's own function reads."""
    of_history = [(model, trigger) for model, trigger in pgtrigger.registered() if model in (Contact, Case)]  # type: ignore[comparison-overlap]
    return "{" + ",".join(trigger.get_pgid(model) for model, trigger in of_history) + "}"


def _batches(rows: pa.Table) -> Iterator[tuple[bytes, int]]:
    """CSV as PostgreSQL reads it: a null is empty, an empty text is quoted."""
    for batch in rows.to_batches(max_chunksize=_BATCH):
        out = io.BytesIO()
        pyarrow.csv.write_csv(batch, out, _FORMAT)
        yield out.getvalue(), batch.num_rows


def _advance(cursor: CursorWrapper, table: str) -> None:
    """Let the sequence of the ids go on after the rows. ovi_app may draw from a sequence but not set it."""
    cursor.execute("select pg_get_serial_sequence(%s, 'id')", [table])
    (sequence,) = cursor.fetchone()
    if sequence is None:  # history has numbers of its own and only repeats the row's id
        return
    statement = sql.SQL(
        "select count(nextval(%s)) from generate_series(1, (select coalesce(max(id), 0) from {})"
        " - (select case when is_called then last_value else 0 end from {}))"
    )
    relation = sql.Identifier(*sequence.replace('"', "").split("."))
    cursor.execute(statement.format(sql.Identifier(table), relation), [sequence])
