"""What was in fact done with the client, when and how?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ovi.casework.policies import require_professional
from ovi.casework.queries import CaseView
from ovi.casework.states import CaseState
from ovi.desks.forms_staff import RecordForm
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.notes import note_address
from ovi.desks.pages_staff.opening import opened_case
from ovi.encounters import actions
from ovi.encounters.policies import RECORD
from ovi.encounters.states import Mode
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import ClockStop, Register
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor

_FIELDS = {"started_at": "day", "minutes": "minutes"}


def record_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one encounter; a second submit of the same form changes nothing."""
    actor, now = actor_of(request), clock.now()
    RECORD.require(actor)
    view = opened_case(request, pk, page="encounter")
    if view.state in (CaseState.OPEN, CaseState.CLOSED) and request.method != "POST":
        return redirect("case", pk=pk)
    data = request.POST if request.method == "POST" else None
    form = RecordForm(data, now=now, contact_at=view.contact_at, asks=_asks(view))
    if form.is_bound and form.is_valid() and _recorded(pk, form, actor):
        return redirect(note_address(pk))
    return render(request, "desks/staff/record.html", {"view": view, "form": form, **case_words(view)})


def _asks(view: CaseView) -> list[str]:
    """What else this matter asks of an encounter: a doctor's need in health, the start of what was agreed on."""
    health = view.register == Register.PATIENT
    waits = any(one.stop_kind == ClockStop.TREATMENT_STARTED and one.stopped_on is None for one in view.clocks)
    asked = ["doctor_needed"] if health else []
    return [*asked, "begins_service"] if waits or not health else asked


def _recorded(pk: int, form: RecordForm, actor: Actor) -> bool:
    """Record it; what the action finds wrong is put beside its field."""
    given = form.cleaned_data
    try:
        actions.record(
            case_id=pk,
            professional_id=require_professional(actor),
            started_at=form.started_at(),
            mode=Mode(given["mode"]),
            minutes=given["minutes"],
            planned=given["planned"],
            no_show=given["no_show"],
            note=given["note"],
            doctor_needed=given.get("doctor_needed", False),
            begins_service=given.get("begins_service", True),
            idempotency_key=given["idempotency_key"],
            by=actor,
            now=clock.now(),
        )
    except Refused as refused:
        if refused.code != "encounter.input":
            raise
        for fault in refused.faults:
            form.add_error(_FIELDS[fault.where], _(fault.what))
        return False
    return True
