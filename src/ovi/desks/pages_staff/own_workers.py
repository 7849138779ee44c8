"""Who is this client's own worker or team from now on?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.policies import OWN_WORKER
from ovi.casework.queries import lists_of_units
from ovi.desks.forms_lists import OwnForm, read_holder, show_refusal
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.opening import opened_case
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock


def own_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the client's own worker or team, of the unit that has the matter."""
    actor, now = actor_of(request), clock.now()
    OWN_WORKER.require(actor)
    view, today = opened_case(request, pk, page="case"), helsinki_date(now)
    lists = lists_of_units([view.unit_id], today=today)
    given = request.POST if request.method == "POST" else None
    form = OwnForm(given, lists=lists, today=today, register=view.register)
    if form.is_bound and form.is_valid():
        chosen = dict(form.cleaned_data)
        try:
            actions.name_own(case_id=pk, of=read_holder(chosen.pop("holder")), **chosen, by=actor, now=now)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("case", pk=pk)
    context = {"view": view, "form": form, **case_words(view)}
    return render(request, "desks/staff/own.html", context, status=422 if form.is_bound else 200)


@require_POST
def own_end(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The own worker's or team's care of the client ends today."""
    reason = request.POST.get("reason", "")
    actions.end_own(case_id=pk, row_id=row, reason=reason, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)
