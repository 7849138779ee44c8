"""How is a table given as a file? CSV for spreadsheets in Finland, or CSV as open data."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

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


def _response(name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)


def _with_comma(cell: Cell) -> str | int | None:
    return f"{cell:.6g}".replace(".", ",") if isinstance(cell, float) else cell
