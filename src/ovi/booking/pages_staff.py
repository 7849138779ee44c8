"""How does a worker run the walk-in queue: give numbers, call the next, print the slip?"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ovi.booking import actions, queries
from ovi.booking.actions.tickets import PLACE_LENGTH
from ovi.booking.forms import NumberForm, PlaceForm
from ovi.booking.policies import TICKETS
from ovi.booking.states import TicketState
from ovi.casework.queries import units_named
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor

_PLACE = "ticket_place"
_SHOWN_HERE = ("ticket.state", "ticket.place", "ticket.closed.state", "ticket.full.state")


def tickets_page(request: HttpRequest) -> HttpResponse:
    """The queue of one of the worker's units; with ?unit= of another of theirs."""
    if away := sign_in_first(request, then=request.get_full_path() if request.method == "GET" else reverse("tickets")):
        return away
    actor = actor_of(request)
    TICKETS.require(actor)
    unit_id = _unit(request, actor)
    if unit_id is None:
        return render(request, "booking/no_unit.html", status=403)
    if request.method != "POST":
        return _page(request, actor, unit_id)
    try:
        return _done(request, actor, unit_id)
    except Refused as refused:
        if refused.code not in _SHOWN_HERE:
            raise
        return _page(request, actor, unit_id, told=_(refused.message), status=409)


def _unit(request: HttpRequest, actor: Actor) -> int | None:
    """The unit chosen, kept for the session; otherwise the first of the worker's own."""
    asked = request.GET.get("unit") or request.session.get("ticket_unit") or ""
    chosen = next((one for one in sorted(actor.units) if str(one) == str(asked)), None)
    if chosen is not None:
        request.session["ticket_unit"] = chosen
    return chosen or min(actor.units, default=None)


def _page(request: HttpRequest, actor: Actor, unit_id: int, *, told: str = "", status: int = 200) -> HttpResponse:
    queue = queries.queue_of(unit_id, today=clock.today())
    units = units_named(actor.units)
    place = request.session.get(_PLACE, "")
    mine = [one for one in queue.called if one.caller_id == actor.professional_id] if queue else []
    context: dict[str, Any] = {
        "queue": queue,
        "mine": mine,
        "others": [one for one in queue.called if one not in mine] if queue else [],
        "units": units if len(units) > 1 else [],
        "unit_id": unit_id,
        "unit_name": next((one.name for one in units if one.id == unit_id), ""),
        "place_form": PlaceForm(initial={"place": place}),
        "place": place,
        "key": uuid4(),
        "board": reverse("ticket_board", args=[queue.slug]) if queue else "",
        "kiosk": request.build_absolute_uri(reverse("ticket_kiosk", args=[queue.kiosk_key])) if queue else "",
        "told": told,
        "today": clock.today(),
    }
    return render(request, "booking/tickets.html", context, status=status)


def _done(request: HttpRequest, actor: Actor, unit_id: int) -> HttpResponse:
    """One button of the page."""
    now, do = clock.now(), request.POST.get("do", "")
    if do in ("open", "close"):
        actions.open_queue(unit_id=unit_id, is_open=do == "open", by=actor, now=now)
    elif do == "new_key":
        actions.new_kiosk_key(unit_id=unit_id, by=actor, now=now)
    elif do == "give":
        return _give(request, actor, unit_id)
    elif do in ("next", "again"):
        return _call(request, actor, unit_id, do)
    elif do in (TicketState.SERVED, TicketState.NO_SHOW):
        actions.end_ticket(ticket_id=_id(request), state=TicketState(do), by=actor, now=now)
    else:
        return _page(request, actor, unit_id, told=_("Choose what to do."), status=422)
    return redirect(_here(unit_id))


def _give(request: HttpRequest, actor: Actor, unit_id: int) -> HttpResponse:
    form = NumberForm(request.POST)
    if not form.is_valid():
        return redirect(_here(unit_id))
    language = get_language() or "fi"
    actions.give_ticket(unit_id=unit_id, language=language, idempotency_key=form.key(), by=actor, now=clock.now())
    return redirect("ticket_slip", key=form.key())


def _call(request: HttpRequest, actor: Actor, unit_id: int, do: str) -> HttpResponse:
    place = request.POST.get("place", request.session.get(_PLACE, ""))
    request.session[_PLACE] = place.strip()[:PLACE_LENGTH]
    if do == "again":
        actions.call_again(ticket_id=_id(request), place=place, by=actor, now=clock.now())
    elif actions.call_next(unit_id=unit_id, place=place, by=actor, now=clock.now()) is None:
        return _page(request, actor, unit_id, told=_("Nobody waits."))
    return redirect(_here(unit_id))


def _id(request: HttpRequest) -> int:
    given = request.POST.get("ticket", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def _here(unit_id: int) -> str:
    return f"{reverse('tickets')}?unit={unit_id}"


def ticket_slip(request: HttpRequest, key: UUID) -> HttpResponse:
    """The slip of a number for the printer: the number, the unit and the time, nothing of the person."""
    if away := sign_in_first(request, then=request.path):
        return away
    TICKETS.require(actor_of(request))
    ticket = queries.ticket_of(key)
    if ticket is None:
        raise Http404(_("There is no such number."))
    return render(request, "booking/slip.html", {"ticket": ticket, "today": clock.today(), "back": reverse("tickets")})
