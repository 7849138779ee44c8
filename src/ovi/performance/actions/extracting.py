"""How do operational rows become a snapshot of facts? Server-side COPY, pseudonyms, one immutable folder."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime

import pyarrow as pa
import pyarrow.csv as pa_csv
from django.db import connection, transaction

from ovi.engines.facts.store import read_manifest, write_snapshot
from ovi.engines.facts.tables import TABLES
from ovi.performance.actions.fact_sql import STATEMENTS
from ovi.performance.models import Snapshot
from ovi.performance.policies import MAKE_FIGURES
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.county import county
from ovi.plumbing.settings import kept_secret, settings, var_folder

FOLDER = "facts"
# Column → what its key names; two tables that mean the same thing get the same pseudonym.
_PSEUDONYMS = {"need_key": b"need", "person_key": b"person", "professional_key": b"professional"}


def extract_facts(*, by: Actor, now: datetime) -> Snapshot:
    """A new snapshot of the facts as they are at `now`, all tables from one moment of the database.

    The same content at the same `now` gives the same snapshot.
    """
    MAKE_FIGURES.require(by)
    with transaction.atomic():
        _same_moment_for_all()
        tables = {name: _table(name, statement) for name, statement in STATEMENTS.items()}
    folder = write_snapshot(var_folder() / FOLDER, tables, extracted_at=now, source=f"ovi {settings().county}")
    manifest = read_manifest(folder)
    with transaction.atomic():
        counts = {name: entry.rows for name, entry in manifest.tables.items()}
        snapshot, made = Snapshot.objects.get_or_create(
            snapshot_id=manifest.snapshot_id,
            defaults={"extracted_at": now, "folder": f"{FOLDER}/{folder.name}", "counts": counts},
        )
        if made:
            audit.record(
                "performance.extract", by=by, now=now, object_kind="snapshot", object_id=snapshot.pk, rows=counts
            )
    return snapshot


def _same_moment_for_all() -> None:
    """One moment for all tables. Inside a caller's transaction its own moment must do: it cannot be changed there."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")


def _table(name: str, statement: str) -> pa.Table:
    """One fact table: the statement's columns, pseudonyms for keys, and nulls for what we do not know yet."""
    schema = TABLES[name].schema()
    given = _copied(statement, schema)
    if "county" in schema.names:
        given = given.append_column("county", pa.repeat(county(settings().county).code, given.num_rows))
    columns = []
    for field in schema:
        if field.name not in given.column_names:
            columns.append(pa.nulls(given.num_rows, field.type))
        elif purpose := _PSEUDONYMS.get(field.name):
            columns.append(_pseudonyms(given[field.name], purpose))
        else:
            columns.append(given[field.name])
    return pa.table(columns, names=schema.names)


def _copied(statement: str, schema: pa.Schema) -> pa.Table:
    buffer = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"copy ({statement}) to stdout (format csv, header)") as copy:
        for part in copy:
            buffer.write(part)
    buffer.seek(0)
    types = {field.name: field.type for field in schema if not pa.types.is_list(field.type)}
    options = pa_csv.ConvertOptions(
        column_types=types,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,  # COPY quotes an empty text and leaves a null bare
        true_values=["t"],
        false_values=["f"],
    )
    return pa_csv.read_csv(buffer, convert_options=options)


def _pseudonyms(keys: pa.ChunkedArray, purpose: bytes) -> pa.Array:
    """The keyed hash of each key; nulls stay null. Each distinct key is hashed once."""
    secret = hashlib.sha256((settings().facts_key or kept_secret("facts")).encode()).digest()
    coded = keys.combine_chunks().dictionary_encode()
    hashed = [
        hashlib.blake2b(str(key).encode(), key=secret, digest_size=16, person=purpose).hexdigest()
        for key in coded.dictionary.to_pylist()
    ]
    return pa.DictionaryArray.from_arrays(coded.indices, pa.array(hashed, pa.string())).cast(pa.string())
