"""Who waits for a call, whom do I call now, and what came of it?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.policies import CALL
from ovi.casework.queries import CallList, CaseView, call_list, call_of, calls_changed, units_named
from ovi.casework.states import CallbackState, CallOutcome
from ovi.contact.queries import sender_of
from ovi.desks import staff_words as words
from ovi.desks.call_papers import not_reached_paper
from ovi.desks.pages_staff.opening import opened_case
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.models import Person
from ovi.people.queries import letter_needs_safe, never_by, rules_of
from ovi.people.signed_in import actor_of
from ovi.people.states import Purpose, RuleKind, Way
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown

_LEFT = ("callback.taken", "callback.state", "callback.not_yours")


def calls_page(request: HttpRequest) -> HttpResponse:
    """The list of the worker's units, and how the last week went."""
    actor, now = actor_of(request), clock.now()
    CALL.require(actor)
    asked = request.GET.get("page", "")
    found = call_list(actor, now=now, page=int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1)
    _note(request, found)
    context = {
        "found": found,
        "rows": [
            {
                "it": one,
                "late": one.due_on is not None and one.due_on < helsinki_date(now),
                "line": line_name(one.service_line),
                "language": "" if one.language == "fi" else words.word(words.LANGUAGES, one.language),
                "interpreter": words.word(words.LANGUAGES, one.interpreter) if one.interpreter else "",
            }
            for one in found.rows
        ],
        "me": actor.professional_id,
        "today": helsinki_date(now),
        "page": Paginator(range(found.total), 50).get_page(found.page),
        "changes_href": f"{reverse('calls_changes')}?since={found.since}",
        "taken": request.GET.get("left") == "1",
    }
    return render(request, "desks/staff/calls.html", context)


def _note(request: HttpRequest, found: CallList) -> None:
    shown = [Shown(one.subject_key, "worklist", "case", str(one.case_id)) for one in found.rows if one.subject_key]
    access.note(request, page="calls", shown=shown)
    request.ovi_unit = ", ".join(unit.name.fi for unit in units_named(actor_of(request).units))  # type: ignore[attr-defined]


def calls_changes(request: HttpRequest) -> JsonResponse:
    """How many calls others have taken or brought since the page was made; shows nothing of them."""
    actor = actor_of(request)
    CALL.require(actor)
    since = request.GET.get("since", "")
    count = calls_changed(actor, since=int(since) if since.isascii() and since.isdigit() and len(since) < 18 else 0)
    said = ngettext("%(n)s new or changed call", "%(n)s new or changed calls", count) % {"n": count}
    return JsonResponse({"count": count, "text": said if count else ""})


@require_POST
def call_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the call; whoever was quicker keeps it, and the other is told and shown the list as it is now."""
    try:
        actions.take_call(case_id=pk, by=actor_of(request), now=clock.now())
    except Refused as refused:
        if refused.code in _LEFT:
            return redirect(f"{reverse('calls')}?left=1")
        raise
    return redirect("call", pk=pk)


def call_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One call: who, the number, what it is about, and a button for each thing that can come of it."""
    CALL.require(actor_of(request))
    view = opened_case(request, pk, page="call")
    if request.method == "POST":
        return _done(request, view)
    return _page(request, view)


def _page(request: HttpRequest, view: CaseView, *, told: str = "", status: int = 200) -> HttpResponse:
    now = clock.now()
    call = call_of(view, actor=actor_of(request))
    context: dict[str, Any] = {
        "view": view,
        **_wishes(view, now),
        "call": call,
        "over": call is None or call.state in (CallbackState.REACHED, CallbackState.STOPPED),
        "told": told,
        "line": line_name(view.service_line),
        "today": helsinki_date(now),
        "language_name": words.word(words.LANGUAGES, view.language),
        "interpreter": words.word(words.LANGUAGES, view.interpreter) if view.interpreter else "",
        "attempts": [(one, words.word(words.CALL_OUTCOMES, one.outcome)) for one in (call.attempts if call else ())],
    }
    return render(request, "desks/staff/call.html", context, status=status)


def _wishes(view: CaseView, now: datetime) -> dict[str, Any]:
    """When and how the person wants to be called; safe contact goes before everything (people.queries.reaching)."""
    contact = sender_of(view.contact_id, now=now)
    person = Person.objects.filter(pk=view.person_id).first() if view.person_id else None
    said = {"when": contact.reply_when if contact else "", "never": False, "voice": False, "letter": True}
    if person is None:
        return said
    own = [one for one in rules_of(person.pk, helsinki_date(now)) if one.matter in ("", view.number)]
    return {
        **said,
        "never": never_by(person.pk, Way.PHONE, Purpose.ANSWER, now, matter=view.number),
        "voice": any(one.way == Way.VOICE_MAIL and one.kind != RuleKind.NEVER for one in own),
        "letter": not (letter_needs_safe(person, now) or never_by(person.pk, Way.LETTER, Purpose.ANSWER, now)),
    }


def _done(request: HttpRequest, view: CaseView) -> HttpResponse:
    actor, now, do = actor_of(request), clock.now(), request.POST.get("do", "")
    try:
        if do in set(CallOutcome):
            actions.note_call(case_id=view.id, outcome=CallOutcome(do), by=actor, now=now)
        elif do == "release":
            actions.release_call(case_id=view.id, by=actor, now=now)
        elif do == "stop":
            actions.stop_calling(case_id=view.id, by=actor, now=now)
        elif do == "resume":
            actions.resume_calling(case_id=view.id, by=actor, now=now)
        else:
            return _page(request, view, told=_("Choose what came of the call."), status=422)
    except Refused as refused:
        if refused.code in (*_LEFT, "callback.too_few"):
            return _page(request, view, told=_(refused.message), status=422)
        raise
    if do == CallOutcome.ANSWERED:
        return redirect("case_assess", pk=view.id)
    return redirect("call", pk=view.id) if do in ("stop", "resume") else redirect("calls")


def call_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to one who was not reached; it tells nothing of the matter."""
    CALL.require(actor_of(request))
    view = opened_case(request, pk, page="call")
    if not _wishes(view, clock.now())["letter"]:
        raise Refused(
            _("A letter may go only to an address that the client has called safe. Open the matter to see it."),
            code="call.letter_not_safe",
        )
    return not_reached_paper(view, large=request.GET.get("large") == "1")
