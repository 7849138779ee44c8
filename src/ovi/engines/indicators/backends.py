"""Which engine runs a query? DuckDB inside the process, or Spark beyond one machine; the same rows from both."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from ovi.foundation.refusals import Refused

ENGINES = ("duckdb", "spark")
_SPARK_MISSING = (
    "Spark is not in this installation. Install locks/spark.txt and a Java runtime (Debian: openjdk-17-jre-headless), "
    "or use --engine duckdb."
)


class Backend(Protocol):
    """An open snapshot that answers SQL of its dialect."""

    dialect: str

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query as plain values."""

    def table(self, sql: str) -> pa.Table:
        """The rows of a query as columns."""

    def view(self, name: str, sql: str) -> None:
        """Gives a query a name that others can read."""

    def keep(self, name: str, table: pa.Table) -> None:
        """Gives a table a name that queries can read."""


class _Duck:
    dialect = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, sql: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.table(sql).to_pylist()
        return found

    def table(self, sql: str) -> pa.Table:
        try:
            return self._connection.sql(sql).to_arrow_table()
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise _unreadable(error) from error

    def view(self, name: str, sql: str) -> None:
        self._connection.sql(sql).create_view(name)

    def keep(self, name: str, table: pa.Table) -> None:
        self._connection.from_arrow(table).create_view(name)


class _Spark:
    dialect = "spark"

    def __init__(self, session: Any) -> None:
        self._session = session

    def rows(self, sql: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.table(sql).to_pylist()
        return found

    def table(self, sql: str) -> pa.Table:
        return self._session.sql(sql).toArrow()

    def view(self, name: str, sql: str) -> None:
        self._session.sql(sql).createOrReplaceTempView(name)

    def keep(self, name: str, table: pa.Table) -> None:
        self._session.createDataFrame(table.to_pandas()).createOrReplaceTempView(name)


@contextmanager
def opened(engine: str, files: Mapping[str, Path], made: Mapping[str, pa.Table]) -> Iterator[Backend]:
    """A backend that knows the Parquet `files` and the small tables `made`; refused when the engine is not there."""
    if engine not in ENGINES:
        message = f"The engine “{engine}” is not in this installation; use one of: {', '.join((*ENGINES, 'fast'))}."
        raise Refused(message, code="indicators.unknown_engine")
    with (_duck if engine == "duckdb" else _spark)(files, made) as backend:
        yield backend


@contextmanager
def _duck(files: Mapping[str, Path], made: Mapping[str, pa.Table]) -> Iterator[Backend]:
    with (
        tempfile.TemporaryDirectory(prefix="ovi-figures-") as spill,  # not the folder one happens to stand in
        duckdb.connect(config={"temp_directory": spill}) as connection,
    ):
        connection.execute("set enable_progress_bar = false")  # it would be drawn into what a program reads
        try:
            for name, path in files.items():
                connection.from_parquet(str(path)).create_view(name)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise _unreadable(error) from error
        for name, table in made.items():
            connection.from_arrow(table).create(name)
        yield _Duck(connection)


def _unreadable(error: duckdb.Error) -> Refused:
    said = str(error).strip().splitlines()[0]
    message = (
        f"The snapshot has changed since it was written and cannot be read: “ovi facts validate” says where. ({said})"
    )
    return Refused(message, code="facts.unreadable_snapshot")


@contextmanager
def _spark(files: Mapping[str, Path], made: Mapping[str, pa.Table]) -> Iterator[Backend]:
    """The session of spark-submit, or one of our own on this machine. OVI_SPARK_MASTER names another."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Refused(_SPARK_MISSING, code="indicators.no_spark") from error
    builder = SparkSession.builder.appName("ovi indicators").config("spark.sql.shuffle.partitions", "8")
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.execution.arrow.pyspark.enabled", "true")
    if master := os.environ.get("OVI_SPARK_MASTER"):
        builder = builder.master(master)
    try:
        session = builder.getOrCreate()
    except Exception as error:  # Java missing or too old comes as several kinds of error
        raise Refused(f"{_SPARK_MISSING} Spark said: {error}", code="indicators.no_spark") from error
    for name, path in files.items():
        session.read.parquet(str(path.absolute())).createOrReplaceTempView(name)
    for name, table in made.items():
        session.createDataFrame(table.to_pandas()).createOrReplaceTempView(name)
    yield _Spark(session)
