"""How does the person go to the mandate register and come back with what they may do?"""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from ovi.design.dates import page_language
from ovi.exchange.mandates import client
from ovi.foundation.refusals import Refused
from ovi.foundation.text import sort_key
from ovi.people.actions import Right, record_representation
from ovi.people.models import Person
from ovi.people.policies import require_level
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.people.states import RepresentationKind, RepresentationSource
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import system
from ovi.plumbing.settings import settings

_LONGEST = timedelta(days=2)  # the sign-in ends it long before; a row that were forgotten ends by itself
_KEPT = "ovi_mandates"  # the register's session and our state, while the person chooses


@require_POST
def mandates_begin(request: HttpRequest) -> HttpResponse:
    """To the register's page, for who came in by strong e-ID."""
    _connected()
    if away := sign_in_first(request, then=reverse("on_behalf")):
        return away
    actor = actor_of(request)
    require_level(actor)
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None or not person.henkilotunnus or actor.on_behalf is not None:
        raise Refused(
            gettext_noop("The mandate register knows people by the Finnish identity code. Call us, and we help you."),
            code="permission.mandates",
        )
    registered = client.register(person.henkilotunnus, request_id=str(uuid4()), now=clock.now())
    state = secrets.token_urlsafe(24)
    request.session[_KEPT] = {"session": registered.session, "state": state}
    return redirect(client.choosing_page(registered, state=state, back=_back(request), language=page_language()))


@require_GET
def mandates_answer(request: HttpRequest) -> HttpResponse:
    """Back from the register: what it allows is kept for this sign-in and no longer."""
    _connected()
    if away := sign_in_first(request, then=reverse("on_behalf")):
        return away
    actor, now = actor_of(request), clock.now()
    kept = request.session.pop(_KEPT, None)
    if not kept or not secrets.compare_digest(request.GET.get("state", ""), kept["state"]):
        raise Refused(
            gettext_noop("This answer belongs to another question. Begin again from Acting for another."),
            code="mandates.state",
        )
    if not request.GET.get("code"):  # the person chose nobody
        return redirect("on_behalf")
    found = client.chosen(
        kept["session"], code=request.GET["code"], back=_back(request), request_id=str(uuid4()), now=now
    )
    representative, today = Person.objects.get(pk=actor.person_id or 0), clock.today()
    shown = []
    for one in found:
        if one.scope is None or actor.sign_in_id is None:
            continue
        represented = _person(one)
        right = Right(
            kind=RepresentationKind.MANDATE, source=RepresentationSource.SUOMI_FI, scope=one.scope, valid_from=today,
            valid_to=today + _LONGEST, sign_in_id=actor.sign_in_id,
        )  # fmt: skip
        by = system("mandate_register")
        record_representation(represented=represented, representative=representative, right=right, by=by, now=now)
        shown.append(Shown(represented.subject_key, RepresentationKind.MANDATE.value, "person", ""))
    if shown:
        access.note(request, page="on_behalf", shown=shown)
    return redirect("on_behalf")


def _person(one: client.Mandate) -> Person:
    """The mandator, known by code alone; one who has never been here gets a row with the register's name."""
    last, _, first = one.name.partition(" ")
    row, _made = Person.objects.get_or_create(
        henkilotunnus=one.code,
        defaults={
            "first_name": first[:100],
            "last_name": last[:100],
            "sort_name": sort_key(one.name),
            "birth_date": client.born(one.code),
        },
    )
    return row


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("mandates_answer"))


def _connected() -> None:
    if not settings().mandates_url:
        raise Http404
