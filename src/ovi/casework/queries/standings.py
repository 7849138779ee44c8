"""How does an open case stand, said in SQL? `ovi.law.standing`, because lists and counts are cut by it (a test holds
the two together)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case as Either
from django.db.models import CharField, Q, Value, When

# none: no limit is running, or the law gives no number
STANDINGS = ("breached", "at_risk", "open", "none")


def of_standing(standing: str, today: date) -> Q:
    """The cases that stand so; all of them for ""."""
    return {
        "": Q(),
        "none": Q(next_due_on=None),
        "breached": Q(next_due_on__lt=today),
        "at_risk": Q(next_due_on__gte=today, at_risk_on__lte=today),
        "open": Q(next_due_on__gte=today) & (Q(at_risk_on__gt=today) | Q(at_risk_on=None)),
    }[standing]


def standing_on(today: date) -> Any:
    """The standing as a column, for annotate()."""
    known = [When(of_standing(one, today), then=Value(one)) for one in STANDINGS[:-1]]
    return Either(*known, default=Value("none"), output_field=CharField())
