"""What does a person see when something is refused, missing or broken? What it was, and what to do next."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ovi.casework.policies import OPEN_EXCEPTIONALLY
from ovi.foundation.refusals import Refused

_NEVER_SHOWN = ("csrfmiddlewaretoken", "idempotency_key", "password", "login", "henkilotunnus")


def _page(request: HttpRequest, status: int, title: str, text: str, **extra: object) -> HttpResponse:
    return render(request, "desks/error.html", {"title": title, "text": text, **extra}, status=status)


def refusal_page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """403 for a missing right, 409 for a wrong state, 400 for bad input."""
    if refusal.code.startswith("permission.") or refusal.code.endswith((".not_yours", ".wall")):
        actor = getattr(request, "actor", None)
        walled = refusal.code in ("case.wall", "case.not_yours") and actor and OPEN_EXCEPTIONALLY.held_by(actor)
        text = _(refusal.message)
        return _page(request, 403, _("You cannot see or do this"), text, emergency=bool(walled))
    status = 409 if refusal.code.endswith(".state") else 400
    return _page(request, status, _("This could not be done"), _(refusal.message), faults=refusal.faults)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection had expired: what was written is shown so that nothing is lost."""
    text = _(
        "For your safety the form had expired. Open the page again and send it once more. Nothing was sent or saved."
    )
    return _with_what_was_written(request, _("The form had been open too long"), text)


def ground_lost(request: HttpRequest) -> HttpResponse:
    """The right to act for another has ended in the middle: nothing was sent, and what was written is shown."""
    text = _("The right to act for another has ended. Nothing was sent or saved. You act as yourself now.")
    return _with_what_was_written(request, _("You no longer act for another"), text)


def _with_what_was_written(request: HttpRequest, title: str, text: str) -> HttpResponse:
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _NEVER_SHOWN
        for value in values
        if value.strip()
    ]
    return _page(request, 403, title, text, kept=kept, back=request.path)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("Page not found"),
        _("The address may be mistyped or the page has moved. Search for the service or go to the front page."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """The last resort: if even the page's frame cannot be made (no database), plain words in three languages."""
    try:
        return _page(
            request,
            500,
            _("Something went wrong on our side"),
            _("Nothing you did caused this. Try again in a moment. If you need help now, call us."),
        )
    except Exception:
        logging.getLogger(__name__).exception("the error page could not be made")
        return HttpResponse(_PLAIN, status=500)


_PLAIN = """<!doctype html><html lang="fi"><meta charset="utf-8"><title>Palvelussa on häiriö</title>
<h1>Palvelussa on häiriö</h1><p>Yritä hetken kuluttua uudelleen. Hätätilanteessa soita 112.</p>
<p lang="sv">Det är en störning i tjänsten. Försök igen om en stund. Ring 112 i en nödsituation.</p>
<p lang="en">The service is disturbed. Try again in a moment. In an emergency call 112.</p></html>"""
