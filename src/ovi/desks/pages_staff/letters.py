"""Which letters wait for printing, and which have gone? And, in the demo, what was kept instead of being sent?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from ovi.design.dates import page_language, said_date
from ovi.design.letters import LetterPage, letters_pdf
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people import actions
from ovi.people import reach_words as words
from ovi.people.actions import Letter
from ovi.people.policies import PRINT, PRINTING, SINK
from ovi.people.queries import LetterView, letters, sunk_messages
from ovi.people.signed_in import actor_of
from ovi.people.states import NoticeState, Way
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings


def letters_page(request: HttpRequest) -> HttpResponse:
    """The list to tick: letters to print, oldest first, and those posted of late; a POST ticks what was chosen."""
    actor, now = actor_of(request), clock.now()
    PRINT.require(actor)
    if request.method == "POST":
        count = actions.mark_printed(notice_ids=_chosen(request), by=actor, now=now)
        return redirect(f"{request.path}?printed={count}")
    waiting, printed = letters(NoticeState.TO_PRINT, now=now), letters(NoticeState.PRINTED, now=now)
    _note(request, "letters", [*waiting, *printed])
    said = request.GET.get("printed", "")
    context = {
        "waiting": [_row(one) for one in waiting],
        "printed": [_row(one) for one in printed],
        "count": int(said) if said.isascii() and said.isdigit() and len(said) < 5 else None,
        "today": helsinki_date(now),
        "at_once": actions.AT_ONCE,
    }
    return render(request, "desks/operator/letters.html", context)


@require_POST
def letters_paper(request: HttpRequest) -> HttpResponse:
    """The chosen letters as one PDF. They stay on the list until they are ticked, so it can be made again."""
    actor, now = actor_of(request), clock.now()
    taken = actions.take_letters(notice_ids=_chosen(request), by=actor, now=now)
    if not taken:
        raise Refused("Choose at least one letter that still waits for printing.", code="letters.none")
    _note(request, "letters", taken)
    here = settings()
    sender = [line.strip() for line in here.letter_sender.split("|") if line.strip()]
    pdf = letters_pdf(
        [_page(one) for one in taken], title=_("Letters"), language=page_language(), now=now,
        sender=sender or [county(here.county).name.in_(page_language())],
    )  # fmt: skip
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="letters-{now:%Y%m%d-%H%M}.pdf"'
    return answer


@require_POST
def letter_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a posted letter again, or note that the post has brought it back."""
    actor, now = actor_of(request), clock.now()
    PRINT.require(actor)
    if request.POST.get("do") == "again":
        actions.print_again(notice_id=pk, by=actor, now=now)
    elif request.POST.get("do") == "came_back":
        actions.letter_came_back(notice_id=pk, by=actor, now=now)
    return redirect("letters")


@require_GET
def sunk_page(request: HttpRequest) -> HttpResponse:
    """What the demo has kept instead of sending it; there is no such page where people are real."""
    SINK.require(actor_of(request))
    if not settings().invented_data:
        raise Http404
    rows = [(one, words.WAYS[Way(one.way)]) for one in sunk_messages()]
    return render(request, "desks/operator/sunk.html", {"rows": rows, "today": clock.today()})


def _chosen(request: HttpRequest) -> list[int]:
    said = request.POST.getlist("letter")
    return [int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 19]


def _row(one: LetterView) -> dict[str, Any]:
    return {"it": one, "kind": words.KINDS[one.kind]}


def _page(one: Letter) -> LetterPage:
    with override(one.language):
        day = said_date(clock.today(), today=None, language=one.language)
    return LetterPage(address=one.lines, date=day, language=one.language, subject=one.subject, body=one.body)


def _note(request: HttpRequest, page: str, rows: Iterable[Letter | LetterView]) -> None:
    keys = {one.subject_key for one in rows if one.subject_key is not None}
    access.note(request, page=page, shown=[Shown(key, PRINTING.code, "person") for key in keys])
