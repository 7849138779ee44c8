"""How is a table given as a file? CSV for spreadsheets in Finland, CSV as open data, JSON, or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from django.http import HttpResponse, JsonResponse

from ovi.performance.queries.figures import Run
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it a spreadsheet reads å, ä, ö wrong
Cell = str | int | float | None


def spreadsheet(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """UTF-8 with BOM, semicolons and decimal commas: opens right in a Finnish spreadsheet."""
    response = _response(name)
    response.write(_BOM)
    writer = csv.writer(response, delimiter=";")
    writer.writerow(head)
    writer.writerows([_with_comma(cell) for cell in row] for row in rows)
    return response


def open_data(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """UTF-8, commas and decimal points (RFC 4180): the same file in every language, for programs."""
    response = _response(name)
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows(rows)
    return response


def json_file(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], about: Mapping[str, object]
) -> HttpResponse:
    """What the rows are, and the rows by name under `rows`."""
    answer = JsonResponse({**about, "rows": [dict(zip(head, row, strict=True)) for row in rows]})
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


def parquet_file(
    name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], kinds: Mapping[str, str]
) -> HttpResponse:
    """Columns of text, but for those that `kinds` says are "int64" or "float64": an empty column has its type too."""
    import pyarrow as pa  # heavy, and asked for seldom
    import pyarrow.parquet as pq

    columns = list(zip(*rows, strict=True)) or [()] * len(head)
    schema = pa.schema([(column, kinds.get(column, "string")) for column in head])
    buffer = io.BytesIO()
    pq.write_table(pa.table([list(column) for column in columns], schema=schema), buffer)
    headers = {"Content-Disposition": f'attachment; filename="{name}.parquet"'}
    return HttpResponse(buffer.getvalue(), content_type="application/vnd.apache.parquet", headers=headers)


def about(run: Run) -> dict[str, object]:
    """What the rows are, for who opens the file without us."""
    return {
        "source": county(settings().county).name.in_("fi"), "snapshot": run.snapshot_id,
        "engine": run.engine, "extracted_at": run.extracted_at.isoformat(), "period": [run.period_from, run.period_to],
        "note": "Counts 1-4 are withheld; where they were merged, month_first, month_last and code say with what.",
    }  # fmt: skip


def _response(name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)


def _with_comma(cell: Cell) -> str | int | None:
    return f"{cell:.6g}".replace(".", ",") if isinstance(cell, float) else cell
