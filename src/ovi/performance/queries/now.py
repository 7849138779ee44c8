"""How fast does one get care now, in one line? The newest published figures of the county, nothing newer or finer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from ovi.performance.queries.figures import Value, newest_run, values

LAWFUL, SUPPLY = "access_within_lawful", "t3"


@dataclass(frozen=True, slots=True)
class AccessNow:
    """`share`: of first care events, how many came within the law in `month`; `days`: the third free time (T3)."""

    month: str
    share: float
    supply_month: str
    days: float | None


def access_now() -> AccessNow | None:
    """The newest lawful share that was published; None where there is none yet. Two queries."""
    run = newest_run()
    if run is None:
        return None
    found = values(run.id, Q(indicator_id__in=(LAWFUL, SUPPLY), by=""))
    lawful, supply = (_newest(found, indicator) for indicator in (LAWFUL, SUPPLY))
    if lawful is None or lawful.value is None:
        return None
    return AccessNow(lawful.month, lawful.value, supply.month if supply else "", supply.value if supply else None)


def _newest(found: list[Value], indicator: str) -> Value | None:
    own = [one for one in found if one.indicator_id == indicator and one.value is not None]
    return max(own, key=lambda one: one.months[-1], default=None)
