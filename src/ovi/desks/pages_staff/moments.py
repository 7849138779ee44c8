"""What has happened in the matter, and when? Noted, corrected, linked, shown to the client or hidden."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.policies import ASSESS, NOTE
from ovi.casework.queries import CaseView
from ovi.casework.states import CaseState, MomentKind
from ovi.desks import law_words
from ovi.desks.forms_assess import LinkForm, MomentForm
from ovi.desks.moments import may_link, noteable
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.notes import note_address
from ovi.desks.pages_staff.opening import opened_case
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor

_OF_AGE = 18


def moments_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one thing that happened, above what has been noted; `?correct=` opens one of those to correct."""
    actor, now = actor_of(request), clock.now()
    NOTE.require(actor)
    view = opened_case(request, pk, page="moments")
    current = {one.kind: one for one in view.moments if not one.corrected}
    asked = request.POST.get("correct") or request.GET.get("correct", "")
    correcting = asked if asked in current and view.state != CaseState.CLOSED else ""
    kinds = [correcting] if correcting else noteable(view, current)
    choices = [(str(kind), law_words.moment_name(kind, view.service_line)) for kind in kinds]
    data = request.POST if request.method == "POST" else None
    form = None
    if choices or data:
        form = MomentForm(data, kinds=choices, now=now, contact_at=view.contact_at, correcting=correcting)
    if form is not None and form.is_bound and form.is_valid() and _noted(view, form, actor, correcting):
        decided = form.cleaned_data["kind"] == MomentKind.DECIDED
        return redirect(note_address(pk) if decided else reverse("case", args=[pk]))
    context = {
        "view": view,
        "form": form,
        "correcting": correcting,
        "was": current[MomentKind(correcting)].at if correcting else None,
        "heading": law_words.moment_name(correcting, view.service_line) if correcting else "",
        "noted": told(view),
        "today": helsinki_date(now),
        **case_words(view),
    }
    return render(request, "desks/staff/moments.html", context)


def _noted(view: CaseView, form: MomentForm, actor: Actor, correcting: str) -> bool:
    """Save it; what the action finds wrong is put beside its field."""
    now, given = clock.now(), form.cleaned_data
    at, kind = form.at(), MomentKind(given["kind"])
    try:
        if correcting:
            reason = given["reason"]
            actions.correct_moment(case_id=view.id, kind=kind, at=at, reason=reason, by=actor, now=now)
        else:
            actions.note_moment(case_id=view.id, kind=kind, at=at, by=actor, now=now)
    except Refused as refused:
        if refused.code != "moment.input":
            raise
        for fault in refused.faults:
            form.add_error(fault.where if fault.where in form.fields else None, _(fault.what))
        return False
    return True


def told(view: CaseView) -> list[dict[str, Any]]:
    """The noted moments in words, in the order of noting."""
    open_ = view.state != CaseState.CLOSED
    return [
        {
            "it": one,
            "name": law_words.moment_name(one.kind, view.service_line),
            "correctable": open_ and not one.corrected,
        }
        for one in view.moments
    ]


def link_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the assessment of the need for child protection beside this matter."""
    actor, now = actor_of(request), clock.now()
    ASSESS.require(actor)
    view = opened_case(request, pk, page="case")
    if not may_link(view) and request.method != "POST":
        return redirect("case", pk=pk)
    form = LinkForm(
        request.POST if request.method == "POST" else None, may_be_client=view.age is not None and view.age < _OF_AGE
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        actions.open_child_protection(
            case_id=pk,
            about=given["about"],
            is_client=bool(given.get("is_client")),
            idempotency_key=given["idempotency_key"],
            by=actor,
            now=now,
        )
        return redirect("case", pk=pk)
    return render(request, "desks/staff/link.html", {"view": view, "form": form, **case_words(view)})


@require_POST
def case_shown(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the matter to the client in My matters, or hide it."""
    shown = request.POST.get("shown") == "yes"
    actions.show_to_client(case_id=pk, shown=shown, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)
