"""How fast are the figures of access, against the fastest ordinary ways of counting them?

Everything is measured in turn (ours, peer, peer, ours, …) on the same rows, as the machine's speed varies by the hour.

    OVI_BENCH_EVENTS=20000000   how many encounters (default 2 000 000; the issue's figure is 20 million)
    OVI_BENCH_RUNS=5            rounds
    OVI_BENCH_SPARK=1           PySpark too (minutes, and gigabytes)

How all this grows with the facts: bench/scaling.py.
"""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bench.measure import Row, percentile
from ovi.engines.facts.days import date_of, day_number
from ovi.engines.facts.store import write_snapshot
from ovi.engines.facts.tables import TABLES
from ovi.engines.indicators import within
from ovi.engines.indicators.cube.base import Base, base_of
from ovi.engines.indicators.cube.building import build, columns_of, read_columns
from ovi.engines.indicators.cube.continuity import continuity
from ovi.engines.indicators.cube.cube import Cube
from ovi.engines.indicators.cube.keeping import cube_of, from_earlier
from ovi.engines.indicators.cube.kernels import figures
from ovi.engines.indicators.cube.serving import answer
from ovi.engines.indicators.definition import load_definitions
from ovi.engines.indicators.expressions import compiled, sql_of
from ovi.engines.indicators.period import Period, calendar

UNITS, PROFESSIONS, CLIENTS = 120, 6, 200_000
FIRST = day_number(date_of(19_358))  # 2023-01-01
PERIOD = Period.parse("2023-01..2025-12")
DAYS = day_number(date_of(20_454)) - FIRST  # to 2025-12-31
NAMES = ["doctor", "nurse", "public_health_nurse", "physiotherapist", "psychologist", "dentist"]
WAITS = load_definitions()["waits_primary_care"].model_copy(
    update={"stratifiers": ("unit", "profession"), "id": "access_report"}
)
BY = ("month", "unit", "profession")
_NIGHT = 1_000_000  # needs of the two snapshots that are written out: a county's year


def events(count: int, seed: int = 7, first: int = FIRST, days: int = DAYS) -> pa.Table:
    """The columns of `need` that the report reads, in the order of days, with three in a hundred not to be counted."""
    random = np.random.default_rng(seed)
    stop = np.sort(random.integers(first, first + days, count)).astype("int32")
    wait = np.minimum(random.gamma(0.7, 22, count), 700).astype("int32")
    return pa.table({
        "assessed_day": stop - wait,
        "first_event_day": stop,
        "unit": _texts(random.integers(0, UNITS, count), [f"unit-{n:03d}" for n in range(UNITS)]),
        "first_event_profession": _texts(random.integers(0, PROFESSIONS, count), NAMES),
        "service_line": _texts(np.zeros(count, int), ["primary_care"]),
        "covered_class": _texts(np.zeros(count, int), ["covered"]),
        "urgency": _texts((random.random(count) < 0.03).astype(int), ["non_urgent", "urgent"]),
        "first_event_licensed": np.ones(count, bool),
        "first_event_mode": _texts(np.zeros(count, int), ["R10"]),
    })  # fmt: skip


def _texts(codes: np.ndarray, names: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype("int32")), pa.array(names))


def interleaved(
    work: dict[str, Callable[[], object]], rounds: int, heavy: tuple[str, ...] = ()
) -> dict[str, list[float]]:
    """Milliseconds of each, round by round: one warm-up, then `rounds` rounds in turn. Heavy ones have no warm-up."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for name, one in work.items():
        if name not in heavy:
            one()
    for _ in range(rounds):
        for name, one in work.items():
            started = time.perf_counter()
            one()
            taken[name].append((time.perf_counter() - started) * 1000)
    return taken


# The peer: typed columns in a DuckDB table, exact percentiles. Months by a join with the calendar, as ours.
_HAND = """
select c.month, n.unit, n.first_event_profession,
  count(*) as n, {bands},
  count(*) filter (where first_event_day - assessed_day <= 14) as within,
  {percentiles}
from need n join calendar c on c.day = n.first_event_day
where urgency = 'non_urgent' and first_event_licensed and covered_class = 'covered' and assessed_day <= first_event_day
  and service_line = 'primary_care' and first_event_mode not in ('R60', 'R71', 'R72')
group by all
"""
_EDGES = [(-1, 0), *zip(WAITS.bands, (*WAITS.bands[1:], 100_000), strict=True)]
_WAIT = "first_event_day - assessed_day"
_BANDS = ", ".join(
    f"count(*) filter (where {_WAIT} > {low} and {_WAIT} <= {high}) as b{i}" for i, (low, high) in enumerate(_EDGES)
)
_CONT = f"quantile_cont({_WAIT}, 0.5) as p50, quantile_cont({_WAIT}, 0.9) as p90"
HAND_SQL = _HAND.format(bands=_BANDS, percentiles=_CONT)
# The bound of reading: every value of the five columns, as small whole numbers. (A count of a column without empty
# values reads nothing, and texts would cost more.)
SCAN = "select sum(assessed_day), sum(first_event_day), sum(unit), sum(profession), sum(urgency) from mart"


def _mart(made: pa.Table) -> pa.Table:
    codes = {name: made[name].combine_chunks().indices for name in ("unit", "first_event_profession", "urgency")}
    return pa.table({
        "assessed_day": made["assessed_day"], "first_event_day": made["first_event_day"],
        "unit": codes["unit"].cast(pa.int16()), "profession": codes["first_event_profession"].cast(pa.int8()),
        "urgency": codes["urgency"].cast(pa.int8()),
    })  # fmt: skip


def hand_histogram() -> str:
    """By hand what the compiled definition does: days counted first, percentiles from the histogram."""
    bands = ", ".join(
        f"sum(n) filter (where w > {low} and w <= {high}) as b{i}" for i, (low, high) in enumerate(_EDGES)
    )
    return f"""
    with cells as (
      select c.month, n.unit, n.first_event_profession as p, least(first_event_day - assessed_day, 400) as w,
        count(*) as n, count(*) filter (where first_event_day - assessed_day <= 14) as inside
      from need n join calendar c on c.day = n.first_event_day and c.in_period
      where urgency = 'non_urgent' and first_event_licensed and covered_class = 'covered'
        and assessed_day <= first_event_day and service_line = 'primary_care'
        and (first_event_mode is null or first_event_mode not in ('R60', 'R71', 'R72'))
      group by all),
    ranked as (select *, sum(n) over (partition by month, unit, p order by w) as below,
                         sum(n) over (partition by month, unit, p) as whole from cells)
    select month, unit, p, sum(inside) as within, sum(n) as n, {bands},
      min(w) filter (where below * 100 >= whole * 50) as p50, min(w) filter (where below * 100 >= whole * 90) as p90
    from ranked group by all"""


def with_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """The same report in pandas, as one writes it."""
    kept = frame[(frame.urgency == "non_urgent") & frame.first_event_licensed & (frame.covered_class == "covered")]
    wait = kept.first_event_day - kept.assessed_day
    day = kept.first_event_day.to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype("int16")
    rows = pd.DataFrame({"month": day, "unit": kept.unit, "p": kept.first_event_profession, "w": wait})
    rows["band"] = np.searchsorted(WAITS.bands, rows.w)
    groups = rows.groupby(["month", "unit", "p"], observed=True)
    groups["band"].value_counts()
    return groups["w"].quantile([0.5, 0.9])


def our_report(columns: pa.Table, base: Base) -> tuple[np.ndarray, ...]:
    """From day columns to bands, share and percentiles of every month, unit and profession."""
    months = build(columns, base).months.values()
    told = [figures(cells.counts, 14, WAITS.bands, (50, 90)) for cells in months]
    return tuple(np.concatenate(one) for one in zip(*told, strict=True))


def rows() -> list[Row]:
    count, rounds = int(os.environ.get("OVI_BENCH_EVENTS", "2000000")), int(os.environ.get("OVI_BENCH_RUNS", "5"))
    base = base_of(WAITS, BY)
    assert base is not None
    made = events(count)
    return [*_report(made, base, count, rounds), *_cube(made, base, rounds), *_continuity(count, rounds)]


def _report(made: pa.Table, base: Base, count: int, rounds: int) -> list[Row]:
    with duckdb.connect(config={"threads": os.cpu_count() or 2}) as connection:
        connection.from_arrow(made).create("need")
        connection.sql("set enable_progress_bar = false")
        connection.from_arrow(calendar(PERIOD, [])).create("calendar")
        connection.from_arrow(_mart(made)).create("mart")
        frame = made.to_pandas()
        cached = compiled(WAITS, BY, "duckdb")
        hand = hand_histogram()
        work: dict[str, Callable[[], object]] = {
            "ours": lambda: our_report(made, base),
            "DuckDB, hand SQL, quantile_cont": lambda: connection.sql(HAND_SQL).to_arrow_table(),
            "DuckDB, scan of five columns": lambda: connection.sql(SCAN).fetchall(),
            "DuckDB, hand SQL, histogram": lambda: connection.sql(hand).to_arrow_table(),
            "the definition through Ibis, SQL cached": lambda: connection.sql(cached).to_arrow_table(),
            "pandas": lambda: with_pandas(frame),
        }
        _same_figures(connection, made, base, hand)
        taken = interleaved(work, rounds, heavy=("pandas",))
        build_ms = _milliseconds(lambda: sql_of(within.share_within(WAITS, BY), "duckdb"))
    median = {name: statistics.median(some) for name, some in taken.items()}
    goals = {
        "DuckDB, hand SQL, quantile_cont": ("≤ 0.15 ×", "{:.2f} × of it"),
        "DuckDB, scan of five columns": ("≤ 5 ×", "{:.1f} × of it"),
        "pandas": ("ours ≥ 20 × as fast", "{:.3f} × of it"),
    }
    out = []
    for name, some in taken.items():
        goal, said = goals.get(name, ("", ""))
        note = said.format(median["ours"] / median[name]) if said else ""
        out.append(
            _row(f"access report, {count:.0e} events, p50 and p90: {name}", some, goal, f"ours {note}" if note else "")
        )
    pairs = zip(taken["the definition through Ibis, SQL cached"], taken["DuckDB, hand SQL, histogram"], strict=True)
    ratios = sorted(ours / by_hand for ours, by_hand in pairs)
    out.append(
        Row("Ibis by hand SQL of the same form, round by round", f"{statistics.median(ratios):.2f} ×",
            f"{ratios[0]:.2f}–{ratios[-1]:.2f} ×", len(ratios), "≤ 1.10 ×",
            f"building and compiling once {build_ms:.0f} ms; ours also tells how many could not be judged")
    )  # fmt: skip
    return out + ([_spark(made, base, rounds)] if os.environ.get("OVI_BENCH_SPARK") else [])


def _same_figures(connection: Any, made: pa.Table, base: Base, hand: str) -> None:
    """Before anything is timed: ours and the SQL must count the same."""
    slow = connection.sql(hand).to_arrow_table().to_pylist()
    ours = {tuple(row[f"by_{name}"] for name in BY): row for row in answer(WAITS, build(made, base), PERIOD, BY)}
    assert len(slow) == len(ours)
    for row in slow:
        one = ours[(row["month"], row["unit"], row["p"])]
        assert (one["denominator"], one["numerator"]) == (row["n"], row["within"])
        assert (one["median_wait_days"], one["p90_wait_days"]) == (row["p50"], row["p90"])
        assert [one[f"band_{i}"] for i in range(len(_EDGES))] == [row[f"b{i}"] or 0 for i in range(len(_EDGES))]


def _cube(made: pa.Table, base: Base, rounds: int) -> list[Row]:
    """What a dashboard asks, one more day, and what it costs to keep."""
    whole = build(made, base)
    last = made["first_event_day"][-1].as_py()
    days = made["first_event_day"].to_numpy()
    before, day = build(made.filter(pa.array(days < last)), base), made.filter(pa.array(days == last))
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        before.write(folder)

        def one_more_day() -> Cube:
            new = build(day, base)
            added = before.plus(new)
            added.write(folder, new.months)
            return added

        assert one_more_day().to_bytes() == whole.to_bytes()
        assert Cube.read(folder).to_bytes() == whole.to_bytes()
        adding = interleaved({"add": one_more_day}, max(rounds, 20))["add"]
        kept = Cube.read(folder)
        asked = [("county by month", ["month"], {}), ("all units, one year", ["unit"], {}),
                 ("a unit by month", ["month"], {"unit": "unit-007"}),
                 ("professions by month", ["month", "profession"], {})]  # fmt: skip
        year = Period.parse("2025-01..2025-12")
        taken = []
        for name, by, only in asked:
            months = PERIOD if "month" in by else year
            one = interleaved({name: lambda b=by, o=only, m=months: answer(WAITS, kept, m, b, o)}, max(rounds, 40))[
                name
            ]
            taken.append(_row(f"dashboard query from the cube: {name}", one, "p95 ≤ 50 ms"))
    size = sum(cells.counts.nbytes for cells in whole.months.values())
    night = _night(made, days, base, rounds)
    facts = sum(made[name].nbytes for name in columns_of(base))
    return [
        *taken,
        _row(
            f"one more day ({len(day)} events) counted, added and written", adding, "≤ 100 ms", "bytes equal a rebuild"
        ),
        *night,
        Row(
            "the cube in memory", f"{size / 1e6:.0f} MB", goal="≤ 2 × the facts", note=f"the facts {facts / 1e6:.0f} MB"
        ),
        Row("peak memory of this whole run", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB"),
    ]


def _night(made: pa.Table, days: np.ndarray, base: Base, rounds: int) -> list[Row]:
    """The cube of tonight's snapshot from last night's, the row groups that differ read from disk."""
    made = as_facts(made.slice(max(0, len(made) - _NIGHT)))
    days = days[-len(made) :]
    keys = pa.array([f"{number:032x}" for number in range(len(made))])
    given = {**{name: made[name] for name in made.column_names}, "need_key": keys, "contact_day": made["assessed_day"]}
    schema = TABLES["need"].schema()
    needs = pa.table(
        [given.get(field.name, pa.nulls(len(made), field.type)) for field in schema], names=schema.names
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as root:
        before, after = (
            write_snapshot(
                Path(root), {"need": some}, extracted_at=datetime(2026, 1, 1 + place, tzinfo=UTC), source="x"
            )
            for place, some in enumerate((needs.filter(pa.array(days < days[-1])), needs))
        )
        cube_of(before, base)

        def from_last_night() -> Cube | None:
            return from_earlier(after, base)

        made_so = from_last_night()
        assert made_so is not None
        assert made_so.to_bytes() == build(read_columns(after / "need.parquet", base), base).to_bytes()
        taken = interleaved({"night": from_last_night}, max(rounds, 10))["night"]
    what = f"the cube of a new snapshot of {len(made):.0e} needs from the one before, one day more"
    return [_row(what, taken, "≤ 100 ms", "read from disk; bytes equal a rebuild")]


_CONTINUITY_SQL = """
with by_provider as (
  select client, kind, provider, count(*) as c from visits where provider >= 0 group by all),
by_client as (
  select client, kind, sum(c) as n, sum(c * c) as s, max(c) as m from by_provider group by all)
select kind, count(*), sum((s - n) * 1000000 // (n * (n - 1))), sum(m * 1000000 // n) from by_client
where n >= 3 group by kind order by kind
"""


def _continuity(count: int, rounds: int) -> list[Row]:
    random = np.random.default_rng(11)
    client = np.sort(random.integers(0, max(count // 100, 10), count)).astype("int32")
    kind = random.integers(0, PROFESSIONS, count).astype("int8")
    provider = np.where(random.random(count) < 0.05, -1, random.integers(0, 2000, count)).astype("int32")
    with duckdb.connect(config={"threads": os.cpu_count() or 2}) as connection:
        connection.from_arrow(pa.table({"client": client, "kind": kind, "provider": provider})).create("visits")
        connection.sql("set enable_progress_bar = false")
        told = {row[0]: tuple(int(v) for v in row[1:]) for row in connection.sql(_CONTINUITY_SQL).fetchall()}

        def ours() -> dict[int, tuple[int, int, int]]:
            one = continuity(client, kind, provider, PROFESSIONS, 2000)
            coc, upc, enough = one.coc(), one.upc(), one.visits >= 3
            return {
                k: (int(enough[:, k].sum()), int(coc[enough[:, k], k].sum()), int(upc[enough[:, k], k].sum()))
                for k in range(PROFESSIONS)
            }

        assert ours() == told
        sql = "DuckDB SQL"
        taken = interleaved({"ours": ours, sql: lambda: connection.sql(_CONTINUITY_SQL).fetchall()}, rounds)
    ratio = statistics.median(taken["ours"]) / statistics.median(taken[sql])
    return [
        _row(f"COC and UPC, {count:.0e} events by client: ours", taken["ours"], "≤ 0.33 × the SQL", f"{ratio:.2f} ×"),
        _row("COC and UPC: DuckDB SQL", taken[sql]),
    ]


def as_facts(made: pa.Table) -> pa.Table:
    """With the contract's plain types: texts, not codes."""
    types = {field.name: field.type for field in TABLES["need"].schema()}
    return pa.table({name: made[name].cast(types[name]) for name in made.column_names})


def _spark(made: pa.Table, base: Base, rounds: int) -> Row:
    """The same report in turn with Spark on all cores, its session warm, from Parquet as Spark reads it best."""
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory() as root:
        path = Path(root) / "need.parquet"
        pq.write_table(as_facts(made), path)
        builder = SparkSession.builder.master("local[*]").config("spark.driver.memory", "6g")
        builder = builder.config("spark.ui.enabled", "false").config("spark.local.dir", root)
        # Else, from 128 groups on, it sorts all rows before it counts them.
        builder = builder.config("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "1000000")
        session = builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()
        try:
            session.read.parquet(str(path)).createOrReplaceTempView("need")
            session.createDataFrame(calendar(PERIOD, []).to_pandas()).createOrReplaceTempView("calendar")
            quantiles = f"percentile({_WAIT}, 0.5) as p50, percentile({_WAIT}, 0.9) as p90"
            sql = _HAND.format(bands=_BANDS, percentiles=quantiles).replace(
                "group by all", "group by c.month, n.unit, n.first_event_profession"
            )
            work = {"ours": lambda: our_report(made, base), "spark": lambda: session.sql(sql).toArrow()}
            taken = interleaved(work, rounds)
        finally:
            session.stop()
    what = "access report: PySpark on all cores (local[*], warm), exact percentiles, from Parquet"
    times = statistics.median(taken["spark"]) / statistics.median(taken["ours"])
    return _row(what, taken["spark"], "ours ≥ 50 × as fast", f"in turns with ours, which is {times:.0f} × as fast")


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _row(what: str, taken: list[float], goal: str = "", note: str = "") -> Row:
    ordered = sorted(taken)
    spread = f"{ordered[0]:.1f}–{ordered[-1]:.1f} ms, p95 {percentile(ordered, 0.95):.1f}"
    return Row(what, f"{statistics.median(ordered):.1f} ms", spread, len(ordered), goal, note)
