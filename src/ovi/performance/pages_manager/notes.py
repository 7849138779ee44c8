"""How does a manager write on the charts what was done, mend it, and take it back?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.design.dates import page_language
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.performance import actions, choosing, queries
from ovi.performance.choosing import FIRST_SHOWN
from ovi.performance.forms import COUNTY, NoteForm
from ovi.performance.policies import MARK_CHARTS
from ovi.performance.queries import Names, Noted
from ovi.performance.queries.names import GROUPING_NAMES
from ovi.performance.states import NoteKind
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor

_LISTED = ("municipality", "unit", "profession", "service_line")


def note_new(request: HttpRequest) -> HttpResponse:
    """A new measure, or a new level from a day: begun from the chart on which it shall stand."""
    MARK_CHARTS.require(actor_of(request))
    asked = request.GET.get("kind", "")
    kind = NoteKind(asked) if asked in list(NoteKind) else NoteKind.MEASURE
    definition = queries.definition(request.GET.get("indicator") or FIRST_SHOWN)
    begun = {"indicators": [definition.id], "group": request.GET.get("group") or COUNTY}
    return _asked(request, kind, begun, None)


def note(request: HttpRequest, pk: int) -> HttpResponse:
    """A note that stands, to be changed."""
    MARK_CHARTS.require(actor_of(request))
    found = queries.chart_note(pk)
    group = f"{found.by}:{found.stratum}" if found.by else COUNTY
    texts = {"text_fi": found.text.fi, "text_sv": found.text.sv, "text_en": found.text.en}
    begun = {"on": found.on, "indicators": list(found.indicators), "group": group, **texts}
    return _asked(request, found.kind, begun, found)


@require_POST
def note_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the charts; the history keeps it."""
    MARK_CHARTS.require(actor_of(request))
    found = queries.chart_note(pk)
    actions.take_back_note(pk, by=actor_of(request), now=clock.now())
    return _to_chart(found.indicators[0], found.by, found.stratum)


def _asked(request: HttpRequest, kind: NoteKind, begun: dict[str, Any], found: Noted | None) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    today, names = helsinki_date(now), queries.names()
    form = NoteForm(
        request.POST if request.method == "POST" else None, initial=begun, kind=kind, today=today,
        groups=_groups(names, actor), measures=_measures(),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        given = form.noting()
        try:
            if found is None:
                actions.note_on_chart(given, today=today, by=actor, now=now)
            else:
                actions.mend_note(found.id, given, today=today, by=actor, now=now)
        except Refused as refusal:
            form.add_error(None, _(refusal.message))
        else:
            return _to_chart(given.indicators[0], given.by, given.stratum)
    back = _chart(begun["indicators"][0], "" if begun["group"] == COUNTY else begun["group"])
    context = {"form": form, "kind": kind, "note": found, "back": back}
    return render(request, "performance/note.html", context)


def _to_chart(indicator: str, by: str, stratum: str) -> HttpResponseRedirect:
    return redirect(_chart(indicator, f"{by}:{stratum}" if by else "") + "#trend")


def _chart(indicator: str, group: str) -> str:
    """The address of the chart on which the note stands."""
    return f"{reverse('access')}?{urlencode({'indicator': indicator, **({'group': group} if group else {})})}"


def _groups(names: Names, actor: Actor) -> list[tuple[str, Any]]:
    """Whose charts the actor may write on: the county and its groups, or one's own units."""
    language = page_language()
    units = [
        (
            str(GROUPING_NAMES["unit"]) + (f": {place}" if place else ""),
            [(f"unit:{code}", name) for code, name in listed],
        )
        for place, listed in choosing.unit_groups(names, actor.units, only_own=bool(actor.units))
    ]
    if actor.units:
        return [one for _place, listed in units for one in listed]
    made: list[tuple[str, Any]] = [(COUNTY, _("The whole county"))]
    for by in _LISTED:
        if by == "unit":
            made += units
        else:
            found = names.choices(by, language) or names.coded(by)
            made.append((str(GROUPING_NAMES[by]), [(f"{by}:{code}", name) for code, name in found]))
    return made


def _measures() -> list[tuple[str, str]]:
    language = page_language()
    return [(one.id, one.names.trilingual().in_(language)) for one in queries.definitions().values()]
