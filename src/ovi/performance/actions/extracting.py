"""How do operational rows become a snapshot of facts? Server-side COPY, pseudonyms, one immutable folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction

from ovi.engines.facts.pseudonyms import PURPOSES, Pseudonyms, require_apart
from ovi.engines.facts.store import building, fitted, publish, read_manifest, retire, writer
from ovi.engines.facts.tables import CONTRACT_VERSION, TABLES
from ovi.foundation.calendar import helsinki_date
from ovi.performance.actions.copying import copied
from ovi.performance.actions.fact_parts import Block, Parts, blocks
from ovi.performance.actions.fact_sql import BY_CASE, WHOLE
from ovi.performance.actions.reference_facts import UnitCosts, population, unit_costs
from ovi.performance.models import Snapshot
from ovi.performance.policies import MAKE_FIGURES
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.county import county
from ovi.plumbing.settings import kept_secret, settings, var_folder

FOLDER = "facts"
_POST_MONTHS = 25  # two years and the month that runs


def extract_facts(*, by: Actor, now: datetime) -> Snapshot:
    """A new snapshot of the facts as they are at `now`, all tables from one moment of the database.

    The same content at the same `now` gives the same snapshot, byte for byte, whether its parts were read anew or
    kept from before.
    """
    MAKE_FIGURES.require(by)
    root = var_folder() / FOLDER
    maker = _Maker(_pseudonyms(root), unit_costs())
    with building(root) as folder:
        reused = _build(folder, Parts(root / ".parts"), maker, helsinki_date(now))
        about = {"key": maker.pseudonyms.fingerprint}
        made = publish(folder, root, extracted_at=now, source=f"ovi {settings().county}", about=about)
    snapshot = _recorded(made, by=by, now=now, **reused)
    if removed := retire(root, keep=settings().facts_keep):
        with transaction.atomic():
            audit.record("performance.retire", by=by, now=now, object_kind="snapshot", object_id="", removed=removed)
    return snapshot


def _recorded(folder: Path, *, by: Actor, now: datetime, parts: int, reused: int) -> Snapshot:
    manifest = read_manifest(folder)
    with transaction.atomic():
        counts = {name: entry.rows for name, entry in manifest.tables.items()}
        snapshot, made = Snapshot.objects.get_or_create(
            snapshot_id=manifest.snapshot_id,
            defaults={"extracted_at": now, "folder": f"{FOLDER}/{folder.name}", "counts": counts},
        )
        if made:
            audit.record(
                "performance.extract", by=by, now=now, object_kind="snapshot", object_id=snapshot.pk, rows=counts,
                parts=parts, parts_reused=reused,
            )  # fmt: skip
    return snapshot


def _pseudonyms(root: Path) -> Pseudonyms:
    """Under the key of the setting, else the one in OVI_VAR/secrets; refused when that lies with the facts."""
    if settings().facts_key:
        return Pseudonyms(settings().facts_key)
    require_apart([var_folder() / "secrets" / "facts"], root)
    return Pseudonyms(kept_secret("facts"))


def _build(folder: Path, parts: Parts, maker: _Maker, today: date) -> dict[str, int]:
    """Every table into `folder`; how many parts there were, and how many were as before."""
    with transaction.atomic():
        _same_moment_for_all()
        found = blocks(maker.version())
        for name, statement in BY_CASE.items():
            with writer(folder, name) as file:
                for table in _pieces(name, statement, found, parts, maker):
                    file.write_table(table)
        for name, statement in WHOLE.items():
            asked = statement.format(since=_months_before(today, _POST_MONTHS - 1), until=today)
            _write(folder, name, maker.table(name, copied(asked, TABLES[name].schema())))
    _write(folder, "unit_cost", maker.costs.table)
    _write(folder, "population", population())
    return parts.forget_unused()


def _pieces(name: str, statement: str, found: list[Block], parts: Parts, maker: _Maker) -> Iterator[pa.Table]:
    """The rows of one table, block by block: those of an unchanged block are not asked from the database again."""
    for block in found:
        asked = statement.format(first=block.first, past=block.past)
        yield parts.kept_or_made(name, block, partial(_asked, name, asked, maker))
    if not found:
        yield fitted(name, TABLES[name].schema().empty_table())


def _asked(name: str, statement: str, maker: _Maker) -> pa.Table:
    return fitted(name, maker.table(name, copied(statement, TABLES[name].schema())))


def _write(folder: Path, name: str, table: pa.Table) -> None:
    with writer(folder, name) as file:
        file.write_table(fitted(name, table))


def _months_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _same_moment_for_all() -> None:
    """One moment for all tables. Inside a caller's transaction its own moment must do: it cannot be changed there."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")


class _Maker:
    """What turns rows as they were copied into rows of facts."""

    def __init__(self, pseudonyms: Pseudonyms, costs: UnitCosts) -> None:
        self.pseudonyms, self.costs = pseudonyms, costs
        self.county = county(settings().county).code

    def version(self) -> str:
        """Changes when the same rows would become other facts."""
        asked = "".join(BY_CASE.values())
        return f"{CONTRACT_VERSION} {self.county} {self.pseudonyms.fingerprint} {self.costs.version} {asked}"

    def table(self, name: str, given: pa.Table) -> pa.Table:
        """One fact table: the columns copied, pseudonyms for keys, and nulls for what no room knows yet."""
        schema = TABLES[name].schema()
        if "county" in schema.names:
            given = given.append_column("county", pa.repeat(self.county, given.num_rows))
        if name == "encounter":
            given = given.append_column("unit_cost_id", self.costs.of(given))
        columns = [self._column(field, given) for field in schema]
        return pa.table(columns, names=schema.names)

    def _column(self, field: pa.Field, given: pa.Table) -> pa.Array | pa.ChunkedArray:
        if field.name not in given.column_names:
            return pa.nulls(given.num_rows, field.type)
        if purpose := PURPOSES.get(field.name):
            return self.pseudonyms.column(purpose, given[field.name])
        if pa.types.is_list(field.type):
            return _lists(given[field.name])
        return given[field.name]


def _lists(texts: pa.ChunkedArray) -> pa.Array:
    """Words with spaces between as a list; no words are an empty list, for none is known."""
    whole = pc.fill_null(texts, "").combine_chunks()
    split = pc.split_pattern(whole, " ")
    empty = pa.array([[]] * len(whole), pa.list_(pa.string()))
    return pc.if_else(pc.equal(whole, ""), empty, split)
