"""Where may this client be reached and where not? A worker writes it down in the client's words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ovi.casework.policies import require_own_unit
from ovi.casework.queries import CaseView
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.opening import opened_case
from ovi.foundation.refusals import Refused
from ovi.people import actions
from ovi.people.models import Person
from ovi.people.policies import REACH
from ovi.people.reach_page import ReachPage
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock


def reach_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Addresses and wishes; with `?this=1` a new wish concerns this matter only."""
    actor = actor_of(request)
    REACH.require(actor)
    view, person = _own_case(request, pk)
    this = "this" in request.GET
    page = ReachPage(
        person, actor, clock.now(), worker=True, matter=view.number if this else "", number=view.number,
        register=view.register,
    )  # fmt: skip
    if request.method == "POST":
        page.take(request)
        if page.done:
            return redirect(f"{reverse('case_reach', args=[pk])}?saved=1{'&this=1' if this else ''}")
    context = {**page.context(), **case_words(view), "view": view, "saved": "saved" in request.GET}
    return render(request, "desks/staff/reach.html", context, status=422 if page.fault else 200)


@require_POST
def notice_told(request: HttpRequest, pk: int, notice: int) -> HttpResponse:
    """The client has been told what no notice could tell."""
    view, _person = _own_case(request, pk)
    actions.tell_otherwise(notice_id=notice, number=view.number, by=actor_of(request), now=clock.now())
    return redirect(f"{reverse('case', args=[pk])}#reached")


def _own_case(request: HttpRequest, pk: int) -> tuple[CaseView, Person]:
    view = opened_case(request, pk, page="reach")
    require_own_unit(actor_of(request), view.scope)
    person = Person.objects.filter(pk=view.person_id).first() if view.person_id else None
    if person is None:
        raise Refused("The client is not known yet. Find out who the client is first.", code="case.no_person")
    return view, person
