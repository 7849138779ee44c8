"""What needs a manager now, and how do they answer? Requests of workers, unanswered offers, limits running out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ovi.casework import actions
from ovi.casework.policies import ATTENTION
from ovi.casework.queries import (
    Noticed,
    colleagues,
    early_warnings,
    escalation_of,
    open_escalations,
    unanswered_hand_overs,
)
from ovi.desks import staff_words as words
from ovi.desks.forms_work import AnswerForm
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown


def attention_page(request: HttpRequest) -> HttpResponse:
    """Requests first, then offers that nobody answers, then what nobody has taken though its limit runs out."""
    actor = actor_of(request)
    ATTENTION.require(actor)
    today = helsinki_date(clock.now())
    raised, silent = open_escalations(actor), unanswered_hand_overs(actor)
    early = early_warnings(actor, today=today)
    _note(request, [*(one.case for one in raised), *(one.case for one in silent), *early])
    context = {
        "today": today,
        "raised": [(one, _said(one.case)) for one in raised],
        "silent": [(one, _said(one.case)) for one in silent],
        "early": [(one, _said(one)) for one in early],
        "of_unit": bool(actor.units),
    }
    return render(request, "desks/manager/attention.html", context)


def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a worker's request in words, and give the matter to somebody if that helps."""
    actor, now = actor_of(request), clock.now()
    ATTENTION.require(actor)
    found = escalation_of(pk, actor)
    if found is None:
        raise Http404(_("There is no such request, or it has been answered."))
    today = helsinki_date(now)
    form = AnswerForm(
        request.POST if request.method == "POST" else None, colleagues=colleagues([found.case.unit_id], today)
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        actions.answer_escalation(
            escalation_id=pk, answer=given["answer"], assign_to_id=given["worker"], by=actor, now=now
        )
        return redirect("attention")
    _note(request, [found.case])
    context = {"form": form, "it": found, "said": _said(found.case), "today": today}
    return render(request, "desks/manager/answer.html", context)


def _note(request: HttpRequest, cases: list[Noticed]) -> None:
    """A worker's reason tells of the client, also where no name stands beside it."""
    shown = [Shown(one.subject_key, "management", "case", str(one.case_id)) for one in cases if one.subject_key]
    access.note(request, page="attention", shown=shown)


def _said(case: Noticed) -> dict[str, Any]:
    return {
        "line": line_name(case.service_line),
        "wait": words.word(words.WAIT_REASONS, case.wait_reason) if case.wait_reason else "",
        "urgent": case.urgency == "urgent",
    }
