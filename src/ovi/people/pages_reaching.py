"""Where may I be reached, and what must never come where? One's own page."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ovi.foundation.refusals import Refused
from ovi.people.models import Person
from ovi.people.policies import OWN_REACH
from ovi.people.reach_page import ReachPage
from ovi.people.signed_in import actor_of, shown_own, sign_in_first
from ovi.plumbing import access, clock

_NUMBER = re.compile(r"[A-Z]{2,4}-\d{4}-\d{1,9}", re.ASCII)


def own_reach(request: HttpRequest) -> HttpResponse:
    """See, add and confirm one's own addresses, and say which ways are safe; for everything or for one matter."""
    if away := sign_in_first(request, then=request.get_full_path()):
        return away
    actor = actor_of(request)
    OWN_REACH.require(actor)
    shown = shown_own(actor, "person", "")
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None or actor.on_behalf is not None:
        raise Refused("Only the person themself says where they may be reached.", code="permission.people.own_reach")
    access.note(request, page="reach", shown=[shown])
    page = ReachPage(person, actor, clock.now(), worker=False, matter=matter_named(request))
    if request.method == "POST":
        page.take(request)
        if page.done:
            return redirect(saved_address(request, page.matter))
    context = {**page.context(), "saved": "saved" in request.GET}
    return render(request, "people/own_reach.html", context, status=422 if page.fault else 200)


def saved_address(request: HttpRequest, matter: str) -> str:
    """The same page, which then says that it was saved."""
    return f"{request.path}?{urlencode({'matter': matter, 'saved': '1'} if matter else {'saved': '1'})}"


def matter_named(request: HttpRequest) -> str:
    """The number of the matter that the wish concerns, from the address; empty for everything."""
    said = request.GET.get("matter", "")
    return said if _NUMBER.fullmatch(said) else ""
