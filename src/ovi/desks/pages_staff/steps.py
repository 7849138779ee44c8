"""Who carries a step of the path, by when, and is it done? Done and undo also go straight from the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.queries import CaseView, StepView, goal_board, team_of
from ovi.casework.states import StepState
from ovi.desks.forms_goals import AddStepForm, AssignForm, DoneForm, SkipForm, tried
from ovi.desks.goal_words import MODES
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.goals import closed, working_on
from ovi.desks.staff_words import PROFESSIONS, word
from ovi.foundation.calendar import helsinki_date
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.staffing.queries import holders

_FIELDS = {"step.competence": "carrier", "step.carrier": "carrier", "step.day": "done_on", "step.reason": "reason"}


def step_page(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """One step: give it to someone, mark it done on a day, leave it out, remove an own one."""
    view, now = working_on(request, pk), clock.now()
    today = helsinki_date(now)
    path = goal_board(pk, today=today).path
    found = next((one for one in path.steps if one.id == step), None) if path else None
    if closed(view, request) or found is None or found.state != StepState.TO_DO:
        return redirect("case", pk=pk)
    made = _forms(request, view, found)
    form = made.get(request.POST.get("do", ""))
    if form is not None and form.is_valid() and _done(request, pk, step, form):
        return redirect("case", pk=pk)
    context = {
        "view": view,
        "step": found,
        "today": today,
        "mode": word(MODES, found.mode),
        "professions": [word(PROFESSIONS, one) for one in found.professions],
        "holders": holders(found.competence, units=[view.unit_id], today=today) if found.competence else (),
        "bound": form,
        **made,
        **case_words(view),
    }
    return render(request, "desks/staff/path_step.html", context)


def _forms(request: HttpRequest, view: CaseView, step: StepView) -> dict[str, forms.Form]:
    """The page's three forms; only the one that was sent holds what was sent."""
    today = helsinki_date(clock.now())
    sent = request.POST.get("do", "") if request.method == "POST" else ""

    def data(name: str) -> Any:
        return request.POST if sent == name else None

    team = team_of(view.unit_id, today=today)
    return {
        "assign": AssignForm(data("assign"), team=team, carrier=step.carrier_id, due_on=step.due_on),
        "done": DoneForm(data("done"), initial={"done_on": today}),
        "skip": SkipForm(data("skip")),
    }


def _done(request: HttpRequest, pk: int, step: int, form: forms.Form) -> bool:
    given: dict[str, Any] = form.cleaned_data
    whole: dict[str, Any] = {"case_id": pk, "step_id": step, "by": actor_of(request), "now": clock.now()}
    act: Callable[[], object]
    if isinstance(form, AssignForm):
        act = lambda: actions.assign_step(carrier_id=given["carrier"], due_on=given["due_on"], **whole)  # noqa: E731
    elif isinstance(form, DoneForm):
        act = lambda: actions.mark_done(done_on=given["done_on"], **whole)  # noqa: E731
    else:
        act = lambda: actions.skip_step(reason=given["reason"], **whole)  # noqa: E731
    fields = {code: name if name in form.fields else next(iter(form.fields)) for code, name in _FIELDS.items()}
    return tried(form, act, fields)


def step_add_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a step of one's own to the running path."""
    view = working_on(request, pk)
    path = goal_board(pk, today=helsinki_date(clock.now())).path
    if closed(view, request) or (path is None and request.method != "POST"):
        return redirect("case", pk=pk)
    form = AddStepForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        actions.add_step(case_id=pk, text=given["text"], due_on=given["due_on"], by=actor_of(request), now=clock.now())
        return redirect("case", pk=pk)
    return render(request, "desks/staff/path_step_add.html", {"view": view, "form": form, **case_words(view)})


@require_POST
def step_done(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Mark the step done today."""
    now = clock.now()
    actions.mark_done(case_id=pk, step_id=step, done_on=helsinki_date(now), by=actor_of(request), now=now)
    return redirect("case", pk=pk)


@require_POST
def step_undo(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Take back done or left out."""
    actions.undo_step(case_id=pk, step_id=step, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)


@require_POST
def step_remove(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Remove an own step that is still to do."""
    actions.remove_step(case_id=pk, step_id=step, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)
