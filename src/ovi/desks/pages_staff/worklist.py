"""What waits for me and my unit, the next to breach first?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from ovi.casework.policies import WORKLIST, lines_of
from ovi.casework.queries import (
    Filters,
    Worklist,
    WorklistRow,
    changed_since,
    client_by_hetu,
    looks_like_hetu,
    of_team,
    worklist,
    worklist_rows,
)
from ovi.casework.queries.standings import STANDINGS
from ovi.casework.queries.worklist import MOST, ORDERS, PAGE_SIZE, SHOWN
from ovi.casework.states import CaseState, Urgency, WaitReason
from ovi.design.dates import page_language
from ovi.desks import staff_words as words
from ovi.desks.pages_staff.person import person_page
from ovi.directory.queries import Workplace, workplaces
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import HELSINKI, helsinki_date
from ovi.people.signed_in import actor_of
from ovi.performance.queries.sheets import spreadsheet
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor

FILE_ROWS = 2_000
_TEXT_LENGTH = 60


def worklist_page(request: HttpRequest) -> HttpResponse:
    """The list by filter; everything in the address, so that a list can be kept as a bookmark."""
    if token := request.GET.get("henkilo"):
        return person_page(request, token)
    actor = actor_of(request)
    WORKLIST.require(actor)
    if looks_like_hetu(request.GET.get("q", "")):
        return redirect("worklist")
    today = helsinki_date(clock.now())
    places = workplaces(unit_ids=actor.units, today=today)
    filters = _filters(request.GET, actor, places)
    request.ovi_unit = ", ".join(place.name.fi for place in places)  # type: ignore[attr-defined]
    if request.GET.get("format") == "csv":
        rows = worklist_rows(actor, filters, today=today, most=FILE_ROWS)
        note_shown(request, "worklist_file", rows)
        return _file(rows)
    found = worklist(actor, filters, today=today)
    note_shown(request, "worklist", found.rows)
    return render(request, "desks/staff/worklist.html", _context(actor, places, found) | {"today": today})


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Look for a client or a number. A henkilötunnus becomes an opaque key: it never stands in an address."""
    actor = actor_of(request)
    WORKLIST.require(actor)
    kept = QueryDict(request.POST.get("kept", "")[:500], mutable=True)
    for name in ("q", "client", "page", "format"):
        kept.pop(name, None)
    text = " ".join(request.POST.get("q", "").split())[:_TEXT_LENGTH]
    if looks_like_hetu(text):
        kept["client"] = str(client_by_hetu(text) or UUID(int=0))
    elif text:
        kept["q"] = text
    return redirect(f"{reverse('worklist')}?{kept.urlencode()}")


def changes(request: HttpRequest) -> JsonResponse:
    """How many matters of the list have come or changed since the page was made; shows nothing of them."""
    actor = actor_of(request)
    WORKLIST.require(actor)
    since = request.GET.get("since", "")
    since_id = int(since) if since.isascii() and since.isdigit() and len(since) < 18 else 0
    filters = _filters(request.GET, actor, workplaces(unit_ids=actor.units, today=helsinki_date(clock.now())))
    count = changed_since(actor, filters, since=since_id)
    said = ngettext("%(n)s new or changed matter", "%(n)s new or changed matters", count) % {"n": count}
    return JsonResponse({"count": count, "text": said if count else ""})


def note_shown(request: HttpRequest, page: str, rows: tuple[WorklistRow, ...]) -> None:
    """Write whose data was shown."""
    shown = [Shown(row.subject_key, "worklist", "case", str(row.case_id)) for row in rows if row.subject_key]
    access.note(request, page=page, shown=shown)


def _filters(given: QueryDict, actor: Actor, places: list[Workplace]) -> Filters:
    """What the address asks for; what it asks for wrongly is left out, since a list must always open."""

    def one_of(name: str, allowed: Any, default: str = "") -> str:
        value = given.get(name, default)
        return value if value in allowed else default

    unit = given.get("unit", "")
    page = given.get("page", "")
    text = given.get("q", "").strip()[:_TEXT_LENGTH]
    scopes = [team.scope for place in places for team in place.teams]
    team = next((team for team in scopes if str(team.team_id) == given.get("team")), None)
    return Filters(
        shown=one_of("shown", SHOWN, "team"),
        service_line=one_of("line", _lines(actor)),
        standing=one_of("standing", STANDINGS),
        unit_id=next((one.unit_id for one in places if str(one.unit_id) == unit), None),
        wait_reason=one_of("wait", list(WaitReason)),
        urgency=one_of("urgency", list(Urgency)),
        text="" if looks_like_hetu(text) else text,
        client=_uuid(given.get("client", "")),
        team_id=team.team_id if team else None,
        team=of_team(team, today=helsinki_date(clock.now())) if team else None,
        order=one_of("order", ORDERS, "due"),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _lines(actor: Actor) -> list[str]:
    return sorted({line for register in actor.registers for line in lines_of(register)})


def _query(filters: Filters, **changed: Any) -> str:
    """The address of the list with these filters, without the page."""
    kept = {
        "shown": filters.shown, "line": filters.service_line, "unit": filters.unit_id, "wait": filters.wait_reason,
        "urgency": filters.urgency, "q": filters.text, "client": filters.client,
        "team": filters.team_id,
        "order": "" if filters.order == "due" else filters.order, "standing": filters.standing, **changed,
    }  # fmt: skip
    return urlencode({name: value for name, value in kept.items() if value})


def _context(actor: Actor, places: list[Workplace], found: Worklist) -> dict[str, Any]:
    filters = found.filters
    query = _query(filters)
    return {
        "found": found,
        "filters": filters,
        "rows": [_row(row) for row in found.rows],
        "views": _views(found),
        "standings": _standings(found),
        "lines": [(line, line_name(line)) for line in _lines(actor)],
        "wait_reasons": list(words.WAIT_REASONS.items()),
        "urgencies": list(words.URGENCIES.items()),
        "units": places if len(places) > 1 else [],
        "teams": [(team.scope.team_id, team.name) for place in places for team in place.teams],
        "page": Paginator(range(found.total), PAGE_SIZE).page(found.page),
        "me": actor.professional_id,
        "query": query,
        "csv_href": f"?{query}&format=csv",
        "changes_href": f"{reverse('worklist_changes')}?{query}&since={found.since}",
        "more_than": MOST if found.total >= MOST else 0,
        "file_rows": FILE_ROWS,
    }


def _row(row: WorklistRow) -> dict[str, Any]:
    standing, label = words.STANDINGS[row.standing]
    return {
        "it": row,
        "standing": standing,
        "standing_label": label,
        "line": line_name(row.service_line),
        "channel": words.word(words.CHANNELS, row.channel),
        "language": "" if row.language == "fi" else words.word(words.LANGUAGES, row.language),
        "interpreter": words.word(words.LANGUAGES, row.interpreter) if row.interpreter else "",
        "wait": words.word(words.WAIT_REASONS, row.wait_reason) if row.wait_reason else "",
        "urgent": row.urgency == Urgency.URGENT,
        "to_assess": row.state == CaseState.OPEN,
        # Urgent and not served yet: no number of days, but nothing to be calm about.
        "urgent_only": row.urgency == Urgency.URGENT and row.state == CaseState.ASSESSED and row.due_on is None,
    }


def _views(found: Worklist) -> list[dict[str, Any]]:
    names = {
        "team": _("My unit"),
        "mine": pgettext("worklist", "My matters"),
        "offered": _("Waiting for acceptance"),
        "sent": _("Offered by us"),
    }
    return [
        {"label": names[shown], "href": "?" + urlencode({"shown": shown}), "current": shown == found.filters.shown}
        for shown in SHOWN
    ]


def _standings(found: Worklist) -> list[dict[str, Any]]:
    """Counts by standing, each a link that narrows the list to it and keeps the other filters."""

    def link(code: str, label: str, count: int) -> dict[str, Any]:
        href = "?" + _query(found.filters, standing=code)
        return {"label": label, "count": min(count, MOST), "more": count > MOST, "href": href,
                "current": code == found.filters.standing}  # fmt: skip

    return [link("", _("All"), found.counts.all)] + [
        link(code, str(words.STANDINGS[code][1]), getattr(found.counts, code)) for code in STANDINGS
    ]


def _file(rows: tuple[WorklistRow, ...]) -> HttpResponse:
    """The list for a spreadsheet: what is needed to plan the work, not the clients' own words."""
    head = [
        _("Matter"), _("Due"), _("Standing"), _("Urgency"), _("Person"), _("Service"), _("Unit"), _("Arrived"),
        _("Channel"), _("Why the client waits"), _("Taken by"), _("Hand-overs"),
    ]  # fmt: skip
    return spreadsheet(_("worklist"), head, [_cells(row) for row in rows])


def _cells(row: WorklistRow) -> list[Any]:
    language = page_language()
    said = [
        row.number,
        row.due_on.isoformat() if row.due_on else "",
        str(words.STANDINGS[row.standing][1]),
        words.word(words.URGENCIES, row.urgency) if row.urgency else "",
        row.name,
        line_name(row.service_line).in_(language),
        row.unit.in_(language) if row.unit else "",
        row.contact_at.astimezone(HELSINKI).strftime("%Y-%m-%d %H:%M"),
        words.word(words.CHANNELS, row.channel),
        words.word(words.WAIT_REASONS, row.wait_reason) if row.wait_reason else "",
        row.owner,
    ]
    # A cell that begins so would be run as a formula.
    return [f"'{one}" if one[:1] in "=+-@\t" and one else one for one in said] + [row.hand_overs]
