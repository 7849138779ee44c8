"""What does the sender keep? The arrival time, the number, what happens next and by when; on the page and on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ovi.contact import contact_words as words
from ovi.contact import queries
from ovi.contact.policies import require_write_contact
from ovi.contact.queries import Receipt
from ovi.contact.receipt_paper import paper_of
from ovi.contact.states import ReplyBy
from ovi.design.dates import page_language, said_moment
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import HELSINKI
from ovi.people.policies import helping
from ovi.people.signed_in import actor_of, shown_own, sign_in_first
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor


@require_GET
def contact_sent(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt on the page."""
    if away := sign_in_first(request, then=request.path):
        return away
    found = _found(request, number)
    context = {
        "receipt": found,
        "arrived": arrived_said(found.arrived_at),
        "today": clock.today(),
        "service": found.service if found.service.fi else line_name(found.service_line),
        "answer": words.answer_said(found.reply_by, found.reply_to),
        "for_another": words.GROUNDS.get(found.ground, ""),
        "sees": found.sees,
        "by_letter": found.reply_by == ReplyBy.LETTER,
    }
    return render(request, "contact/sent.html", context)


@require_GET
def contact_receipt_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt on paper; ?large=1 in large type."""
    if away := sign_in_first(request, then=request.path):
        return away
    found = _found(request, number)
    large = request.GET.get("large") == "1"
    answer = HttpResponse(paper_of(found, large=large, now=clock.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _found(request: HttpRequest, number: str) -> Receipt:
    actor = actor_of(request)
    require_write_contact(actor)
    found = queries.receipt(number, by=actor, today=clock.today())
    access.note(request, page="receipt", shown=[_shown(actor, found)])
    return found


def _shown(actor: Actor, found: Receipt) -> Shown:
    """Whose data it is: one's own, or that of the person for whom one made contact, by the right of then."""
    if (whose := helping(actor)) is not None:
        return Shown(whose.subject_key, whose.ground, "contact", found.number)
    if found.subject_key is None or found.subject_key == actor.subject_key:
        return shown_own(actor, "contact", found.number)
    return Shown(found.subject_key, found.ground, "contact", found.number)


def arrived_said(instant: datetime) -> Any:
    """The arrival as people say it; in the hour that comes twice in autumn, also which of the two it was."""
    here = instant.astimezone(HELSINKI)
    said = said_moment(here, today=None, language=page_language())
    other = here.replace(fold=1 - here.fold)
    if here.utcoffset() == other.utcoffset():
        return said
    season = _("winter time") if here.fold else _("summer time")
    return f"{said} ({season})"
