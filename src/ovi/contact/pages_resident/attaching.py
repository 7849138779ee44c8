"""How does one put a picture or a paper with a message, and get it back? On a page of its own, without a script too."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovi.contact import queries
from ovi.contact.drafts import Draft, drafted
from ovi.contact.floods import seconds_until, turn_of
from ovi.contact.pages_resident.flow import CONTACT, Flow, must_sign_in
from ovi.contact.policies import require_own
from ovi.foundation.refusals import Refused
from ovi.people.policies import helping
from ovi.people.signed_in import actor_of, shown_own, sign_in_first
from ovi.plumbing.access import Shown
from ovi.plumbing.files import ACCEPTED, MAX_FILES, download
from ovi.plumbing.uploads import upload_was_too_large

_FREE_FILES = 300  # from one connection in ten minutes; beyond that each waits its turn


@drafted
def contact_files(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The files of the message being written."""
    return files_page(request, draft, CONTACT)


def files_page(request: HttpRequest, draft: Draft, flow: Flow) -> HttpResponse:
    """Add, take back, go on. What is wrong with a file stands at the top; the files that were good stay."""
    if draft.locked and (away := must_sign_in(request, draft, flow, flow.files)):
        return away
    faults: list[str] = []
    if request.method == "POST":
        if taken_back := request.POST.get("remove"):
            draft.detach(_key(taken_back))
        else:
            faults = _attach(request, draft)
        if not faults:
            going_on = request.POST.get("do") == "on" and not taken_back
            return redirect(_words_of(flow) if going_on else flow.files)
    kept = draft.files()
    context = {"files": kept, "faults": faults, "accepted": ACCEPTED, "full": len(kept) >= MAX_FILES,
               "back": _words_of(flow)}  # fmt: skip
    return render(request, "contact/files.html", context, status=422 if faults else 200)


def _attach(request: HttpRequest, draft: Draft) -> list[str]:
    faults = []
    if upload_was_too_large(request):
        faults.append(_("The file is too large. One file may have 10 megabytes at most."))
    for sent in request.FILES.getlist("file"):
        wait = seconds_until(turn_of(request, "files", free=_FREE_FILES))
        if wait:
            faults.append(_slowly(wait))
            break
        try:
            draft.attach(sent.read(), sent.name or "")
        except Refused as refused:
            faults.append(f"{sent.name}: {_(refused.message)}")
    if not faults and not request.FILES and request.POST.get("do") == "add":
        faults.append(_("Choose a file first."))
    return faults


def _slowly(seconds: int) -> str:
    minutes = -(-timedelta(seconds=seconds) // timedelta(minutes=1))
    return ngettext(
        "Very many files are coming from your connection just now. Try again in %(n)d minute.",
        "Very many files are coming from your connection just now. Try again in %(n)d minutes.",
        minutes,
    ) % {"n": minutes}


def _words_of(flow: Flow) -> str:
    return "contact_words" if flow is CONTACT else "nameless_words"


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error


def contact_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A file that one has sent oneself, as a download."""
    if away := sign_in_first(request, then=request.path):
        return away
    found, actor = queries.file_of_contact(key), actor_of(request)
    contact = require_own(actor, found[1] if found else None)
    assert found is not None  # noqa: S101 - refused above
    if whose := helping(actor):
        shown = [Shown(whose.subject_key, whose.ground, "contact", contact.number)]
    else:
        shown = [shown_own(actor, "contact", contact.number)]
    if contact.person is not None and contact.made_by_id is not None and contact.made_by_id == actor.person_id:
        shown = [Shown(contact.person.subject_key, contact.ground, "contact", contact.number)]
    return download(request, found[0], page="contact_file", shown=shown)
