"""How do facts become published figures? Each definition by each of its groupings, suppressed, in one run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from ovi.engines.facts.store import read_manifest
from ovi.engines.indicators.definition import Definition, load_definitions
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.places import PlaceShare, judged
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.retelling import told_again
from ovi.engines.indicators.run import FAST, run, runnable
from ovi.foundation.calendar import HELSINKI
from ovi.performance.actions.extracting import extract_facts
from ovi.performance.actions.told import PUBLISHED_BY, copied, remember_told, result_of, told_values, value_of
from ovi.performance.models import IndicatorRun, IndicatorValue, Snapshot, ToldMonth
from ovi.performance.policies import MAKE_FIGURES
from ovi.performance.queries.figures import MUNICIPALITIES_HOLDING, snapshot_folder
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

MONTHS_SHOWN = 25  # the newest and two years before it: fewer do not tell the season from a change
SETTLING_DAYS = 7


def refresh_figures(*, by: Actor, now: datetime, period: Period | None = None) -> IndicatorRun:
    """New facts and new figures, over the last 25 whole months if no others are asked for."""
    months = period or last_whole_months(now)
    made = run_indicators(snapshot=extract_facts(by=by, now=now), period=months, by=by, now=now)
    retire_runs(keep=settings().facts_keep, by=by, now=now)
    return made


def settled_months(now: datetime) -> Period:
    """The last 25 whole months, the newest a week after its end: what is told stays, so it waits for late entries."""
    newest = last_whole_months(now)
    told = ToldMonth.objects.filter(month=newest.last).exists()
    return newest if told else last_whole_months(now - timedelta(days=SETTLING_DAYS))


def last_whole_months(now: datetime, count: int = MONTHS_SHOWN) -> Period:
    """The last `count` months that have ended in Helsinki time."""
    local = now.astimezone(HELSINKI)
    this = local.year * 12 + local.month - 1
    return Period(_month(this - count), _month(this - 1))


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def run_indicators(*, snapshot: Snapshot, period: Period, by: Actor, now: datetime, engine: str = FAST) -> IndicatorRun:
    """Every indicator over `snapshot`, by month and by each grouping it allows. The same run is not made twice."""
    MAKE_FIGURES.require(by)
    definitions = load_definitions()
    if earlier := _same_run(snapshot, period, engine, definitions):
        return earlier
    found = _figures(definitions.values(), snapshot, period, engine)
    with transaction.atomic():
        made = IndicatorRun.objects.create(
            snapshot=snapshot, at=now, engine=engine, period_from=period.first, period_to=period.last
        )
        for value in found:
            value.run = made
        IndicatorValue.objects.bulk_create(found, batch_size=2000)
        remember_told(definitions.values(), made, found)
        audit.record(
            "performance.run", by=by, now=now, object_kind="indicator_run", object_id=made.pk, values=len(found)
        )
    return made


@transaction.atomic
def retire_runs(*, keep: int, by: Actor, now: datetime) -> int:
    """Forget all but the newest `keep` runs, and those that hold a month as it was told last; how many were forgotten.

    Each holds tens of thousands of figures, and one is made every night.
    """
    MAKE_FIGURES.require(by)
    newest = IndicatorRun.objects.order_by("-at", "-id").values_list("pk", flat=True)[:keep]
    old = IndicatorRun.objects.exclude(pk__in=list(newest)).exclude(pk__in=ToldMonth.objects.values("run"))
    forgotten = list(old.values_list("pk", flat=True))
    if forgotten:
        IndicatorValue.objects.filter(run__in=forgotten).delete()
        IndicatorRun.objects.filter(pk__in=forgotten).delete()
        audit.record(
            "performance.retire", by=by, now=now, object_kind="indicator_run", object_id="", removed=len(forgotten)
        )
    return len(forgotten)


def _same_run(
    snapshot: Snapshot, period: Period, engine: str, definitions: dict[str, Definition]
) -> IndicatorRun | None:
    """The run of just this snapshot, period, engine and versions of the definitions, if there is one."""
    wanted = {(one.id, one.content_hash) for one in definitions.values()}
    manifest = read_manifest(snapshot_folder(snapshot.folder))
    # What is judged by municipality has a value of every month; the others have none before the first row of theirs.
    always = {
        (one.id, one.content_hash) for one in runnable(definitions.values(), manifest, ("month",)) if one.judges_places
    }
    runs = IndicatorRun.objects.filter(
        snapshot=snapshot, engine=engine, period_from=period.first, period_to=period.last
    )
    for one in runs.order_by("-id"):
        if always <= set(one.values.values_list("indicator_id", "definition_hash").distinct()) <= wanted:
            return one
    return None


def _figures(
    definitions: Iterable[Definition], snapshot: Snapshot, period: Period, engine: str
) -> list[IndicatorValue]:
    """Each measure in all its groupings; what has been told of a month stays, or is told anew as a whole."""
    chosen, folder = list(definitions), snapshot_folder(snapshot.folder)
    manifest = read_manifest(folder)
    tables: dict[str, list[list[IndicatorResult]]] = defaultdict(list)
    for grouping in ("", *PUBLISHED_BY):
        by = ("month", grouping) if grouping else ("month",)
        found: dict[str, list[IndicatorResult]] = defaultdict(list)
        for result in run(runnable(chosen, manifest, by), folder, period, by, engine, publish=False):
            found[result.indicator_id].append(result)
        for indicator_id, rows in found.items():
            tables[indicator_id].append(rows)
    told, places = told_values(chosen, period), county(settings().county).municipalities
    out: list[IndicatorValue] = []
    for definition in chosen:
        before = told[definition.id]
        results, kept = told_again(
            definition, tables[definition.id], [result_of(one) for one in before if not _judges(one)]
        )
        out += map(value_of, results)
        if definition.judges_places and runnable([definition], manifest, ("month", "municipality")):
            out += (copied(one) for one in before if _judges(one) and one.month in kept)
            months = [month for month in period.months() if month not in kept]
            out += map(_share, judged(definition, results, months, (snapshot.snapshot_id, engine), places))
    return out


def _judges(value: IndicatorValue) -> bool:
    return value.by == MUNICIPALITIES_HOLDING


def _share(share: PlaceShare) -> IndicatorValue:
    return IndicatorValue(
        indicator_id=share.indicator_id,
        definition_hash=share.definition_hash,
        snapshot_id=share.snapshot_id,
        engine=share.engine,
        month=share.month,
        by=MUNICIPALITIES_HOLDING,
        numerator=share.holding,
        denominator=share.measured,
        value=share.value,
        extra={
            "municipalities": share.places,
            "not_holding": [one.place for one in share.by_place if one.holds is False],
            "not_measured": [one.place for one in share.by_place if one.holds is None],
        },
    )
