"""What does the resident do with picked services, and what does anyone see at the address of an opened list?"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ovi.casework import actions
from ovi.casework.queries import ListView, open_list, picks_for_client
from ovi.desks.matters import own_matter
from ovi.desks.pages_staff.tray import take_up_sent
from ovi.desks.privacy import require_words, shown_matter
from ovi.desks.tray_papers import list_paper, picks_paper
from ovi.desks.tray_search import cards_in_order
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.plumbing import access, clock


@require_POST
def own_take_up(request: HttpRequest, pk: int, pick: int) -> HttpResponse:
    """One click on one's own page: what came of a picked service; an empty answer takes the earlier one back."""
    if away := sign_in_first(request, then=reverse("matter", args=[pk])):
        return away
    told = take_up_sent(request)
    actions.tell_take_up(case_id=pk, pick_id=pick, take_up=told, by=actor_of(request), now=clock.now())
    return redirect(f"{reverse('matter', args=[pk])}#tray")


@require_GET
def own_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The picked services of one's own matter on paper."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor = actor_of(request)
    require_words(actor)
    found = own_matter(pk, by=actor, today=clock.today())
    access.note(request, page="tray", shown=[shown_matter(actor, "case", str(pk))])
    picks = picks_for_client(pk)
    if not picks:
        return redirect("matter", pk=pk)
    return picks_paper(picks, number=found.number, large="large" in request.GET)


@require_GET
def open_list_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """A list that its keepers have opened; nothing in it is of any client."""
    kept = _opened(key)
    context = {"kept": kept, "cards": cards_in_order(kept.services)}
    answer = render(request, "desks/open_list.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_GET
def open_list_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same on paper."""
    kept = _opened(key)
    return list_paper(kept, cards_in_order(kept.services), large="large" in request.GET)


def _opened(key: UUID) -> ListView:
    kept = open_list(key)
    if kept is None:
        raise Http404(_("This list is no longer shared. Ask who gave you the address."))
    return kept
