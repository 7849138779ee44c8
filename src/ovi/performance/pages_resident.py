"""How fast does one get care here? The monthly figures by unit and municipality, for anyone to read and to use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovi.design.dates import page_language
from ovi.foundation.text import Trilingual
from ovi.law import load_law
from ovi.law.rules import Row
from ovi.law.vocabulary import TimeUnit
from ovi.performance import choosing, queries, tabling, telling
from ovi.performance.queries import Names, Run
from ovi.performance.queries.saying import said_month
from ovi.performance.queries.sheets import open_data
from ovi.plumbing import clock

_PLACES = ("municipality", "unit")


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of the law as it stands today."""

    name: Trilingual
    whom: str
    limit: str
    reference: Trilingual


def public_access(request: HttpRequest) -> HttpResponse:
    """Realised access by law, then supply (T3), each by itself; the law beside; open data."""
    run = queries.newest_run()
    limits = lawful_limits(clock.today())
    if run is None:
        return render(request, "performance/public_access.html", {"run": None, "limits": limits})
    names = queries.names()
    if request.GET.get("format") == "csv":
        return _open_data(run, names)
    shown = Q(indicator_id__in=(telling.LAWFUL, telling.SUPPLY))
    newest = Q(by__in=_PLACES) & queries.of_month(run.period_to)
    found = queries.values(run.id, shown & Q(by=""), shown & newest)
    return render(
        request,
        "performance/public_access.html",
        {
            "run": run,
            "limits": limits,
            "month": said_month(run.period_to),
            "lawful": _part(telling.LAWFUL, found, run, names),
            "supply": _part(telling.SUPPLY, found, run, names),
        },
    )


def _part(indicator: str, found: list[queries.Value], run: Run, names: Names) -> dict[str, object]:
    """One measure: its trend in the county, and its newest figures by place."""
    definition = queries.definition(indicator)
    own = [one for one in found if one.indicator_id == indicator]
    series = [one for one in own if one.by == ""]
    months = tabling.measured_months(series, choosing.months_of(run))
    newest, name = telling.newest_with_value(series), definition.names.trilingual().in_(page_language())
    said = ""
    if newest and indicator == telling.LAWFUL:
        said = telling.what_holds(newest)
    elif newest:
        said = telling.what_is_free(newest)
    return {
        "definition": definition,
        "finding": said,
        "svg": tabling.trend_svg(definition, series, months, name) if newest else "",
        "table": tabling.trend_table(definition, series, months),
        "breakdowns": tabling.breakdowns(definition, own, names, run.period_to, kinds=_PLACES),
    }


def _open_data(run: Run, names: Names) -> HttpResponse:
    found = queries.values(run.id, Q(by__in=("", *_PLACES)))
    return open_data("access-to-care", tabling.FILE_COLUMNS, tabling.file_rows(found, run, names, "fi"))


def lawful_limits(today: date) -> list[Limit]:
    """The limits that the lawful figure follows, as they stand today."""
    law, limits = load_law(), []
    for rule_id in queries.definition(telling.LAWFUL).law:
        rule = law.rule(rule_id)
        limits += [
            Limit(row.names, said_ages(row), said_limit(row), rule.reference(row))
            for row in rule.rows
            if row.validity.contains(today)
        ]
    return limits


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
