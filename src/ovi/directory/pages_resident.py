"""How does a resident find a service, and what is it?"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from ovi.directory import queries
from ovi.directory.pages_counting import OPENED_FROM, count_search, count_visit
from ovi.directory.queries import ServiceCard
from ovi.directory.search import Found, find
from ovi.directory.service_lines import LINES
from ovi.engines.search import Match
from ovi.plumbing import clock

_A_PAGE = 10
_QUERY_MAX = 300
_MUNICIPALITIES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Result:
    """A card on the page of results."""

    card: ServiceCard
    why: tuple[Match, ...]
    more_municipalities: int


@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """Search results; without a question, the county's services in alphabetical order, of one theme if asked."""
    question = request.GET.get("q", "").replace("\x00", "").strip()[:_QUERY_MAX]
    line = request.GET.get("line", "")
    line = line if line in LINES else ""
    language = get_language() or "fi"
    found = find(question, language=language, line=line) if question else None
    results = _found(found) if found else _all(line, language)
    digest = count_search(request, question, language=language, found=len(results))
    page = Paginator(results, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "question": question,
        "line": LINES.get(line),
        "found": found,
        "page": page,
        "count": len(results),
        "found_by": f"?{OPENED_FROM}={digest}" if digest else "",
        "other_language": found.language if found and found.services and found.language != language else "",
        "themes": list(LINES.values()) if not results or not question else [],
    }
    return render(request, "directory/services.html", context)


def _all(line: str, language: str) -> list[Result]:
    ids = queries.in_order(queries.names_of_own(line=line), language)
    cards = queries.cards(ids)
    return [_result(cards[pk], ()) for pk in ids if pk in cards]


def _found(found: Found) -> list[Result]:
    """The hits as cards. A national description gives way to the county's own service of the same name."""
    cards = queries.cards([one.id for one in found.services])
    own = {card.name.fi.casefold() for card in cards.values() if not card.national}
    return [
        _result(card, one.why)
        for one in found.services
        if (card := cards.get(one.id)) and not (card.national and card.name.fi.casefold() in own)
    ]


def _result(card: ServiceCard, why: tuple[Match, ...]) -> Result:
    return Result(card, _telling(why), max(0, len(card.municipalities) - _MUNICIPALITIES_SHOWN))


def _telling(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """The three first different words that answered."""
    return tuple({match.found.casefold(): match for match in reversed(matches)}.values())[::-1][:3]


@require_GET
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """What the service is, for whom, and how one gets there."""
    found = queries.service(pk)
    if found is None:
        raise Http404
    count_visit(request)
    href = f"{reverse('contact_new')}?service={pk}"
    context = {"service": found, "card": found.card, "contact_href": href, "today": clock.today()}
    return render(request, "directory/service.html", context)
