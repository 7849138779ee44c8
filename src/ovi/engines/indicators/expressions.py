"""How does a definition become a query? One Ibis expression over integer days, the same for every engine."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ibis.backends.sql.compilers import DuckDBCompiler, PySparkCompiler

from ovi.engines.indicators import counting, within
from ovi.engines.indicators.definition import SOURCES, Definition, OverRows, ShareWithin, ThirdNextAvailable
from ovi.engines.indicators.third import needs_units, third

DIALECTS = {"duckdb": DuckDBCompiler, "spark": PySparkCompiler}


@lru_cache(maxsize=1024)
def compiled(definition: Definition, by: tuple[str, ...], dialect: str) -> str:
    """The SQL of a definition, grouped. Cached: compiling takes longer than a small query.

    The definition itself is the key, which is stricter than its hash: what was changed in memory has none.
    """
    return sql_of(expression(definition, by), dialect)


def expression(definition: Definition, by: tuple[str, ...]) -> Any:
    """The Ibis expression of a definition, grouped; keys are named by_<grouping>."""
    if isinstance(definition, ShareWithin):
        return within.share_within(definition, by)
    if isinstance(definition, ThirdNextAvailable):
        return third(definition, by)
    return counting.counted(definition, by)


def sql_of(made: Any, dialect: str) -> str:
    """An expression as SQL for "duckdb" or "spark"; needs neither engine."""
    return str(DIALECTS[dialect]().to_sqlglot(made).sql(dialect))


def tables_needed(definition: Definition, by: tuple[str, ...]) -> tuple[str, ...]:
    """The fact tables that the query of this definition reads."""
    if isinstance(definition, OverRows):
        return counting.tables_needed(definition, by)
    if isinstance(definition, ThirdNextAvailable):
        return ("slot", "unit") if needs_units(definition, by) else ("slot",)
    columns = {SOURCES["need"].stratifiers[name] for name in by if name != "month"}
    clock = ("clock",) if definition.limit.clock else ()
    return tuple(dict.fromkeys((*SOURCES["need"].tables_for(columns), *clock)))
