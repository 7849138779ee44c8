"""Which person does a notification concern? A worker searches and chooses; nothing is suggested."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from ovi.casework import actions
from ovi.casework.policies import MATCH, SEARCHED, require_own_unit
from ovi.desks.forms_match import ChosenForm, MatchForm
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.opening import opened_case
from ovi.desks.pages_staff.panels.notice import notice_for
from ovi.people.queries import FoundPerson, found_people
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, audit, clock
from ovi.plumbing.access import Shown


@sensitive_post_parameters()
def match_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Search by identity code, or by last name and date of birth; a POST, so that nothing stands in the address."""
    actor, now = actor_of(request), clock.now()
    MATCH.require(actor)
    view = opened_case(request, pk, page="match_person")
    require_own_unit(actor, view.scope)
    notice = notice_for(view)
    if notice is None:
        return redirect("case", pk=pk)
    chosen = ChosenForm(request.POST)
    if request.method == "POST" and chosen.is_valid():
        actions.match_person(case_id=pk, subject_key=chosen.cleaned_data["subject_key"], by=actor, now=now)
        return redirect("case", pk=pk)
    form = MatchForm(request.POST if request.method == "POST" else None, notice=notice)
    found: tuple[FoundPerson, ...] | None = None
    if form.is_bound and form.is_valid():
        audit.record("desks.match_search", by=actor, now=now, object_kind="case", object_id=pk)
        found = found_people(**form.cleaned_data)
        shown = [Shown(one.subject_key, SEARCHED.code, "case", str(pk)) for one in found]
        access.note(request, page="match_person", shown=shown)
    context = {"view": view, "form": form, "found": found, "notice": notice, **case_words(view)}
    return render(request, "desks/staff/match.html", context, status=422 if form.errors else 200)
