"""How is something asked at every request without building the question each time? By a statement written out.

Django puts a statement together anew at each use, which takes a millisecond where the database answers in a tenth. For
what nearly every request asks that adds up; for everything else the ORM reads better and is used.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import Field

Row = TypeVar("Row", bound=models.Model)


def rows(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    """All rows of a statement with %(named)s values."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def found(model: type[Row], which: str, **given: Any) -> list[Row]:
    """The rows of a table as its objects, by a where and an order written out."""
    names, converted, statement = _selection(model)
    held = rows(f"{statement} {which}", **given)
    for place, convert in converted:
        held = [(*row[:place], convert(row[place], None, connection), *row[place + 1 :]) for row in held]
    return [model.from_db(connection.alias, names, row) for row in held]


@cache
def _selection(model: type[models.Model]) -> tuple[list[str], list[tuple[int, Callable[..., Any]]], str]:
    """The names of the fields, what must be made of the values at some places, and the statement's beginning."""
    fields, quoted = model._meta.concrete_fields, connection.ops.quote_name
    converted = [(place, one) for place, field in enumerate(fields) for one in field.get_db_converters(connection)]
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    return [field.attname for field in fields], converted, f"select {columns} from {quoted(model._meta.db_table)}"  # noqa: S608


def insert(row: models.Model) -> None:
    """Store a new row of a plain table, as `save` does, and give it its key; nothing is told to signals."""
    fields, statement = _insertion(type(row))
    given = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@cache
def _insertion(model: type[models.Model]) -> tuple[list[Field[Any, Any]], str]:
    """The fields to write, in order, and the statement; the key is made by the database."""
    options, quoted = model._meta, connection.ops.quote_name
    fields = [field for field in options.concrete_fields if not field.primary_key]
    columns, places = ", ".join(quoted(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    assert options.pk is not None  # noqa: S101 - every model has one
    returned = quoted(str(options.pk.column))
    return fields, f"INSERT INTO {quoted(options.db_table)} ({columns}) VALUES ({places}) RETURNING {returned}"  # noqa: S608
