"""Who waits now, where do limits run out next, and why were they passed?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ovi.casework.queries import WAIT_REASON_NAMES
from ovi.casework.states import WaitReason
from ovi.design.dates import page_language
from ovi.design.shapes import Link
from ovi.foundation.calendar import helsinki_date
from ovi.performance import queries, telling
from ovi.performance.policies import SEE_FIGURES
from ovi.performance.queries.names import GROUPING_NAMES
from ovi.performance.queries.queue import GROUPS
from ovi.performance.queries.sheets import spreadsheet
from ovi.plumbing import clock


def queue(request: HttpRequest) -> HttpResponse:
    """Open cases by service line, unit or area; where limits run out within two weeks; reasons for lateness."""
    SEE_FIGURES.require(request.actor)  # type: ignore[attr-defined]
    today, language = helsinki_date(clock.now()), page_language()
    by = given if (given := request.GET.get("by", "")) in GROUPS else "service_line"
    names, found = queries.names(), queries.open_queue(today=today, by=by)
    rows = [(names.of(by, line.group, language), line) for line in found.lines]
    rows.sort(key=lambda row: (-row[1].breached, -row[1].at_risk, row[0]))
    if request.GET.get("format") == "csv":
        return _sheet(by, rows)
    line = "service_line"
    lines = found if by == line else queries.open_queue(today=today)
    context = {
        "finding": telling.what_breaks_first(lines),
        "tabs": [Link(str(GROUPING_NAMES[one]), f"?by={one}", current=one == by) for one in GROUPS],
        "by": by,
        "grouped": GROUPING_NAMES[by],
        "queue": found,
        "rows": rows,
        "warnings": [
            (names.of("unit", one.unit, language), names.of(line, one.service_line, language), one)
            for one in queries.early_warnings(today=today)
        ],
        "late": [
            (names.of(line, one.service_line, language), reason_words(one.reason), one)
            for one in queries.lateness(today=today)
        ],
    }
    return render(request, "performance/open_queue.html", context)


def reason_words(code: str) -> object:
    """The reason recorded beside the clock, in words."""
    return WAIT_REASON_NAMES[WaitReason(code)] if code else _("No reason recorded")


def _sheet(by: str, rows: list[tuple[str, queries.QueueLine]]) -> HttpResponse:
    head = [str(GROUPING_NAMES[by]), _("Past the due date"), _("Close to it"), _("In time"), _("Reasonable time"),
            _("Limits met"), _("All")]  # fmt: skip
    cells = [(name, one.breached, one.at_risk, one.open, one.no_limit, one.met, one.cases) for name, one in rows]
    return spreadsheet("open-queue", head, cells)
