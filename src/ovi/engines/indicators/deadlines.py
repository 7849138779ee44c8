"""How were the lawful limits of social welfare kept in a half-year, and what of it may be published?

A clock belongs to the half-year in which it was due; one without a number in the law belongs to that in which it
started. Counts 1–4 are not published (design §5.7). A small row is not joined with an earlier half-year: that one has
been published by itself, and subtraction would give the small counts away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ovi.engines.facts.days import day_number
from ovi.engines.facts.store import read_manifest
from ovi.engines.facts.validate import small_database
from ovi.foundation.refusals import Refused

K = 5
ENGINE = "duckdb"  # what counts them, for the paper to name
REGISTERS = ("social_welfare", "student_welfare")


@dataclass(frozen=True, slots=True)
class Deadline:
    """One rule in a half-year: how many limits fell `due`, and how they were kept. None: too few to be told.

    `missed` = `late` (done, but late) + `waiting` (past the day and not done). `low` and `high` bound what is not
    told of `in_time`. `unlimited` have no number in the law.
    """

    rule_id: str
    due: int | None
    in_time: int | None
    missed: int | None
    late: int | None
    waiting: int | None
    unlimited: int | None
    median_days_late: int | None
    low: int = 0
    high: int = 0

    @property
    def missed_low(self) -> int:
        """The bounds of `missed` that follow from those of `in_time`."""
        return (self.due or 0) - self.high

    @property
    def missed_high(self) -> int:
        return (self.due or 0) - self.low


def half_year(day: date, *, back: int = 0) -> tuple[date, date]:
    """The half-year [since, until) that holds the day, or one before it."""
    number = day.year * 2 + (day.month > 6) - back
    return _first(number), _first(number + 1)


def _first(number: int) -> date:
    return date(number // 2, 1 + 6 * (number % 2), 1)


def published(rule_id: str, in_time: int, late: int, waiting: int, unlimited: int, median: int | None) -> Deadline:
    """The counts as they may be published."""
    due, missed = in_time + late + waiting, late + waiting
    told_unlimited = None if _small(unlimited) else unlimited
    if _small(due):
        return Deadline(rule_id, None, None, None, None, None, told_unlimited, None)
    if _small(in_time) or _small(missed):
        low, high = _bounds(in_time, due)
        return Deadline(rule_id, due, None, None, None, None, told_unlimited, None, low, high)
    split = not (_small(late) or _small(waiting))
    return Deadline(
        rule_id, due, in_time, missed, late if split else None, waiting if split else None, told_unlimited,
        median if missed else None,
    )  # fmt: skip


def deadlines_of_facts(facts_dir: Path, *, since: date, until: date, today: date) -> list[Deadline]:
    """Every social rule with clocks that were due (or, without a number, started) in [since, until), by snapshot.

    Refused when the snapshot has no needs or clocks.
    """
    tables = read_manifest(facts_dir).tables
    if lacking := [name for name in ("need", "clock") if name not in tables]:
        message = f"The snapshot has no table {', '.join(lacking)}; the limits of social welfare cannot be counted."
        raise Refused(message, code="indicators.cannot_run")
    given = {
        "since": day_number(since), "until": day_number(min(until, today + timedelta(days=1))),
        "today": day_number(today), "registers": list(REGISTERS),
    }  # fmt: skip
    with small_database("512MB") as connection:
        for name in ("need", "clock"):
            connection.from_parquet(str(facts_dir / f"{name}.parquet")).create_view(name)
        return [published(*row) for row in connection.execute(_COUNTED, given).fetchall()]


# A clock that was cancelled was neither kept nor missed.
_COUNTED = """
select rule_id,
  count(*) filter (where stop_day <= due_day),
  count(*) filter (where stop_day > due_day),
  count(*) filter (where stop_day is null and due_day < $today),
  count(*) filter (where due_day is null),
  quantile_disc(coalesce(stop_day, $today) - due_day, 0.5) filter (where coalesce(stop_day, $today) > due_day)
from clock join need using (need_key)
where register in (select unnest($registers)) and (status is null or status <> 'cancelled')
  and coalesce(due_day, start_day) >= $since and coalesce(due_day, start_day) < $until
group by 1 order by 1
"""


def _bounds(in_time: int, due: int) -> tuple[int, int]:
    """Between which numbers that which is not told lies; where the two small ends meet, only "neither none nor all"."""
    if due < 2 * K - 1:
        return 1, due - 1
    return (1, K - 1) if _small(in_time) else (due - K + 1, due - 1)


def _small(count: int) -> bool:
    return 0 < count < K
