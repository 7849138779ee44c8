"""How does another site show our services in a box of its own? Framed only where we allow it, without cookies."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from ovi.directory.choice import Choice, read_choice
from ovi.directory.forms import EmbedForm
from ovi.directory.hours_words import said_opening
from ovi.directory.queries.offers import picture
from ovi.directory.results import listing, results
from ovi.plumbing import clock
from ovi.plumbing.settings import settings

_IN_THE_BOX = 5


def embed_origins() -> list[str]:
    """The sites that may show the box (OVI_EMBED_ORIGINS): scheme and host only, anything else is left out."""
    asked = settings().embed_origins.replace(",", " ").split()
    return [one for one in asked if urlsplit(one).scheme in ("https", "http") and one == _origin(one)]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


@require_GET
@xframe_options_exempt
def embed_box(request: HttpRequest) -> HttpResponse:
    """The box: a search and the first services of the theme and town that the other site chose."""
    now_is, now = picture(), clock.now()
    choice = _choice(request)
    found = listing(choice, now_is, language=get_language() or "fi", kept=frozenset(), now=now)
    shown = results(found, found.offers[:_IN_THE_BOX], now_is, first=1, now=now)
    context = {
        "choice": choice,
        "rows": [(one, said_opening(one.opening, now, somewhere=one.somewhere)) for one in shown],
        "count": len(found.offers),
        "more": reverse("services") + choice.address(),
    }
    response = render(request, "directory/embed_box.html", context)
    # Only this page, and only these sites: every other page of ours stays out of frames.
    response._csp_replace = {"frame-ancestors": embed_origins() or ["'none'"]}  # type: ignore[attr-defined]
    return response


@require_GET
def embed_code(request: HttpRequest) -> HttpResponse:
    """The page from which the owner of another site copies the code of the box."""
    now_is, choice = picture(), _choice(request)
    address = request.build_absolute_uri(reverse("embed_box") + choice.address()).rstrip("?")
    context = {
        "form": EmbedForm({"shelf": choice.shelf, "municipality": choice.municipality}, now_is.municipalities),
        "address": address,
        "origins": embed_origins(),
    }
    return render(request, "directory/embed_code.html", context)


def _choice(request: HttpRequest) -> Choice:
    asked = read_choice(request.GET, [], picture().municipalities)
    return Choice(q=asked.q, shelf=asked.shelf, municipality=asked.municipality, event=asked.event, area=asked.area)
