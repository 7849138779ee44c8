"""For whom do I act, who may act for me, and when have I signed in? The resident's own pages of rights."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from ovi.foundation.refusals import Refused
from ovi.people import acting, words
from ovi.people.actions import end_help, end_representation
from ovi.people.policies import require_level
from ovi.people.queries import representations_of, representatives_of, sign_ins_of
from ovi.people.sign_in_state import session_ends_at
from ovi.people.signed_in import actor_of, shown_own, sign_in_first
from ovi.plumbing import access, audit, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor
from ovi.plumbing.settings import settings


@require_GET
def on_behalf(request: HttpRequest) -> HttpResponse:
    """For whom one may act, and who may act for oneself."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor, today = actor_of(request), clock.today()
    person_id = _resident(actor)
    mine = representations_of(person_id, today=today, sign_in_id=actor.sign_in_id)
    others = representatives_of(person_id, today=today)
    shown = [Shown(one.subject_key, one.kind.value, "person", "") for one in mine]
    access.note(request, page="on_behalf", shown=[shown_own(actor, "person", ""), *shown])
    context = {
        "rights": [(one, words.AS[one.kind], words.SCOPES[one.scope], words.SOURCES[one.source]) for one in mine],
        "others": [(one, words.KINDS[one.kind], words.SCOPES[one.scope], words.SOURCES[one.source]) for one in others],
        "lost": "ended" in request.GET,
        "register_href": _register(),
        "today": today,
        "guardian_age": settings().guardian_view_age,
    }
    return render(request, "people/on_behalf.html", context)


@require_POST
def act_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to act for another, by this right."""
    if away := sign_in_first(request, then=reverse("on_behalf")):
        return away
    actor, now = actor_of(request), clock.now()
    rights = representations_of(_resident(actor), today=clock.today(), sign_in_id=actor.sign_in_id)
    chosen = next((one for one in rights if one.id == pk), None)
    if chosen is None:
        raise Refused(
            gettext_noop("This right has ended. Choose another, or act for yourself."), code="permission.on_behalf"
        )
    require_level(actor)
    acting.act_for(request, chosen.kind, chosen.id)
    audit.record(
        "people.act_for", by=actor, now=now, object_kind="representation", object_id=chosen.id,
        subject_key=chosen.subject_key, kind=chosen.kind,
    )  # fmt: skip
    access.note(request, page="on_behalf", shown=[Shown(chosen.subject_key, chosen.kind.value, "person", "")])
    return redirect("my_matters")


@require_POST
def act_for_self(request: HttpRequest) -> HttpResponse:
    """One press, and one acts as oneself again; a worker stops helping."""
    actor = actor_of(request)
    ground = actor.on_behalf
    acting.act_for_oneself(request)
    if ground is not None and ground.ground == acting.HELP:
        end_help(help_id=ground.ground_id, by=actor, now=clock.now())
        return redirect("help_start")
    return redirect("my_matters" if actor.person_id else "front")


@require_POST
def right_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a mandate back, or give one up: from this moment."""
    if away := sign_in_first(request, then=reverse("on_behalf")):
        return away
    actor = actor_of(request)
    if actor.on_behalf is not None:
        raise Refused(gettext_noop("Stop acting for another first."), code="permission.on_behalf")
    _resident(actor)
    end_representation(representation_id=pk, why="own_wish", by=actor, now=clock.now())
    return redirect("on_behalf")


@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    """When, how and how surely one has signed in."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor = actor_of(request)
    rows = [
        (one, words.WAYS[one.way], words.LEVELS[one.level], words.ENDS.get(one.ended_why, ""))
        for one in sign_ins_of(actor.own_account())
    ]
    context = {"rows": rows, "current": actor.sign_in_id, "today": clock.today()}
    return render(request, "people/sign_ins.html", context)


@require_GET
def session_continue(request: HttpRequest) -> HttpResponse:
    """The person is still there: the request itself has moved the end of the session; the answer says where to."""
    ends_at = session_ends_at(request, now=clock.now()) if request.user.is_authenticated else None
    if ends_at is None:
        return HttpResponse(status=401)
    return HttpResponse(ends_at.isoformat(), content_type="text/plain")


def _resident(actor: Actor) -> int:
    if actor.person_id is None:
        raise Refused(gettext_noop("This page is for residents. Sign in as a resident."), code="permission.own_matters")
    return actor.person_id


def _register() -> str:
    """Where the mandate register is asked (exchange), if the county has connected it."""
    try:
        return reverse("mandates_begin") if settings().mandates_url else ""
    except NoReverseMatch:
        return ""
