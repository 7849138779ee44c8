"""What was published of each measure and month, so that it is not told again otherwise? Figures to and from rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from ovi.engines.indicators.definition import Definition
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.retelling import is_told, months_of
from ovi.foundation.refusals import Refused
from ovi.performance.models import IndicatorRun, IndicatorValue, ToldMonth
from ovi.performance.queries.figures import AGES, GROUPINGS

PUBLISHED_BY = (*GROUPINGS, AGES)


def told_values(definitions: Iterable[Definition], period: Period) -> dict[str, list[IndicatorValue]]:
    """By measure, what was told last of the months of the period, in all groupings. Two queries."""
    versions = {(one.id, one.content_hash) for one in definitions}
    told = {
        (one.indicator_id, one.definition_hash, one.month): one.run_id
        for one in ToldMonth.objects.filter(month__in=period.months())
        if (one.indicator_id, one.definition_hash) in versions
    }
    found: dict[str, list[IndicatorValue]] = defaultdict(list)
    for value in IndicatorValue.objects.filter(run_id__in=set(told.values())).select_related("run__snapshot"):
        months = months_of(result_of(value))
        if any(told.get((value.indicator_id, value.definition_hash, month)) == value.run_id for month in months):
            found[value.indicator_id].append(value)
    return found


def remember_told(definitions: Iterable[Definition], run: IndicatorRun, values: Iterable[IndicatorValue]) -> None:
    """Write down which months each measure of people now tells."""
    counted = {one.id for one in definitions if one.suppression is not None}
    months = [
        (value.indicator_id, value.definition_hash, month)
        for value in values
        if value.indicator_id in counted and not value.by and is_told(result_of(value))
        for month in months_of(result_of(value))
    ]
    ToldMonth.objects.bulk_create(
        [
            ToldMonth(indicator_id=name, definition_hash=version, month=month, run=run)
            for name, version, month in months
        ],
        update_conflicts=True,
        unique_fields=["indicator_id", "definition_hash", "month"],
        update_fields=["run"],
        batch_size=2000,
    )


def grouping_of(by: Sequence[str]) -> str:
    """The grouping of a published table, empty for the whole county; tables that are not published are refused."""
    groupings = [name for name in by if name != "month"]
    if "month" not in by or len(groupings) > 1 or not set(groupings) <= set(PUBLISHED_BY):
        raise Refused(
            f"Figures are published by month, and by month and one of {', '.join(PUBLISHED_BY)}. Choose one of these, "
            "or name an extract with --facts.",
            code="overlap.other_grid",
        )
    return groupings[0] if groupings else ""


def published(run: IndicatorRun, grouping: str, wanted: Collection[str]) -> list[IndicatorResult]:
    """What the run published of these measures by month and the grouping."""
    rows = IndicatorValue.objects.filter(run=run, by=grouping, indicator_id__in=wanted)
    return [result_of(one) for one in rows.select_related("run__snapshot").order_by("indicator_id", "stratum", "month")]


def value_of(result: IndicatorResult) -> IndicatorValue:
    """A merged row stands at its last month; `extra` says which months and groups it holds."""
    by, stratum = next(iter(result.strata.items()), ("", ""))
    return IndicatorValue(
        indicator_id=result.indicator_id,
        definition_hash=result.definition_hash,
        snapshot_id=result.snapshot_id,
        engine=result.engine,
        month=months_of(result)[-1],
        by=by,
        stratum=str(stratum or ""),
        numerator=result.numerator,
        denominator=result.denominator,
        value=result.value,
        suppressed=result.suppressed,
        extra={**result.extra, "hidden": result.hidden},
    )


def result_of(value: IndicatorValue) -> IndicatorResult:
    """The figure as it was published."""
    extra = dict(value.extra)
    hidden = extra.pop("hidden", "")
    months = extra.get("merged_months") or [value.month]
    return IndicatorResult(
        indicator_id=value.indicator_id,
        definition_hash=value.definition_hash,
        snapshot_id=value.snapshot_id or value.run.snapshot.snapshot_id,
        engine=value.engine or value.run.engine,
        month=months[0] if len(months) == 1 else f"{months[0]}..{months[-1]}",
        strata={value.by: value.stratum} if value.by else {},
        numerator=value.numerator,
        denominator=value.denominator,
        value=value.value,
        n=value.denominator,
        hidden=hidden,
        extra=extra,
    )


def copied(value: IndicatorValue) -> IndicatorValue:
    """The same figure, to be stored with another run."""
    fields = {field.attname: getattr(value, field.attname) for field in IndicatorValue._meta.concrete_fields}
    left_out = ("id", "run_id")
    return IndicatorValue(**{name: one for name, one in fields.items() if name not in left_out})
