"""How do rows leave the database in bulk? Server-side COPY, read as an Arrow table of the wanted types."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.csv as pa_csv
from django.db import connection


def copied(statement: str, schema: pa.Schema) -> pa.Table:
    """The rows of a statement; columns of `schema` have its types, lists come as text."""
    buffer = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"copy ({statement}) to stdout (format csv, header)") as copy:
        for part in copy:
            buffer.write(part)
    buffer.seek(0)
    types = {one.name: pa.string() if pa.types.is_list(one.type) else one.type for one in schema}
    options = pa_csv.ConvertOptions(
        column_types=types,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,  # COPY quotes an empty text and leaves a null bare
        true_values=["t"],
        false_values=["f"],
    )
    return pa_csv.read_csv(buffer, convert_options=options)
