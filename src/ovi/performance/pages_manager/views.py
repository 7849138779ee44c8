"""Which choices of figures have I kept under a name, and how do I rename, share, open first or delete them?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.design.dates import page_language
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.performance import actions, choosing, queries
from ovi.performance.forms import ViewForm
from ovi.performance.policies import SEE_FIGURES
from ovi.performance.queries import Names, View
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor


def own_units(names: Names, actor: Actor) -> list[tuple[int, str]]:
    """The actor's own units by name."""
    found = [(names.ids[code], name) for code, name in names.choices("unit", page_language())]
    return [(pk, name) for pk, name in found if pk in actor.units]


def views(request: HttpRequest) -> HttpResponse:
    """One's own views and those shared with one's unit; a new one is kept from the access page."""
    actor = actor_of(request)
    SEE_FIGURES.require(actor)
    names = queries.names()
    form = ViewForm(request.POST if request.method == "POST" else None, units=own_units(names, actor))
    given = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    query = _checked(given, names)
    if form.is_bound and form.is_valid() and query:
        try:
            actions.save_view(
                name=form.cleaned_data["name"], query=query, unit_id=form.unit_id(), by=actor, now=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, _(refusal.message))
        else:
            return redirect("saved_views")
    context = {"views": queries.written(actor).views, "form": form, "query": query}
    return render(request, "performance/views.html", context)


def view(request: HttpRequest, pk: int) -> HttpResponse:
    """One of one's own: another name, another reader."""
    actor = actor_of(request)
    SEE_FIGURES.require(actor)
    found, names = _own(actor, pk), queries.names()
    units = own_units(names, actor)
    if found.unit_id is not None and found.unit_id not in actor.units and found.unit:
        units = [*units, (found.unit_id, found.unit.in_(page_language()))]
    begun = {"name": found.name, "unit": found.unit_id or ""}
    form = ViewForm(request.POST if request.method == "POST" else None, initial=begun, units=units)
    if form.is_bound and form.is_valid():
        try:
            actions.change_view(pk, name=form.cleaned_data["name"], unit_id=form.unit_id(), by=actor, now=clock.now())
        except Refused as refusal:
            form.add_error(None, _(refusal.message))
        else:
            return redirect("saved_views")
    return render(request, "performance/view.html", {"view": found, "form": form})


@require_POST
def view_do(request: HttpRequest, pk: int) -> HttpResponse:
    """Open first, no longer first, or delete."""
    actor, now, do = actor_of(request), clock.now(), request.POST.get("do", "")
    SEE_FIGURES.require(actor)
    if do == "delete":
        actions.delete_view(pk, by=actor, now=now)
    elif do in ("first", "not_first"):
        actions.open_view_first(pk, first=do == "first", by=actor, now=now)
    else:
        raise Refused("The page was not complete. Open it again and press the button once more.", code="view.do")
    return redirect("saved_views")


def opens_first(found: list[View], names: Names) -> str:
    """The query of the view that the page opens with; empty where there is none or its figure is no more."""
    query = next((one.query for one in found if one.opens_first), "")
    try:
        return _checked(query, names)
    except Refused:
        return ""


def _checked(query: str, names: Names) -> str:
    """The choice in the address as it is kept; empty where nothing was chosen, refused where there is no such."""
    run = queries.newest_run() if query else None
    if run is None:
        return ""
    given = QueryDict(query[:300])
    return choosing.kept_query(choosing.chosen(given, run, names))


def _own(actor: Actor, pk: int) -> View:
    found = next((one for one in queries.written(actor).views if one.id == pk and one.own), None)
    if found is None:
        raise Refused("There is no such view among your own.", code="view.unknown")
    return found
