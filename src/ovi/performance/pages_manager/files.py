"""How are published figures taken away as a file? CSV, JSON and Parquet, each row with its way back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from ovi.design.dates import page_language
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.performance import queries
from ovi.performance.policies import SEE_FIGURES
from ovi.performance.queries import Names, Run
from ovi.performance.queries.sheets import about, json_file, open_data, parquet_file, spreadsheet
from ovi.performance.tabling import FILE_COLUMNS, FILE_KINDS, file_rows

KINDS = ("csv", "json", "parquet")


def figures_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Every published figure of every measure, the same rows in each form."""
    SEE_FIGURES.require(actor_of(request))
    if kind not in KINDS:
        raise Http404
    run = queries.newest_run()
    if run is None:
        raise Refused("No figures have been made yet, so there is nothing to take away.", code="figures.none")
    return published(kind, "figures", run, queries.names(), Q(by__in=("", *queries.GROUPINGS)))


def published(kind: str, name: str, run: Run, names: Names, *wanted: Q, sheet: bool = False) -> HttpResponse:
    """The published figures wanted, as a file; `sheet`: the CSV is for a Finnish spreadsheet."""
    rows: Sequence[Sequence[str | int | float | None]] = list(
        file_rows(queries.values(run.id, *wanted), names, page_language())
    )
    if kind == "csv":
        return (spreadsheet if sheet else open_data)(name, FILE_COLUMNS, rows)
    return (
        json_file(name, FILE_COLUMNS, rows, about(run))
        if kind == "json"
        else parquet_file(name, FILE_COLUMNS, rows, FILE_KINDS)
    )
