"""Where does a matter go from here: to another unit, or to its end?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ovi.casework import actions
from ovi.casework.policies import CLOSE, HAND_OVER
from ovi.casework.queries import hand_over_targets
from ovi.casework.states import CaseState, CloseReason
from ovi.desks.forms_staff import CloseForm, HandOverForm
from ovi.desks.pages_staff.case import case_words, clock_reference
from ovi.desks.pages_staff.opening import opened_case
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock


def hand_over_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the matter to another unit of the same register."""
    actor = actor_of(request)
    HAND_OVER.require(actor)
    view = opened_case(request, pk, page="case")
    units = hand_over_targets(register=view.register, service_line=view.service_line, from_unit_id=view.unit_id)
    form = HandOverForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        actions.hand_over(case_id=pk, to_unit_id=given["to_unit"], reason=given["reason"], by=actor, now=clock.now())
        return redirect("case", pk=pk)
    context = {"view": view, "form": form, "units": units, **case_words(view)}
    return render(request, "desks/staff/hand_over.html", context)


def close_page(request: HttpRequest, pk: int) -> HttpResponse:
    """End the matter with a reason; says first which limits still run."""
    actor, now = actor_of(request), clock.now()
    CLOSE.require(actor)
    view = opened_case(request, pk, page="case")
    if view.state in (CaseState.OPEN, CaseState.CLOSED) and request.method != "POST":
        return redirect("case", pk=pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.close(case_id=pk, reason=CloseReason(form.cleaned_data["reason"]), by=actor, now=now)
        except Refused as refused:
            if refused.code not in ("case.close_reason", "case.close_goals"):
                raise
            form.add_error("reason", _(refused.message))
        else:
            return redirect("case", pk=pk)
    running = [(one, clock_reference(one)) for one in view.clocks if one.stopped_on is None]
    context = {"view": view, "form": form, "running": running, "today": helsinki_date(now), **case_words(view)}
    return render(request, "desks/staff/close.html", context)
