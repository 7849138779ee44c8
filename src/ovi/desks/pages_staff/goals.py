"""What does the client want, and how did it go? The pages of goals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.policies import GOALS
from ovi.casework.queries import CaseView, goal_board, path_choices
from ovi.casework.states import CaseState
from ovi.desks.forms_goals import EndGoalForm, GoalForm, tried
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.opening import opened_case
from ovi.foundation.calendar import helsinki_date
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock


def working_on(request: HttpRequest, pk: int) -> CaseView:
    """The case, opened for work on its goals by someone who may."""
    GOALS.require(actor_of(request))
    return opened_case(request, pk, page="case")


def closed(view: CaseView, request: HttpRequest) -> bool:
    """A closed matter shows no form; what is sent all the same is refused by the action with its reason."""
    return view.state == CaseState.CLOSED and request.method != "POST"


def goal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a goal."""
    view = working_on(request, pk)
    if closed(view, request):
        return redirect("case", pk=pk)
    form = GoalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.set_goal(case_id=pk, by=actor_of(request), now=clock.now(), **form.cleaned_data)
        return redirect("case", pk=pk)
    suits, _others = path_choices(register=view.register, service_line=view.service_line)
    ideas = [goal.names for template in suits for goal in template.goals]
    return render(request, "desks/staff/goal.html", {"view": view, "form": form, "ideas": ideas, **case_words(view)})


def goal_end_page(request: HttpRequest, pk: int, goal: int) -> HttpResponse:
    """End a goal with its outcome."""
    view, now = working_on(request, pk), clock.now()
    found = next((one for one in goal_board(pk, today=helsinki_date(now)).open_goals if one.id == goal), None)
    if closed(view, request) or (found is None and request.method != "POST"):
        return redirect("case", pk=pk)
    form = EndGoalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data

        def end() -> None:
            actions.end_goal(
                case_id=pk, goal_id=goal, outcome=form.outcome_given(), reason=given["reason"],
                client_view=given["client_view"], by=actor_of(request), now=now,
            )  # fmt: skip

        if tried(form, end, {"goal.reason": "reason", "goal.client_view": "client_view"}):
            return redirect("case", pk=pk)
    return render(request, "desks/staff/goal_end.html", {"view": view, "goal": found, "form": form, **case_words(view)})


@require_POST
def goal_reopen(request: HttpRequest, pk: int, goal: int) -> HttpResponse:
    """Take back an outcome."""
    actions.reopen_goal(case_id=pk, goal_id=goal, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)
