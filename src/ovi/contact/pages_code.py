"""How does one come back with a code? To what was sent, to the answer, to write more, or to say who one is."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ovi.contact import queries
from ovi.contact.actions import identify, note_read, note_wrong_code, open_by_code, write_by_code
from ovi.contact.drafts import CODE_COOKIE, set_signed, signed_text
from ovi.contact.floods import seconds_until, turn_of
from ovi.contact.forms import ByCodeForm, CodeForm
from ovi.contact.models import Contact
from ovi.contact.pages_resident.receipt import arrived_said
from ovi.contact.states import Side
from ovi.directory.service_lines import line_name
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.plumbing import clock

_OPEN_SECONDS = 1800  # so long a code opens its message in one browser without being written again
_FREE_GUESSES = 20  # wrong codes from one connection in ten minutes before each waits for its turn


@sensitive_post_parameters()
def code_enter(request: HttpRequest) -> HttpResponse:
    """The code is asked; wrong ones are counted, written down and slowed, right ones never."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _enter_page(request, form)
    try:
        contact = open_by_code(code=form.cleaned_data["code"], now=clock.now())
    except Refused as refused:
        form.add_error("code", _(refused.message))
        if refused.code == "contact.code":
            wait = _guessed_wrong(request)
            return _enter_page(request, form, wait=wait)
        return _enter_page(request, form)
    response = redirect("code_matter")
    set_signed(response, CODE_COOKIE, f"{contact.pk}:{contact.code.digest[:16]}", max_age=_OPEN_SECONDS)
    return response


def _guessed_wrong(request: HttpRequest) -> int:
    turn = turn_of(request, "codes", free=_FREE_GUESSES, gap=5.0)
    note_wrong_code(now=clock.now(), slowed=bool(seconds_until(turn)))
    return seconds_until(turn)


def _enter_page(request: HttpRequest, form: CodeForm, *, wait: int = 0) -> HttpResponse:
    status = 429 if wait else 422 if form.is_bound else 200
    response = render(request, "contact/code_enter.html", {"form": form, "wait": wait}, status=status)
    response.headers["Cache-Control"] = "no-store"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _opened(page: Callable[[HttpRequest, Contact], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The page with the contact that this browser has opened by its code; else the code is asked."""

    @wraps(page)
    def answered(request: HttpRequest) -> HttpResponse:
        number, _mark, digest = signed_text(request, CODE_COOKIE, max_age=_OPEN_SECONDS).partition(":")
        contact = queries.contact_opened_by(int(number), digest, now=clock.now()) if digest else None
        response = page(request, contact) if contact else redirect("code_enter")
        response.headers["Cache-Control"] = "no-store"
        return response

    return answered


@sensitive_post_parameters()
@_opened
def code_matter(request: HttpRequest, contact: Contact) -> HttpResponse:
    """What was sent, how it stands, the answers, and a place to write more."""
    form = ByCodeForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        write_by_code(contact_id=contact.pk, text=form.cleaned_data["text"], key=form.cleaned_data["key"],
                      now=clock.now())  # fmt: skip
        return redirect(reverse("code_matter") + "#messages")
    note_read(contact_id=contact.pk, side=Side.CLIENT, now=clock.now())
    found = queries.receipt_of(contact)
    context = {
        "receipt": found,
        "form": form,
        "arrived": arrived_said(found.arrived_at),
        "today": clock.today(),
        "service": found.service if found.service.fi else line_name(found.service_line),
        "threads": queries.threads_of(contact.pk, side=Side.CLIENT),
        "identified": contact.person_id is not None,
        "expires_at": contact.code.expires_at,
    }
    return render(request, "contact/code_matter.html", context, status=422 if form.is_bound else 200)


@_opened
def code_identify(request: HttpRequest, contact: Contact) -> HttpResponse:
    """By own choice: sign in, see what it means, and say yes."""
    if away := sign_in_first(request, then=request.path):
        return away
    if request.method != "POST":
        return render(request, "contact/code_identify.html", {"number": contact.number})
    made = identify(contact_id=contact.pk, by=actor_of(request), now=clock.now())
    response = redirect("contact_sent", made.number)
    response.delete_cookie(CODE_COOKIE)
    return response


@require_POST
def code_leave(request: HttpRequest) -> HttpResponse:
    """The message is closed in this browser; the code opens it again."""
    response = redirect("front")
    response.delete_cookie(CODE_COOKIE)
    return response
