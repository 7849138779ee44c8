"""What waits for me and my unit, the next to breach first?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ovi.casework.policies import WORKLIST, lines_of
from ovi.casework.queries import Filters, UnitChoice, Worklist, units_named, worklist
from ovi.casework.queries.worklist import ORDERS, PAGE_SIZE, SHOWN, STANDINGS
from ovi.casework.states import CaseState, Urgency
from ovi.desks import staff_words as words
from ovi.desks.pages_staff.person import person_page
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor


def worklist_page(request: HttpRequest) -> HttpResponse:
    """The list by filter; everything in the address, so that a list can be kept as a bookmark."""
    if token := request.GET.get("henkilo"):
        return person_page(request, token)
    actor = actor_of(request)
    WORKLIST.require(actor)
    today = helsinki_date(clock.now())
    units = units_named(actor.units)
    found = worklist(actor, _filters(request, units), today=today)
    shown = [Shown(r.subject_key, "worklist", "case", str(r.case_id)) for r in found.rows if r.subject_key]
    access.note(request, page="worklist", shown=shown)
    request.ovi_unit = ", ".join(unit.name.fi for unit in units)  # type: ignore[attr-defined]
    return render(request, "desks/staff/worklist.html", _context(actor, units, found) | {"today": today})


def _filters(request: HttpRequest, units: list[UnitChoice]) -> Filters:
    """What the address asks for; what it asks for wrongly is left out, since a list must always open."""
    given = request.GET

    def one_of(name: str, allowed: Any, default: str = "") -> str:
        value = given.get(name, default)
        return value if value in allowed else default

    lines = {line for register in actor_of(request).registers for line in lines_of(register)}
    unit = given.get("unit", "")
    page = given.get("page", "")
    return Filters(
        shown=one_of("shown", SHOWN, "team"),
        service_line=one_of("line", lines),
        standing=one_of("standing", STANDINGS),
        unit_id=next((one.id for one in units if str(one.id) == unit), None),
        order=one_of("order", ORDERS, "due"),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _context(actor: Actor, units: list[UnitChoice], found: Worklist) -> dict[str, Any]:
    lines = sorted({line for register in actor.registers for line in lines_of(register)})
    return {
        "found": found,
        "filters": found.filters,
        "rows": [_row(row) for row in found.rows],
        "views": _views(found),
        "standings": _standings(found),
        "lines": [(line, line_name(line)) for line in lines],
        "units": units if len(units) > 1 else [],
        "page": Paginator(range(found.total), PAGE_SIZE).page(found.page),
        "me": actor.professional_id,
    }


def _row(row: Any) -> dict[str, Any]:
    standing, label = words.STANDINGS[row.standing]
    return {
        "it": row,
        "standing": standing,
        "standing_label": label,
        "line": line_name(row.service_line),
        "channel": words.word(words.CHANNELS, row.channel),
        "language": "" if row.language == "fi" else words.word(words.LANGUAGES, row.language),
        "interpreter": words.word(words.LANGUAGES, row.interpreter) if row.interpreter else "",
        "urgent": row.urgency == Urgency.URGENT,
        # Urgent and not served yet: no number of days, but nothing to be calm about.
        "urgent_only": row.urgency == Urgency.URGENT and row.state == CaseState.ASSESSED and row.due_on is None,
    }


def _views(found: Worklist) -> list[dict[str, Any]]:
    names = {"team": _("My unit"), "mine": pgettext("worklist", "My matters"), "offered": _("Waiting for acceptance")}
    return [
        {"label": names[shown], "href": "?" + urlencode({"shown": shown}), "current": shown == found.filters.shown}
        for shown in SHOWN
    ]


def _standings(found: Worklist) -> list[dict[str, Any]]:
    """Counts by standing, each a link that narrows the list to it and keeps the other filters."""
    filters = found.filters
    kept = {"shown": filters.shown, "line": filters.service_line, "unit": filters.unit_id, "order": filters.order}
    given = {name: value for name, value in kept.items() if value}

    def link(code: str, label: str, count: int) -> dict[str, Any]:
        href = "?" + urlencode({**given, **({"standing": code} if code else {})})
        return {"label": label, "count": count, "href": href, "current": code == filters.standing}

    return [link("", _("All"), found.counts.all)] + [
        link(code, str(words.STANDINGS[code][1]), getattr(found.counts, code)) for code in STANDINGS
    ]
