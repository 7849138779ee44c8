"""Which limits of the law are in force, for whom and how long, in words that people use?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovi.foundation.text import Trilingual
from ovi.law import load_law
from ovi.law.rules import Row
from ovi.law.vocabulary import TimeUnit


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of the law as it stands today."""

    name: Trilingual
    whom: str
    limit: str
    reference: Trilingual


def limits_in_force(rule_ids: Iterable[str], *, today: date) -> list[Limit]:
    """The rows of these rules that are in force today, in the rules' order."""
    law = load_law()
    return [
        Limit(row.names, said_ages(row), said_limit(row), rule.reference(row))
        for rule in map(law.rule, rule_ids)
        for row in rule.rows
        if row.validity.contains(today)
    ]


def said_ages(row: Row) -> str:
    """Whom the row is for, by age."""
    if row.scope.age_under is not None:
        return _("under {age} years of age").format(age=row.scope.age_under)
    if row.scope.age_from is not None:
        return _("{age} years of age and over").format(age=row.scope.age_from)
    return _("everyone")


def said_limit(row: Row) -> str:
    """14 days, 3 months; a reasonable time where the law gives no number."""
    if row.amount is None:
        return {TimeUnit.SAME_DAY: _("the same day"), TimeUnit.IMMEDIATELY: _("immediately")}.get(
            row.unit or TimeUnit.WITHOUT_DELAY, _("within a reasonable time")
        )
    if row.unit is TimeUnit.MONTHS:
        return ngettext("{count} month", "{count} months", row.amount).format(count=row.amount)
    if row.unit is TimeUnit.WORKING_DAYS:
        return ngettext("{count} working day", "{count} working days", row.amount).format(count=row.amount)
    if row.unit is TimeUnit.SCHOOL_DAYS:
        return ngettext("{count} school day", "{count} school days", row.amount).format(count=row.amount)
    return ngettext("{count} day", "{count} days", row.amount).format(count=row.amount)
