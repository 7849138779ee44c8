"""How does a page of the search count what was asked and opened, without knowing who asks?"""

from __future__ import annotations

from django.http import HttpRequest

from ovi.directory.actions import count_opened, count_question
from ovi.directory.asked_words import asked
from ovi.plumbing import clock
from ovi.plumbing.actor import ANONYMOUS, Role

OPENED_FROM = "h"  # in the address of a result: the digest of the question it was found by, never the words


def count_search(request: HttpRequest, question: str, *, language: str, found: int, municipality: str = "") -> str:
    """Count the question of a whole page's search, and give what its results carry in their address.

    Not counted: further pages, results as one types (half words), and professionals, whose words are about clients.
    """
    counted = asked(question, language) if question else None
    if counted is None or _not_counted(request):
        return ""
    count_question(counted, language=language, municipality=municipality, found=found, today=clock.today())
    return counted.digest


def count_visit(request: HttpRequest) -> None:
    """Count that a result was opened, where the address says by which question."""
    if digest := request.GET.get(OPENED_FROM):
        count_opened(digest, today=clock.today())


def _not_counted(request: HttpRequest) -> bool:
    further = request.GET.get("page", "1") != "1"
    actor = getattr(request, "actor", ANONYMOUS)
    return further or request.headers.get("HX-Request") == "true" or bool(actor.roles - {Role.RESIDENT})
