"""How were the lawful limits of social welfare kept? The list that the county publishes twice a year."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ovi.casework.queries import rule_texts
from ovi.design.dates import page_language
from ovi.foundation.calendar import helsinki_date
from ovi.performance.policies import SEE_FIGURES
from ovi.performance.queries.deadlines import Deadline, K, deadlines, half_year
from ovi.performance.queries.sheets import open_data
from ovi.plumbing import clock

_HALVES = 6  # three years back


def social_deadlines(request: HttpRequest) -> HttpResponse:
    """One half-year: each rule with what fell due and how it was kept; as a page, on paper, and as open data."""
    SEE_FIGURES.require(request.actor)  # type: ignore[attr-defined]
    today = helsinki_date(clock.now())
    halves = [half_year(today, back=back) for back in range(_HALVES)]
    since, until = next((half for half in halves if half[0].isoformat() == request.GET.get("from")), halves[0])
    found = deadlines(since=since, until=until, today=today)
    if request.GET.get("format") == "csv":
        return _file(found, since, until)
    context = {
        "rows": [(*rule_texts(one.rule_id), one) for one in found],
        "halves": [(half[0].isoformat(), said_half(half[0]), half[0] == since) for half in halves],
        "half": said_half(since),
        "since": since,
        "last": min(until - timedelta(days=1), today),
        "unfinished": until > today,
        "k": K,
        "today": today,
    }
    return render(request, "performance/deadlines.html", context)


def said_half(since: date) -> str:
    """January–June 2026."""
    said = _("January–June {year}") if since.month == 1 else _("July–December {year}")
    return said.format(year=since.year)


def _file(found: list[Deadline], since: date, until: date) -> HttpResponse:
    """Open data: an empty cell is too small to be published (1–4)."""
    head = ("rule_id", "rule", "law", "since", "until", "due", "in_time", "missed", "done_late", "waiting_late",
            "no_number_in_law", "median_days_late")  # fmt: skip
    language = page_language()
    rows = []
    for one in found:
        name, reference = rule_texts(one.rule_id)
        rows.append((
            one.rule_id, name.in_(language), reference.in_(language), since.isoformat(), until.isoformat(), one.due,
            one.in_time, one.missed, one.late, one.waiting, one.unlimited, one.median_days_late,
        ))  # fmt: skip
    return open_data(f"social-deadlines-{since:%Y-%m}", head, rows)
