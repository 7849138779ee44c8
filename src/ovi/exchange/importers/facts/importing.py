# ruff: noqa: S608 - paths and columns are ours
"""How does an extract become a snapshot? Staged, judged row by row, made into facts, published whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ovi.engines.facts.pseudonyms import Pseudonyms
from ovi.engines.facts.store import batches, building, fitted, publish, writer
from ovi.engines.facts.tables import TABLES
from ovi.engines.facts.validate import small_database
from ovi.exchange.importers.facts import avohilmo, mapped
from ovi.exchange.importers.facts.clocks import clocks_of_needs, with_due_days
from ovi.exchange.importers.facts.code_tables import CodeTables, code_tables
from ovi.exchange.importers.facts.fixes import LEFT_OUT, Summary, fault_kinds, write_fix_lists
from ovi.exchange.importers.facts.staging import Staged, column_names, stage
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.identifiers import mask_hetu
from ovi.foundation.refusals import Fault, Refused
from ovi.law import load_law

_SUFFIXES = (".csv", ".txt", ".tsv", ".parquet", ".pq")
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import is asked to do."""

    out: Path
    fixes: Path
    pseudonyms: Pseudonyms
    now: datetime
    languages: Sequence[str] = ("fi", "sv", "en")
    county: str | None = None
    as_of: date | None = None  # the day of the extract; None: today
    most_left_out: float = 0.2
    memory: str = "256MB"
    threads: int = 2

    @property
    def today(self) -> date:
        return self.as_of or helsinki_date(self.now)


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went. `folder` is the snapshot."""

    folder: Path
    rows: dict[str, int]
    summary: Summary
    files: list[dict[str, Any]]
    notes: list[str]
    fix_lists: list[Path] = field(default_factory=list)


def paths_of(given: Iterable[Path]) -> list[Path]:
    """The files named, and those of the folders named; refused when there are none."""
    found: list[Path] = []
    for one in given:
        if one.is_dir():
            found += sorted(path for path in one.iterdir() if path.suffix.lower() in _SUFFIXES)
        elif one.is_file():
            found.append(one)
        else:
            raise Refused(f"There is no file {one}.", code="facts.no_file", faults=[Fault(str(one), "does not exist.")])
    if not found:
        raise Refused("No CSV or Parquet file was given.", code="facts.no_file")
    return found


def import_avohilmo(paths: Sequence[Path], plan: Plan, tables: CodeTables | None = None) -> Imported:
    """A snapshot of need, encounter, clock and unit from an AvoHILMO-shaped extract with its side tables."""
    tables = tables or code_tables()
    with _Work(plan) as work:
        main, side, shapes = _stage_avohilmo(work, paths_of(paths), tables)
        if not main:
            raise Refused("No file is a main table of AvoHILMO: none has its columns.", code="facts.not_avohilmo")
        for place, (staged, shape) in enumerate(zip(main, shapes, strict=True)):
            work.copy(avohilmo.typed(shape, tables, plan.today, work.scan(f"main-{staged}")), f"typed-{place}")
        work.sql(f"create view typed as select * from {work.scan('typed-*')}")
        content = ", ".join(f"typed.{name}" for name in tables.columns if name != "updated")
        work.judge("id", content, newest="updated_at" if _has_updates(shapes, tables) else None)
        reasons = _side_tables(work, side, tables)
        _write_avohilmo(work, tables, reasons)
        notes = [f"{name} is not in the extract." for name in dict.fromkeys(n for s in shapes for n in s.absent)]
        if count := tables.from_memory():
            notes.append(f"{count} codes of definitions/codes/avohilmo.yaml are from memory: check them.")
        return work.finish("avohilmo", {"codes": tables.version}, notes)


def _has_updates(shapes: Sequence[avohilmo.Shape], tables: CodeTables) -> bool:
    return bool(tables.columns.get("updated")) and all("updated" in shape.given for shape in shapes)


def _stage_avohilmo(
    work: _Work, paths: Sequence[Path], tables: CodeTables
) -> tuple[list[int], dict[str, list[int]], list[avohilmo.Shape]]:
    """Every file staged: main tables, side tables by kind, and the shape of each main table."""
    main: list[int] = []
    shapes: list[avohilmo.Shape] = []
    side: dict[str, list[int]] = {}
    unknown: list[Fault] = []
    for number, path in enumerate(paths):
        columns, _ = column_names(path)
        if kind := avohilmo.side_table(columns, tables):
            name = next(one for one in columns if one.upper() == tables.columns["id"][0])
            work.stage(path, f"side-{number}", {name: "id"}, {}, number)
            side.setdefault(kind, []).append(number)
        elif avohilmo.main_table(columns, tables):
            shapes.append(avohilmo.shape_of(columns, tables, path.name))
            keys = {ours: purpose for ours, purpose in avohilmo.HASHED.items() if ours in shapes[-1].given}
            keep = shapes[-1].keep
            work.stage(path, f"main-{number}", keep, keys, number, dated="person" if "person" in keys else "")
            main.append(number)
        else:
            unknown.append(
                Fault(path.name, f"is neither a main nor a side table; its columns: {', '.join(columns)[:300]}")
            )
    if unknown:
        raise Refused("Some files are not AvoHILMO-shaped.", code="facts.not_avohilmo", faults=unknown)
    return main, side, shapes


def _side_tables(work: _Work, side: dict[str, list[int]], tables: CodeTables) -> str | None:
    """Counts rows of side tables whose record is not there; gives the table of records with a reason coded."""
    coded = []
    for kind, numbers in side.items():
        for number in numbers:
            work.sql(
                f"""insert into fault select null, file, line, id, 'AVOHILMO_ID', null, 'unknown_record'
                from {work.scan(f"side-{number}")}
                where id is null or id not in (select id from typed where id is not null)"""
            )
            if tables.side_tables[kind].codes_reason:
                coded.append(f"select id from {work.scan(f'side-{number}')}")
    if not coded:
        return None
    work.sql(f"create table reasons as select distinct id from ({' union all '.join(coded)}) where id is not null")
    return "reasons"


def _write_avohilmo(work: _Work, tables: CodeTables, reasons: str | None) -> None:
    work.write("need", avohilmo.need(tables, work.plan.county, "good"), keys={"need_key": b"need"})
    encounter = avohilmo.encounter(tables, "good", reasons, work.plan.today)
    work.write("encounter", encounter, keys={"need_key": b"need"})
    work.write("unit", "select distinct unit from good where unit is not null order by unit", county=True)
    law = load_law()
    pa.default_memory_pool().release_unused()
    with writer(work.folder, "clock") as file:
        for table in clocks_of_needs(work.folder / "need.parquet", law):
            file.write_table(fitted("clock", table))


def import_mapped(paths: Sequence[Path], mapping_file: Path, plan: Plan) -> Imported:
    """A snapshot of the tables that the mapping file gives, from CSV or Parquet files."""
    mapping, given = mapped.read_mapping(mapping_file), paths_of(paths)
    with _Work(plan) as work:
        missing: list[Fault] = []
        chosen: list[tuple[mapped.MappedTable, list[Path]]] = []
        for one in mapping.tables:
            own = [path for path in given if path.match(one.file)]
            if not own:
                missing.append(Fault(one.table, f"no file is named like {one.file}."))
            for path in own:
                missing += mapped.missing_columns(one, column_names(path)[0], path.name)
            chosen.append((one, own))
        if missing:
            message = f"The files do not fit the mapping {mapping_file.name}."
            raise Refused(message, code="facts.mapping_misfits", faults=missing)
        for one, own in chosen:
            _import_table(work, one, own, given)
        if mapping.clocks == "from_law":
            _lawful_clocks(work)
        return work.finish(mapping.source, {"mapping": mapping_file.name}, [])


def _import_table(work: _Work, one: mapped.MappedTable, own: list[Path], given: list[Path]) -> None:
    for path in own:
        number = given.index(path)
        work.stage(path, f"{one.table}-{number}", one.keep, one.hashed, number)
        query = mapped.typed(one, work.plan.today, work.scan(f"{one.table}-{number}"))
        work.copy(query, f"typed-{one.table}-{number}")
    key = TABLES[one.table].key
    work.sql(f"create or replace view typed as select *, of_unit as unit_told from {work.scan(f'typed-{one.table}-*')}")
    columns = ", ".join(f"typed.{column.name}" for column in TABLES[one.table].columns)
    identity = f"concat_ws(chr(31), {', '.join(f'typed.{name}::varchar' for name in key)})" if key else ""
    work.judge(identity, columns, unit="of_unit", record="null::varchar")
    names = ", ".join(column.name for column in TABLES[one.table].columns)
    work.write(one.table, f"select {names} from good order by file, line")


def _lawful_clocks(work: _Work) -> None:
    """Clocks of the needs from the law; or, where clocks were given, their missing due days."""
    law, need, clock = load_law(), work.folder / "need.parquet", work.folder / "clock.parquet"
    if clock.exists():
        aside = work.work / "clock-given.parquet"
        clock.rename(aside)
        with writer(work.folder, "clock") as file:
            for batch in batches(aside, _BATCH):
                file.write_table(fitted("clock", with_due_days(pa.Table.from_batches([batch]), law)))
    elif need.exists():
        with writer(work.folder, "clock") as file:
            for table in clocks_of_needs(need, law):
                file.write_table(fitted("clock", table))


class _Work:
    """One import under way: the folder being built, the database that judges, and what was found."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.staged: dict[int, Staged] = {}
        self.read = 0

    def __enter__(self) -> _Work:
        self._open = ExitStack()
        self.folder = self._open.enter_context(building(self.plan.out))
        self.work = self.folder / "work"
        self.work.mkdir()
        self.connection = self._open.enter_context(small_database(self.plan.memory, self.plan.threads))
        self.connection.execute(
            "create table fault (unit varchar, file int, line bigint, record varchar, named varchar, value varchar, "
            "code varchar)"
        )
        left_out = ", ".join(f"'{code}'" for code, kind in fault_kinds().items() if kind.effect == LEFT_OUT)
        self._bad = f"len(list_filter(faults, lambda one: one.code in ({left_out}))) > 0"
        return self

    def __exit__(self, *what: Any) -> None:
        self._open.__exit__(*what)

    def sql(self, statement: str) -> None:
        self.connection.execute(statement)

    def scan(self, name: str) -> str:
        """A staged or typed file as SQL."""
        path = str(self.work / f"{name}.parquet").replace("'", "''")
        return f"read_parquet('{path}')"

    def copy(self, query: str, name: str) -> None:
        path = str(self.work / f"{name}.parquet").replace("'", "''")
        self.sql(f"copy ({query}) to '{path}' (format parquet, compression zstd, row_group_size 20000)")

    def stage(
        self, path: Path, name: str, keep: dict[str, str], keys: dict[str, bytes], number: int, dated: str = ""
    ) -> None:
        staged = stage(
            path, self.work / f"{name}.parquet", keep=keep, keys=keys, pseudonyms=self.plan.pseudonyms, number=number,
            dated=dated,
        )  # fmt: skip
        pa.default_memory_pool().release_unused()  # for the database that judges
        self.staged[number] = staged
        self.read += staged.rows + len(staged.broken)
        if staged.broken:
            rows = [(number, line, what) for line, what in staged.broken]
            self.connection.executemany("insert into fault values (null, ?, ?, null, '', ?, 'broken_line')", rows)

    def judge(
        self, identity: str, content: str, *, newest: str | None = None, unit: str = "unit", record: str = "id"
    ) -> None:
        """From the view `typed`: all faults into `fault`, and the view `good` of rows that can be used."""
        self.sql("drop view if exists good; drop table if exists repeated")
        self.sql("create table repeated (file int, line bigint, code varchar)")
        if identity:
            self.sql(
                _REPEATED.format(identity=identity, content=content, newest=newest or "null::timestamp", bad=self._bad)
            )
        self.sql(f"""insert into fault select {unit}, file, line, {record}, one.named, one.value, one.code
                 from (select {unit}, file, line, {record}, unnest(faults) as one from typed)""")
        self.sql(f"""insert into fault select {unit}, file, line, {record}, '', null, repeated.code
                 from typed join repeated using (file, line)""")
        self.sql(
            "create view good as select typed.* from typed anti join repeated using (file, line) "
            f"where not ({self._bad})"
        )

    def write(self, table: str, query: str, *, keys: dict[str, bytes] | None = None, county: bool = False) -> None:
        """A table of the snapshot from a query over good rows, piece by piece."""
        schema = TABLES[table].schema()
        with writer(self.folder, table) as file:
            reader = self.connection.sql(query).to_arrow_reader(_BATCH)
            for batch in reader:
                rows = pa.Table.from_batches([batch])
                columns = [self._column(one, rows, keys or {}, county) for one in schema]
                file.write_table(fitted(table, pa.table(columns, names=schema.names)))

    def _column(self, one: pa.Field, rows: pa.Table, keys: dict[str, bytes], county: bool) -> Any:
        if one.name == "county" and county:
            return pa.array([self.plan.county] * rows.num_rows, pa.string())
        if one.name not in rows.column_names:
            return pa.nulls(rows.num_rows, one.type)
        found = rows[one.name]
        return self.plan.pseudonyms.column(keys[one.name], found) if one.name in keys else found

    def finish(self, source: str, about: dict[str, Any], notes: list[str]) -> Imported:
        """Fix lists first, so that a refused import can be mended; then the snapshot."""
        summary = self._summary()
        files = [
            {"file": mask_hetu(one.path.name), "form": one.form, "rows": one.rows, "broken_lines": len(one.broken)}
            for one in self.staged.values()
        ]
        self.connection.register("files", pa.table({
            "number": pa.array(self.staged, pa.int32()),
            "name": [mask_hetu(one.path.name) for one in self.staged.values()],
        }))  # fmt: skip
        found = self.connection.sql(
            "select unit, files.name as file, line, record, named, value, code "
            "from fault join files on number = fault.file"
        )
        lists = write_fix_lists(
            self.plan.fixes, found, summary, self.plan.languages, {"source": source, "files": files}
        )
        self._refuse_ruins(summary, lists)
        self.connection.close()  # the check of the snapshot needs its memory
        pa.default_memory_pool().release_unused()
        shutil.rmtree(self.work)
        told = {
            **about, "key": self.plan.pseudonyms.fingerprint, "files": files, "rows_read": summary.rows,
            "rows_left_out": summary.left_out, "faults": summary.by_fault, "notes": notes,
        }  # fmt: skip
        folder = publish(self.folder, self.plan.out, extracted_at=self.plan.now, source=source, about=told)
        rows = {path.stem: pq.read_metadata(path).num_rows for path in sorted(folder.glob("*.parquet"))}
        return Imported(folder, rows, summary, files, notes, lists)

    def _summary(self) -> Summary:
        left_out = [code for code, kind in fault_kinds().items() if kind.effect == LEFT_OUT]
        bad = f"code in ({', '.join(repr(code) for code in left_out)})"
        rows = self.connection.sql(f"select file, line, bool_or({bad}) as bad from fault group by all")
        gone, kept = rows.aggregate("count(*) filter (where bad), count(*) filter (where not bad)").fetchall()[0]
        counts = self.connection.sql("select code, count(*) from fault group by code order by code").fetchall()
        return Summary(self.read, gone, kept, dict(counts))

    def _refuse_ruins(self, summary: Summary, lists: Sequence[Path]) -> None:
        if not summary.rows:
            raise Refused("The files hold no rows; nothing was published.", code="facts.empty")
        if summary.left_out > self.plan.most_left_out * summary.rows:
            share = summary.left_out / summary.rows
            message = (
                f"{summary.left_out} of {summary.rows} rows ({share:.0%}) cannot be used, more than "
                f"{self.plan.most_left_out:.0%}: figures would mislead, so nothing was published. The fix list says "
                f"what is wrong: {lists[1] if len(lists) > 1 else lists[0]}. To go on all the same: --most-left-out."
            )
            faults = [
                Fault(code, f"{count} rows: {fault_kinds()[code].text.en}") for code, count in summary.by_fault.items()
            ]
            raise Refused(message, code="facts.too_many_faults", faults=faults)


# Rows that an earlier row repeats, among those that can be used. Only identities whose hash occurs twice are compared.
_REPEATED = """
insert into repeated
with usable as (select file, line, hash({identity}) as of_id, hash({content}) as content, {newest} as updated
                from typed where {identity} is not null and not ({bad})),
twice as (select of_id from usable group by of_id having count(*) > 1),
suspect as (select usable.* from usable semi join twice using (of_id)),
record as (select of_id, count(distinct content) as versions, max(updated) as newest from suspect group by of_id),
newest as (select of_id, count(distinct content) as versions
           from suspect join record using (of_id) where suspect.updated = record.newest group by of_id),
judged as (
  select file, line,
    row_number() over (partition by suspect.of_id, suspect.content order by file, line) as copy,
    case when record.versions = 1 then 'one'
         when newest.versions = 1 and suspect.updated = record.newest then 'one'
         when newest.versions = 1 then 'older_version' else 'duplicate_differs' end as standing
  from suspect join record using (of_id) left join newest using (of_id))
select file, line, case standing when 'one' then 'duplicate_same' else standing end from judged
where standing <> 'one' or copy > 1
"""
