# ruff: noqa: S608 - every name and code is checked by the mapping's schema and quoted
"""How does any CSV or Parquet table become a fact table? By a mapping file that says so column by column."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ovi.engines.facts.days import day_number
from ovi.engines.facts.pseudonyms import PURPOSES
from ovi.engines.facts.tables import TABLES, Column
from ovi.exchange.importers.facts import sql_parts as sql
from ovi.foundation.definitions import read_model
from ovi.foundation.refusals import Fault, Refused


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Part):
    """Where one column of the facts comes from: a column of the file (`from`) or the same value in every row."""

    from_: str | None = Field(default=None, alias="from")
    value: str | int | float | bool | None = None
    codes: dict[str, str] = {}
    form: tuple[str, ...] | str = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    euros: bool = False
    separator: str = " "

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.from_ is None) == (self.value is None):
            raise ValueError("give either from: (a column of the file) or value: (the same in every row)")
        return self

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.form,) if isinstance(self.form, str) else self.form


class MappedTable(_Part):
    """One fact table: which files give it, and each of its columns."""

    table: str
    file: str = "*"
    columns: dict[str, Source]

    @model_validator(mode="after")
    def _fits_the_contract(self) -> Self:
        if self.table not in TABLES:
            raise ValueError(f"{self.table} is no fact table; there are {', '.join(TABLES)}")
        there = {column.name: column for column in TABLES[self.table].columns}
        if odd := [name for name in self.columns if name not in there]:
            raise ValueError(f"{self.table} has no column {', '.join(odd)}")
        if lacking := [name for name, one in there.items() if one.required and name not in self.columns]:
            raise ValueError(f"{self.table} needs the column {', '.join(lacking)}")
        for name, source in self.columns.items():
            if there[name].kind == "yes_no" and source.from_ and not (source.yes and source.no):
                raise ValueError(f"{name} is yes or no: say which values mean which, with yes: and no:")
        return self

    @property
    def keep(self) -> dict[str, str]:
        """Theirs → ours (their names in order as c0, c1 …, for one column may serve several)."""
        names = dict.fromkeys(one.from_ for one in self.columns.values() if one.from_)
        return {name: f"c{place}" for place, name in enumerate(names)}

    @property
    def hashed(self) -> dict[str, bytes]:
        """Staged column → purpose, for those that carry keys."""
        return {
            self.keep[source.from_]: PURPOSES[name]
            for name, source in self.columns.items()
            if name in PURPOSES and source.from_
        }


class Mapping(_Part):
    """A mapping file."""

    facts_mapping: Literal[1]
    source: str
    clocks: Literal["from_law", "as_given"] = "as_given"
    tables: tuple[MappedTable, ...] = Field(min_length=1)


def read_mapping(path: Path) -> Mapping:
    """The mapping, checked; Refused with every fault and its place."""
    found = read_model(path, Mapping, what="no mapping of facts", code="facts.invalid_mapping")
    names = [one.table for one in found.tables]
    if twice := sorted({one for one in names if names.count(one) > 1}):
        what = f'gives the table {", ".join(twice)} twice; several files of one table go under one, with file: "x*".'
        raise Refused(f"{path.name} {what}", code="facts.invalid_mapping", faults=[Fault(path.name, what)])
    return found


def missing_columns(mapped: MappedTable, columns: Iterable[str], file: str) -> list[Fault]:
    """Columns that the mapping names and the file has not."""
    there = list(columns)
    return [
        Fault(
            f"{file}, column {name}",
            f"is missing, but the mapping takes {mapped.table} from it; the file has: {', '.join(there)}.",
        )
        for name in mapped.keep
        if name not in there
    ]


def typed(mapped: MappedTable, today: date, staged: str) -> str:
    """A query: every row in the contract's types, with the list of what is wrong with it."""
    made: list[str] = []
    found: list[str] = []
    for column in TABLES[mapped.table].columns:
        source = mapped.columns.get(column.name)
        if source is None:
            made.append(f"null::{_SQL_TYPES[column.kind]} as {column.name}")
            continue
        staged_as = mapped.keep[source.from_] if source.from_ else _constant(source)
        made.append(f"{_value(column, source, staged_as)} as {column.name}")
        found += _faults(column, source, staged_as, today)
    for rule in TABLES[mapped.table].rules:
        told = ", ".join(rule.columns)
        value = " || ' / ' || ".join(f"coalesce({one}::varchar, '')" for one in rule.columns)
        found.append(sql.fault("rule_broken", told, value, f"({rule.condition}) is false"))
    unit = "unit" if "unit" in {one.name for one in TABLES[mapped.table].columns} else "null::varchar"
    listed = sql.faults(found) if found else "[]"
    names = ", ".join(column.name for column in TABLES[mapped.table].columns)
    return f"""
    with made as (select *, {", ".join(made)} from {staged})
    select file, line, {names}, {unit} as of_unit, {listed} as faults from made
    """


_SQL_TYPES = {
    "text": "varchar", "day": "int", "minute": "smallint", "small": "smallint", "whole": "int", "money": "bigint",
    "number": "double", "yes_no": "boolean", "codes": "varchar[]",
}  # fmt: skip


def _constant(source: Source) -> str:
    return sql.quoted(str(source.value).lower() if isinstance(source.value, bool) else str(source.value))


def _value(column: Column, source: Source, text: str) -> str:
    if column.kind == "text":
        return sql.one_of(text, source.codes.items())
    if column.kind == "codes":
        parts = f"list_filter(string_split({text}, {sql.quoted(source.separator)}), lambda one: one <> '')"
        return f"list_transform({parts}, lambda one: {sql.one_of('one', source.codes.items())})"
    if column.kind == "yes_no":
        yes, no = (
            ", ".join(sql.quoted(one) for one in given) for given in (source.yes or ("true",), source.no or ("false",))
        )
        return f"case when {text} in ({yes}) then true when {text} in ({no}) then false end"
    if column.kind in ("day", "minute") and not _is_number(source):
        moment = _instant(source, text)
        return sql.day(moment) if column.kind == "day" else sql.minute(moment, text)
    number = f"replace(replace({text}, chr(160), ''), ',', '.')"
    if column.kind == "number":
        return f"try_cast({number} as double)"
    if column.kind == "money" and source.euros:
        return f"try_cast(round(try_cast({number} as decimal(18, 4)) * 100) as bigint)"
    return f"try_cast({text} as {_SQL_TYPES[column.kind]})"


def _is_number(source: Source) -> bool:
    """A day or minute given as the facts give it: form: number."""
    return source.forms == ("number",) or isinstance(source.value, int)


def _instant(source: Source, text: str) -> str:
    return sql.instant(text, source.forms) if source.forms else sql.instant(text)


def _faults(column: Column, source: Source, text: str, today: date) -> Iterable[str]:
    told = source.from_ or column.name
    if column.required:
        yield sql.fault("empty_required", told, "''", f"{text} is null")
    if column.kind == "minute" and not _is_number(source):
        yield sql.fault("unreadable_time", told, text, f"{text} is not null and {_instant(source, text)} is null")
    elif column.kind not in ("text", "codes"):
        code = "unreadable_time" if column.kind == "day" else "unreadable_value"
        yield sql.fault(code, told, text, f"{text} is not null and {column.name} is null")
    if column.kind == "day":
        first, last = day_number(date(sql.FIRST_YEAR, 1, 1)), day_number(date(sql.LAST_YEAR, 12, 31))
        yield sql.fault("impossible_year", told, text, f"{column.name} not between {first} and {last}")
        if column.past:
            late = f"{column.name} > {day_number(today)} and {column.name} <= {last}"
            yield sql.fault("in_future", told, text, late)
    if column.codes and column.kind == "text":
        known = ", ".join(sql.quoted(one) for one in column.codes)
        yield sql.fault("unknown_code", told, text, f"{column.name} not in ({known})")
