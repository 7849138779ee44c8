"""How many clients does each worker have, and what falls due for them this week?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovi.casework.policies import CASELOAD
from ovi.casework.queries import Caseload, Load, UnitChoice, caseload, caseload_units
from ovi.casework.queries.standings import STANDINGS
from ovi.desks import staff_words as words
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown


def caseload_page(request: HttpRequest) -> HttpResponse:
    """Counts for the manager, one's own list for the worker; the clients named on it go to the access log."""
    actor, today = actor_of(request), helsinki_date(clock.now())
    CASELOAD.require(actor)
    units = caseload_units(actor)
    chosen = _chosen(request, units)
    found = caseload(actor, units=[one.id for one in chosen], today=today)
    shown = [Shown(one.subject_key, "worklist", "case", str(one.case_id)) for one in found.my_steps if one.subject_key]
    if shown:
        access.note(request, page="caseload", shown=shown)
        request.ovi_unit = ", ".join(unit.name.fi for unit in units)  # type: ignore[attr-defined]
    context = {
        "found": found,
        "units": units if len(units) > 1 else [],
        "chosen": chosen,
        "workers": [_row(one) for one in found.workers],
        "mine": _row(found.mine) if found.mine else None,
        "unowned": _row(found.unowned),
        "total": _row(found.total),
        "caps": _caps(found),
        "today": today,
    }
    return render(request, "desks/staff/caseload.html", context)


def _chosen(request: HttpRequest, units: list[UnitChoice]) -> list[UnitChoice]:
    """The unit that the address asks for, else the first one; a list must always open."""
    asked = request.GET.get("unit", "")
    return [one for one in units if str(one.id) == asked] or units[:1]


def _row(load: Load) -> dict[str, Any]:
    return {
        "it": load,
        "profession": words.word(words.PROFESSIONS, load.worker.profession) if load.worker else "",
        "standings": [(words.STANDINGS[code], load.standings.get(code, 0)) for code in STANDINGS],
        "lines": [(line_name(line), n) for line, n in load.lines],
    }


def _caps(found: Caseload) -> list[dict[str, Any]]:
    """Each lawful cap that concerns somebody on the page, with its section and how sure the row is."""
    loads = [*found.workers, *([found.mine] if found.mine else [])]
    caps = {cap.id: cap for load in loads for cap, _n in load.capped}
    return [
        {"it": cap, "status": "" if cap.status == "verified" else words.word(words.RULE_STATUSES, cap.status)}
        for cap in caps.values()
    ]
