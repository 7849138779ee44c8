"""What did people ask and not find, and which services were full or did not suit? For the catalogue's owners."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ovi.casework.queries import tray_feedback
from ovi.desks import tray_words as words
from ovi.desks.staff_words import LANGUAGES, word
from ovi.directory import actions
from ovi.directory.policies import GAPS
from ovi.directory.queries import Gap, GapKind, content_gaps, municipalities
from ovi.directory.states import GapState
from ovi.foundation.refusals import Refused
from ovi.foundation.text import LANGUAGES as PAGE_LANGUAGES
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.settings import settings

_A_PAGE = 30
_YEAR = timedelta(days=365)


@require_GET
def gaps_page(request: HttpRequest) -> HttpResponse:
    """The questions by kind, language and municipality, with their trend; then the feedback from picks."""
    GAPS.require(actor_of(request))
    asked = request.GET
    kind = GapKind(asked["kind"]) if asked.get("kind") in set(GapKind) else GapKind.NOTHING
    places = municipalities(settings().county)
    chosen = {
        "language": asked.get("language", "") if asked.get("language") in PAGE_LANGUAGES else "",
        "municipality": asked.get("municipality", "") if asked.get("municipality") in dict(places) else "",
    }
    handled = asked.get("handled") == "1"
    found = content_gaps(kind=kind, today=clock.today(), handled=handled, **chosen)
    page = Paginator([_told(one) for one in found.rows], _A_PAGE).get_page(asked.get("page"))
    context = {
        "page": page, "count": len(found.rows), "unshown": found.unshown, "kind": kind, "handled": handled, **chosen,
        "kinds": words.GAP_KINDS, "languages": [(code, word(LANGUAGES, code)) for code in PAGE_LANGUAGES],
        "places": places, "marks": [(code, said) for code, said in words.GAP_STATES.items() if code != GapState.OPEN],
        "feedback": [(one, word(words.TAKE_UPS, one.take_up)) for one in tray_feedback(since=clock.now() - _YEAR)],
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "desks/staff/gaps.html", context)


@require_POST
def gap_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what was done, or open the question again; then back to the same list."""
    said = request.POST.get("state", "")
    if said not in set(GapState):
        raise Refused("Choose what was done about the question.", code="gap.input")
    actions.mark_gap(question_id=pk, state=GapState(said), by=actor_of(request), now=clock.now())
    asked = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse('gaps')}{'?' + asked if asked else ''}")


def _told(one: Gap) -> dict[str, object]:
    rises, falls = one.recent > one.before, one.recent < one.before
    return {
        "it": one,
        "language": word(LANGUAGES, one.language),
        "state": word(words.GAP_STATES, one.state),
        "trend": "up" if rises else "down" if falls else "even",
    }
