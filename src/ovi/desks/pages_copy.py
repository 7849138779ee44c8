"""How does one get a copy of all one's own data? Ask, wait while it is made, fetch each file once."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ovi.design.dates import page_language
from ovi.foundation.refusals import Refused
from ovi.people import actions
from ovi.people.policies import require_level
from ovi.people.queries import latest_copy
from ovi.people.signed_in import actor_of, shown_own, sign_in_first
from ovi.plumbing import access, clock
from ovi.plumbing.settings import settings

_TYPES = {"json": "application/json", "pdf": "application/pdf"}


@require_http_methods(["GET", "HEAD", "POST"])
def own_copy(request: HttpRequest) -> HttpResponse:
    """Where the copy stands, and the button that asks for one."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor, now = actor_of(request), clock.now()
    if actor.person_id is None:
        raise Refused("This page is for residents. Sign in as a resident.", code="permission.own_matters")
    require_level(actor)
    if request.method == "POST":
        actions.ask_copy(language=page_language(), by=actor, now=now)
        return redirect("own_copy")
    context = {"copy": latest_copy(actor.own_account(), now=now), "days": settings().copy_days, "today": clock.today()}
    return render(request, "desks/own_copy.html", context)


@require_POST
def own_copy_file(request: HttpRequest, key: UUID, file_format: str) -> HttpResponse:
    """One file of the copy, as a download, once."""
    if away := sign_in_first(request, then=reverse("own_copy")):
        return away
    actor = actor_of(request)
    body = actions.fetch_copy(key=key, file_format=file_format, by=actor, now=clock.now())
    access.note(request, page="copy", shown=[shown_own(actor, "person", "")])
    answer = HttpResponse(body, content_type=_TYPES[file_format])
    answer["Content-Disposition"] = f'attachment; filename="{clock.today().isoformat()}.{file_format}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
