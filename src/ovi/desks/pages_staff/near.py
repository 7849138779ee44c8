"""Which near and mobile services has each municipality, from what to what, and where do they stop?"""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.desks import list_words
from ovi.desks.forms_lists import show_refusal
from ovi.desks.forms_near import NearForm, StopsForm
from ovi.directory import actions
from ovi.directory.models import Unit
from ovi.directory.policies import EDIT_NEAR, manages_county, manages_unit, require_manages_unit
from ovi.directory.queries import NearView, coming_stops, near_service, near_services
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock


def near_page(request: HttpRequest) -> HttpResponse:
    """Every municipality's near services, told in the same way."""
    actor, now = actor_of(request), clock.now()
    EDIT_NEAR.require(actor)
    rows = near_services(now=now, today=helsinki_date(now))
    places = [
        (place, [(one, list_words.NEAR_KINDS[one.kind], line_name(one.service_line)) for one in there])
        for place, there in groupby(rows, key=lambda one: one.municipality)
    ]
    mine = {one.id for one in rows if manages_unit(actor, one.unit_id)}
    context = {"places": places, "mine": mine, "most": actions.CHOICES, "today": helsinki_date(now)}
    return render(request, "desks/staff/near.html", context)


def near_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Choose a near service for a municipality, or change one."""
    actor, now = actor_of(request), clock.now()
    EDIT_NEAR.require(actor)
    found = None if pk is None else _found(request, pk)
    units = Unit.objects.order_by("sort_fi")
    units = units if manages_county(actor) else units.filter(pk__in=actor.units)
    begins = {} if found else {"valid_from": helsinki_date(now)}
    form = NearForm(request.POST if request.method == "POST" else None, units=units, found=found, **begins)
    if form.is_bound and form.is_valid():
        try:
            row = actions.save_near_service(pk=pk, content=form.content(), by=actor, now=now)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("near_stops", pk=row.pk)
    context = {"form": form, "near": found, "most": actions.CHOICES}
    return render(request, "desks/staff/near_edit.html", context, status=422 if form.is_bound else 200)


def near_stops(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar of one near service: its coming stops, and adding more."""
    now, found = clock.now(), _found(request, pk)
    form = StopsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.plan_stops(service_id=pk, stops=form.stops(), by=actor_of(request), now=now)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("near_stops", pk=pk)
    context = {
        "near": found,
        "form": form,
        "stops": coming_stops(now=now, service_id=pk),
        "today": helsinki_date(now),
    }
    return render(request, "desks/staff/near_stops.html", context, status=422 if form.is_bound else 200)


@require_POST
def near_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Call one stop off with a reason, or take it back into use."""
    take_back = "take_back" in request.POST
    reason = "" if take_back else request.POST.get("reason", "")
    if not take_back and not reason.strip():
        raise Refused("Give the reason: residents read it in place of the stop.", code="near.input")
    stop = actions.call_off_stop(stop_id=pk, reason=reason, by=actor_of(request), now=clock.now())
    return redirect("near_stops", pk=stop.service_id)


def _found(request: HttpRequest, pk: int) -> NearView:
    EDIT_NEAR.require(actor_of(request))
    found = near_service(pk, now=clock.now())
    if found is None:
        raise Http404(_("There is no such near service."))
    require_manages_unit(actor_of(request), found.unit_id)
    return found
