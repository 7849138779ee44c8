"""Which lists of services does a unit keep? Made, filled by searching, shared by address, printed, copied, deleted."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ovi.casework import actions
from ovi.casework.policies import TRAY, require_list_of_unit
from ovi.casework.queries import ListView, saved_list, saved_lists
from ovi.design.dates import page_language
from ovi.desks.forms_lists import show_refusal
from ovi.desks.forms_tray import SavedListForm
from ovi.desks.tray_papers import list_paper
from ovi.desks.tray_search import cards_in_order, tray_search
from ovi.directory.models import Unit
from ovi.directory.service_lines import LINES
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor


@require_GET
def lists_page(request: HttpRequest) -> HttpResponse:
    """The lists of one's own units. `deleted`: the list that was just deleted, to be brought back."""
    actor = _actor(request)
    gone = request.GET.get("deleted", "")
    deleted = saved_list(int(gone)) if gone.isascii() and gone.isdigit() and len(gone) < 15 else None
    if deleted and not (deleted.deleted and deleted.unit_id in actor.units):
        deleted = None
    context = {"lists": saved_lists(actor.units), "deleted": deleted, "today": clock.today()}
    return render(request, "desks/staff/saved_lists.html", context)


@require_GET
def list_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One list, which any professional of the house may read; its own unit adds services here by searching."""
    actor, kept = _actor(request), _kept(pk)
    mine = kept.unit_id in actor.units
    searching = mine and ("q" in request.GET or "line" in request.GET)
    results = tray_search(request.GET, language=page_language()) if searching else None
    context = {
        "kept": kept,
        "cards": cards_in_order(kept.services),
        "mine": mine,
        "results": results,
        "lines": list(LINES.values()),
        "address": request.build_absolute_uri(reverse("open_list", args=[kept.key])) if kept.public else "",
        "house_address": request.build_absolute_uri(reverse("saved_list", args=[pk])),
        "may_copy": bool(actor.units),
        "today": clock.today(),
    }
    return render(request, "desks/staff/saved_list.html", context)


def list_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new list, or another name, note or openness for one of one's own unit."""
    actor = _actor(request)
    kept = _kept(pk) if pk is not None else None
    if kept:
        require_list_of_unit(actor, kept.unit_id)
    units = list(Unit.objects.filter(pk__in=actor.units).order_by("sort_fi"))
    form = SavedListForm(request.POST if request.method == "POST" else None, units=units, kept=kept)
    if form.is_bound and form.is_valid() and (saved := _saved(form, kept, actor)):
        return redirect("saved_list", pk=saved)
    context = {"form": form, "kept": kept, "units": units}
    return render(request, "desks/staff/saved_list_edit.html", context, status=422 if form.errors else 200)


def _saved(form: SavedListForm, kept: ListView | None, actor: Actor) -> int | None:
    """The number of the list; None where it was refused and the form says why."""
    more: dict[str, Any] = {"list_id": kept.id, "based_on": form.cleaned_data["based_on"] or 0} if kept else {}
    services = kept.services if kept else ()
    try:
        return actions.save_list(services=services, by=actor, now=clock.now(), **form.given(), **more).pk
    except Refused as refused:
        show_refusal(form, refused)
        return None


@require_POST
def list_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a service, take one out, or move one up: the buttons of the list's own page."""
    kept = _kept(pk)
    services = list(kept.services)
    words = {name: str(value) for name, value in request.POST.items()}
    sent = {name: int(value) for name, value in words.items() if value.isascii() and value.isdigit()}
    if (add := sent.get("add")) is not None and add not in services:
        services.append(add)
    if (out := sent.get("out")) in services:
        services.remove(out)
    if (up := sent.get("up")) in services[1:]:
        place = services.index(up)
        services[place - 1 : place + 1] = [services[place], services[place - 1]]
    _save_services(kept, services, based_on=sent.get("based_on", 0), by=_actor(request))
    asked = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse('saved_list', args=[pk])}{'?' + asked if asked else ''}#services")


def _save_services(kept: ListView, services: list[int], *, based_on: int, by: Actor) -> None:
    actions.save_list(
        list_id=kept.id, unit_id=kept.unit_id, name=kept.name, for_whom=kept.for_whom, note=kept.note,
        public=kept.public, services=services, based_on=based_on, by=by, now=clock.now(),
    )  # fmt: skip


@require_POST
def list_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy for one's own unit."""
    actor, kept = _actor(request), _kept(pk)
    unit = kept.unit_id if kept.unit_id in actor.units else min(actor.units, default=0)
    name = _("Copy: %(name)s") % {"name": kept.name}
    made = actions.copy_list(list_id=pk, unit_id=unit, name=name, by=actor, now=clock.now())
    return redirect("saved_list_edit", pk=made.pk)


@require_POST
def list_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete; the page one lands on offers to bring the list back."""
    actions.delete_list(list_id=pk, by=_actor(request), now=clock.now())
    return redirect(f"{reverse('saved_lists')}?deleted={pk}")


@require_POST
def list_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a deleted list back."""
    actions.restore_list(list_id=pk, by=_actor(request), now=clock.now())
    return redirect("saved_list", pk=pk)


@require_GET
def saved_list_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The list on paper."""
    _actor(request)
    kept = _kept(pk)
    return list_paper(kept, cards_in_order(kept.services), large="large" in request.GET)


def _actor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    TRAY.require(actor)
    return actor


def _kept(pk: int) -> ListView:
    kept = saved_list(pk)
    if kept is None or kept.deleted:
        raise Http404(_("There is no such list. It may have been deleted."))
    return kept
