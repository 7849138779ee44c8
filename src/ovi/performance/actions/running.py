"""How do facts become published figures? Each definition by each of its groupings, suppressed, in one run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from ovi.engines.facts.store import read_manifest
from ovi.engines.indicators.definition import Definition, MeanOf, load_definitions
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.places import PlaceShare, share_of_places
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.run import run, runnable
from ovi.foundation.calendar import HELSINKI
from ovi.performance.actions.extracting import extract_facts
from ovi.performance.models import IndicatorRun, IndicatorValue, Snapshot
from ovi.performance.policies import MAKE_FIGURES
from ovi.performance.queries.figures import AGES, GROUPINGS, MUNICIPALITIES_HOLDING, snapshot_folder
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

MONTHS_SHOWN = 13  # a year and the same month of the year before


def refresh_figures(*, by: Actor, now: datetime) -> IndicatorRun:
    """New facts and new figures over the last 13 whole months."""
    return run_indicators(snapshot=extract_facts(by=by, now=now), period=last_whole_months(now), by=by, now=now)


def last_whole_months(now: datetime, count: int = MONTHS_SHOWN) -> Period:
    """The last `count` months that have ended in Helsinki time."""
    local = now.astimezone(HELSINKI)
    this = local.year * 12 + local.month - 1
    return Period(_month(this - count), _month(this - 1))


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def run_indicators(
    *, snapshot: Snapshot, period: Period, by: Actor, now: datetime, engine: str = "duckdb"
) -> IndicatorRun:
    """Every indicator over `snapshot`, by month and by each grouping it allows. The same run is not made twice."""
    MAKE_FIGURES.require(by)
    definitions = load_definitions()
    if earlier := _same_run(snapshot, period, engine, definitions):
        return earlier
    found = list(_values(definitions.values(), snapshot, period, engine))
    with transaction.atomic():
        made = IndicatorRun.objects.create(
            snapshot=snapshot, at=now, engine=engine, period_from=period.first, period_to=period.last
        )
        for value in found:
            value.run = made
        IndicatorValue.objects.bulk_create(found, batch_size=2000)
        audit.record(
            "performance.run", by=by, now=now, object_kind="indicator_run", object_id=made.pk, values=len(found)
        )
    return made


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


def _values(
    definitions: Iterable[Definition], snapshot: Snapshot, period: Period, engine: str
) -> Iterator[IndicatorValue]:
    chosen, folder = list(definitions), snapshot_folder(snapshot.folder)
    manifest = read_manifest(folder)
    for grouping in ("", *GROUPINGS, AGES):
        by = ("month", grouping) if grouping else ("month",)
        weighing = {one.id for one in chosen if isinstance(one, MeanOf) or getattr(one, "weight", None)}
        for result in run(runnable(chosen, manifest, by), folder, period, by, engine):
            yield _value(result, grouping, sums=result.indicator_id in weighing)
    codes = county(settings().county).municipalities
    for share in share_of_places(runnable(chosen, manifest, ("month",)), folder, period, codes, engine):
        yield _share(share)


def _value(result: IndicatorResult, grouping: str, *, sums: bool = False) -> IndicatorValue:
    """A merged row stands at its last month; `extra` says which months and groups it holds.

    The numbers stored are people or rows; `sums` of cents and the like are told by the value alone.
    """
    months = result.extra.get("merged_months") or [result.month]
    return IndicatorValue(
        indicator_id=result.indicator_id,
        definition_hash=result.definition_hash,
        month=months[-1],
        by=grouping,
        stratum=str(result.strata.get(grouping) or ""),
        numerator=result.extra.get("people") if sums else result.numerator,
        denominator=result.n if sums else result.denominator,
        value=result.value,
        suppressed=result.suppressed,
        extra={**result.extra, "hidden": result.hidden},
    )


def _share(share: PlaceShare) -> IndicatorValue:
    return IndicatorValue(
        indicator_id=share.indicator_id,
        definition_hash=share.definition_hash,
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
