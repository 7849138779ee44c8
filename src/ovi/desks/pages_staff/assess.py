"""What does the professional judge the need to be, and which limits follow from that?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ovi.casework import actions
from ovi.casework.policies import ASSESS, CLOSE
from ovi.casework.queries import CaseView, Limits, Unapplied, current_moments, limits_preview
from ovi.casework.states import CaseState, MomentKind
from ovi.desks import law_words
from ovi.desks import staff_words as words
from ovi.desks.forms_assess import AssessForm
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.notes import note_address
from ovi.desks.pages_staff.opening import opened_case
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.law import Clock
from ovi.law.vocabulary import ClockStop, Register, RuleStatus
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor

_FIELDS = {"completed": "completed", "day": "started"}


def assess_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; "show the limits" and each change show what would follow, "save" makes it so.

    In social welfare the assessment can also only be started, with what is already known. "Resolve" saves the
    assessment and closes the matter that it resolved, or does neither.
    """
    actor, now = actor_of(request), clock.now()
    ASSESS.require(actor)
    view = opened_case(request, pk, page="assess")
    if view.state != CaseState.OPEN and request.method != "POST":
        return redirect("case", pk=pk)
    noted = current_moments(pk)
    form = AssessForm(request.POST if request.method == "POST" else None, view=view, now=now, noted=noted)
    do = request.POST.get("do", "")
    if do in _SAVED and form.is_bound and form.is_valid() and _saved(do, pk, form, actor, now):
        return redirect(reverse("case", args=[pk]) if do == "start" else note_address(pk))
    asked = form.is_bound and form.is_valid()
    context = {
        "view": view,
        "form": form,
        "limits": limits_told(pk, form, now) if asked else None,
        "showing": form.is_bound and do not in _SAVED,
        "may_start": "started" in form.fields,
        "may_resolve": _may_resolve(view, actor),
        "started_at": noted.get(MomentKind.ASSESSMENT_STARTED),
        "today": helsinki_date(now),
        "heading": _heading(view),
        **case_words(view),
    }
    return render(request, "desks/staff/assess.html", context)


_SAVED = ("save", "start", "resolve")
_ON_FORM = ("case.close_reason", "case.close_goals", "hand_over.state")  # why it cannot be closed: the form stays


def _may_resolve(view: CaseView, actor: Actor) -> bool:
    """May this need end with its assessment? Of a pupil the talk is what the law asks for."""
    return CLOSE.held_by(actor) and view.register != Register.STUDENT_WELFARE and view.offer is None


def _heading(view: CaseView) -> str:
    return _("Assess the need for services") if view.register == "social_welfare" else _("Assess the need")


def _saved(do: str, pk: int, form: AssessForm, actor: Actor, now: datetime) -> bool:
    """Save it; a day that the action finds wrong is put beside its field."""
    try:
        if do == "start":
            at = form.also().get(MomentKind.ASSESSMENT_STARTED, now)
            actions.start_assessment(case_id=pk, found=form.assessed(), at=at, by=actor, now=now)
        else:
            note, at, also = form.cleaned_data["note"], form.completed_at(), form.also()
            with transaction.atomic():
                actions.assess(case_id=pk, assessed=form.assessed(), note=note, by=actor, now=now, at=at, also=also)
                if do == "resolve":
                    actions.resolve_at_first_contact(case_id=pk, by=actor, now=now)
    except Refused as refused:
        if do == "resolve" and refused.code in _ON_FORM:
            form.add_error(None, _(refused.message))
        elif refused.code != "moment.input":
            raise
        for fault in refused.faults:
            field = _FIELDS.get(fault.where, "")
            form.add_error(field if field in form.fields else None, _(fault.what))
        return False
    return True


def limits_told(pk: int, form: AssessForm, now: datetime) -> dict[str, Any]:
    """The limits that would follow, in words: those that run or end here, those that start later, and those not."""
    today, at, also = helsinki_date(now), form.completed_at(), form.also()
    found: Limits = limits_preview(pk, form.assessed(), now=at, today=today, also=also)
    ended = {ClockStop.ASSESSED: at, ClockStop.ASSESSMENT_COMPLETED: at}
    ended |= {ClockStop.ASSESSMENT_STARTED: current_moments(pk).get(MomentKind.ASSESSMENT_STARTED, at)}
    ended |= {ClockStop(kind): when for kind, when in also.items() if kind in frozenset(map(str, ClockStop))}
    return {
        "clocks": [_clock(one, ended.get(one.stop)) for one in found.clocks],
        "later": [{**_told(one), "said": law_words.STARTS[one.starts]} for one in found.later if one.starts],
        "not_for_this": [{**_told(one), "said": law_words.why_not(one.why)} for one in found.not_for_this],
    }


def _clock(one: Clock, ended_at: datetime | None) -> dict[str, Any]:
    ended_on = helsinki_date(ended_at) if ended_at else None
    late = bool(ended_on and one.due_on and one.due_on < ended_on)
    return {
        "it": one,
        "ended": ended_on is not None,
        "standing": ("done_late" if late else "done_in_time") if ended_on else "",
        "status": _status(one.status),
    }


def _told(one: Unapplied) -> dict[str, Any]:
    return {"name": one.name, "reference": one.reference, "status": _status(one.status)}


def _status(status: str) -> str:
    return "" if status == RuleStatus.VERIFIED else words.word(words.RULE_STATUSES, status)
