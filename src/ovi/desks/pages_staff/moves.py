"""Where does a matter go from here: to another unit, to a colleague, to a manager, or to its end?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.policies import ASSIGN, CLOSE, ESCALATE, HAND_OVER, WAITING
from ovi.casework.queries import CaseView, case_work, colleagues, hand_over_targets
from ovi.casework.states import CaseState, CloseReason, WaitReason
from ovi.desks.forms_staff import CloseForm, HandOverForm
from ovi.desks.forms_work import AssignForm, DeclineForm, EscalateForm, WaitEndForm, WaitForm
from ovi.desks.pages_staff.case import case_words, clock_reference
from ovi.desks.pages_staff.opening import opened_case
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock

# Refusals that a field of the form explains; all others have a page of their own.
_FIELD_OF = {
    "case.close_reason": "reason",
    "case.close_goals": "reason",
    "wait.day": "from_on",
    "assign.worker": "worker",
    "assign.state": "worker",
}


def hand_over_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the matter to another unit of the same register."""
    actor = actor_of(request)
    HAND_OVER.require(actor)
    view = opened_case(request, pk, page="case")
    units = hand_over_targets(register=view.register, service_line=view.service_line, from_unit_id=view.unit_id)
    form = HandOverForm(_posted(request), units=units)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        actions.hand_over(case_id=pk, to_unit_id=given["to_unit"], reason=given["reason"], by=actor, now=clock.now())
        return redirect("case", pk=pk)
    return _page(request, "hand_over", view, form, units=units)


def decline_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline an offered matter with a reason; who declines no longer has the matter to open."""
    actor = actor_of(request)
    HAND_OVER.require(actor)
    view = opened_case(request, pk, page="case")
    if view.offer is None and request.method != "POST":
        return redirect("case", pk=pk)
    form = DeclineForm(_posted(request))
    if form.is_bound and form.is_valid():
        case = actions.decline_hand_over(case_id=pk, reason=form.cleaned_data["reason"], by=actor, now=clock.now())
        return redirect("case", pk=pk) if case.unit_id in actor.units else redirect("worklist")
    return _page(request, "decline", view, form)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own offer back."""
    actions.withdraw_hand_over(case_id=pk, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)


def assign_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the matter to a colleague of the unit."""
    actor, now = actor_of(request), clock.now()
    ASSIGN.require(actor)
    view = opened_case(request, pk, page="case")
    others = [one for one in colleagues([view.unit_id], helsinki_date(now)) if one.id != view.owner_id]
    form = AssignForm(_posted(request), colleagues=others)

    def do() -> None:
        given = form.cleaned_data
        actions.assign(case_id=pk, to_professional_id=given["worker"], reason=given["reason"], by=actor, now=now)

    return _done(pk, form, do) or _page(request, "assign", view, form, others=others)


def escalate_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise the matter to the managers of the unit."""
    actor, now = actor_of(request), clock.now()
    ESCALATE.require(actor)
    view = opened_case(request, pk, page="case")
    form = EscalateForm(_posted(request))

    def do() -> None:
        actions.escalate(case_id=pk, reason=form.cleaned_data["reason"], by=actor, now=now)

    return _done(pk, form, do) or _page(request, "escalate", view, form)


def wait_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Record why the client waits, or that they wait no longer. The time limit runs on as it was."""
    actor, now = actor_of(request), clock.now()
    WAITING.require(actor)
    view = opened_case(request, pk, page="case")
    today = helsinki_date(now)
    form = WaitForm(_posted(request), today=today)

    def do() -> None:
        given = form.cleaned_data
        reason = WaitReason(given["reason"])
        actions.set_wait_reason(
            case_id=pk, reason=reason, from_on=given["from_on"], note=given["note"], by=actor, now=now
        )

    return _done(pk, form, do) or _page(request, "wait", view, form, today=today)


def wait_end_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The client waits no longer for the reason that was recorded."""
    actor, now = actor_of(request), clock.now()
    WAITING.require(actor)
    view = opened_case(request, pk, page="case")
    today, wait = helsinki_date(now), case_work(pk).wait
    if wait is None:
        return redirect("case", pk=pk)
    form = WaitEndForm(_posted(request), today=today)

    def do() -> None:
        actions.end_wait_reason(case_id=pk, ended_on=form.cleaned_data["ended_on"], by=actor, now=now)

    return _done(pk, form, do) or _page(request, "wait_end", view, form, today=today, wait=wait)


def close_page(request: HttpRequest, pk: int) -> HttpResponse:
    """End the matter with a reason; says first which limits still run."""
    actor, now = actor_of(request), clock.now()
    CLOSE.require(actor)
    view = opened_case(request, pk, page="case")
    if view.state in (CaseState.OPEN, CaseState.CLOSED) and request.method != "POST":
        return redirect("case", pk=pk)
    form = CloseForm(_posted(request))

    def do() -> None:
        actions.close(case_id=pk, reason=CloseReason(form.cleaned_data["reason"]), by=actor, now=now)

    running = [(one, clock_reference(one)) for one in view.clocks if one.stopped_on is None]
    return _done(pk, form, do) or _page(request, "close", view, form, running=running, today=helsinki_date(now))


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(pk: int, form: forms.Form, do: Callable[[], None]) -> HttpResponse | None:
    """Do it if the form is valid, and go back to the matter; what the action finds wrong stands beside its field."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        do()
    except Refused as refused:
        field = _FIELD_OF.get(refused.code)
        if field is None:
            raise
        form.add_error(field if field in form.fields else next(iter(form.fields)), _(refused.message))
        return None
    return redirect("case", pk=pk)


def _page(request: HttpRequest, name: str, view: CaseView, form: forms.Form, **more: Any) -> HttpResponse:
    context = {"view": view, "form": form, **case_words(view), **more}
    return render(request, f"desks/staff/{name}.html", context)
