"""What does the professional judge the need to be, and which limits follow from that?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ovi.casework import actions
from ovi.casework.policies import ASSESS
from ovi.casework.queries import limits_preview
from ovi.casework.states import CaseState
from ovi.desks.forms_staff import AssessForm
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.notes import note_address
from ovi.desks.pages_staff.opening import opened_case
from ovi.foundation.calendar import helsinki_date
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock


def assess_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; "show the limits" and each change show what would follow, "save" makes it so."""
    actor, now = actor_of(request), clock.now()
    ASSESS.require(actor)
    view = opened_case(request, pk, page="assess")
    if view.state != CaseState.OPEN and request.method != "POST":
        return redirect("case", pk=pk)
    form = AssessForm(request.POST if request.method == "POST" else None, view=view)
    saving = request.POST.get("do") == "save"
    if saving and form.is_valid():
        actions.assess(case_id=pk, assessed=form.assessed(), note=form.cleaned_data["note"], by=actor, now=now)
        return redirect(note_address(pk))
    asked = form.is_bound and form.is_valid()
    limits = limits_preview(pk, form.assessed(), now=now) if asked else None
    context = {
        "view": view,
        "form": form,
        "limits": limits,
        "showing": form.is_bound and not saving,
        "today": helsinki_date(now),
        **case_words(view),
    }
    return render(request, "desks/staff/assess.html", context)
