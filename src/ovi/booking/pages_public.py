"""What does the waiting room show, and how does one take a number by oneself? No page here knows who anybody is."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ovi.booking import actions, queries
from ovi.booking.forms import NumberForm
from ovi.directory.queries import trilingual
from ovi.foundation.refusals import Refused
from ovi.plumbing import clock
from ovi.plumbing.actor import system


@require_safe
def ticket_board(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers called, in large type, for a screen on the wall. With ?part=1 only what changes."""
    board = queries.board_of(slug, today=clock.today())
    if board is None:
        raise Http404(_("This unit has no walk-in queue."))
    template = "booking/board_part.html" if request.GET.get("part") == "1" else "booking/board.html"
    answer = render(request, template, {"board": board, "latest": board.called[:1], "earlier": board.called[1:]})
    answer["Cache-Control"] = "no-store"
    return answer


def ticket_kiosk(request: HttpRequest, key: UUID) -> HttpResponse:
    """One button; it gives a number. Who has the kiosk's address has it from the unit."""
    queue = queries.queue_with_key(key)
    if queue is None:
        raise Http404(_("This address of the kiosk is no longer in use. Ask at the desk for the new one."))
    told = ""
    form = NumberForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.take_ticket(
                kiosk_key=key, language=get_language() or "fi", idempotency_key=form.key(), by=system("kiosk"),
                now=clock.now(),
            )  # fmt: skip
            return redirect("ticket_taken", key=key, ticket=form.key())
        except Refused as refused:
            told = _(refused.message)
    context = {"is_open": queue.is_open, "told": told, "key": uuid4(), "unit": trilingual(queue.unit, "name")}
    return render(request, "booking/kiosk.html", context, status=409 if told else 200)


@require_safe
def ticket_taken(request: HttpRequest, key: UUID, ticket: UUID) -> HttpResponse:
    """The number that one just took, with how many wait before it; it prints as a slip."""
    queue, found = queries.queue_with_key(key), queries.ticket_of(ticket)
    if queue is None or found is None:
        raise Http404(_("There is no such number."))
    context = {"ticket": found, "today": clock.today(), "unit": trilingual(queue.unit, "name"), "kiosk": key}
    return render(request, "booking/taken.html", context)
