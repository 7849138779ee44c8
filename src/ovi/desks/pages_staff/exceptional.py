"""How does a worker open matters in an emergency or on a ground, and limit what a client is shown of the log?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.policies import EMERGENCY, ON_GROUND, OPEN_EXCEPTIONALLY
from ovi.casework.queries import CaseView, grounds_for, own_opening, person_known_by, will_of
from ovi.casework.states import EmergencyPurpose, Ground, KantaWord
from ovi.desks import staff_words as words
from ovi.desks.forms_opening import AcrossForm, EmergencyForm, KantaForm, LogLimitForm
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.opening import opened_case
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import Register
from ovi.people import actions as people
from ovi.people.models import LogLimit, Person
from ovi.people.policies import LIMIT_LOG
from ovi.people.signed_in import actor_of
from ovi.people.states import LogLimitKind
from ovi.plumbing import access, audit, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.settings import settings


def emergency_page(request: HttpRequest) -> HttpResponse:
    """Break the glass: whose, for what, why. A POST, so that the code stays out of addresses and logs."""
    actor, now = actor_of(request), clock.now()
    OPEN_EXCEPTIONALLY.require(actor)
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        person = person_known_by(given["identity"])
        if person is None:
            audit.record("desks.denied", by=actor, now=now, object_kind="opening", object_id="unknown", code="unknown")
            form.add_error("identity", _("Nobody here is known by this code or number. Check it."))
        else:
            opening = actions.open_in_emergency(
                person=person, purpose=EmergencyPurpose(given["purpose"]), reason=given["reason"], by=actor, now=now
            )
            return redirect("opening", pk=opening.pk)
    context = {"form": form, "minutes": settings().emergency_minutes}
    return render(request, "desks/staff/emergency.html", context)


def opening_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The matters that one's own opening lets one read, while it runs."""
    actor, now = actor_of(request), clock.now()
    opening, cases = own_opening(pk, by=actor, now=now)
    emergency = opening.ground == Ground.EMERGENCY
    relation = EMERGENCY.code if emergency else ON_GROUND.code
    shown = [Shown(opening.subject_key, relation, "opening", str(pk))]
    access.note(request, page="opening", shown=shown, purpose="emergency" if emergency else "")
    rows = [
        (one, line_name(one.service_line), words.REGISTERS[one.register], words.word(words.STATES, one.state))
        for one in cases
    ]
    ground = words.word(words.GROUNDS, opening.ground)
    context = {"opening": opening, "rows": rows, "today": helsinki_date(now), "ground": ground}
    return render(request, "desks/staff/opening.html", context)


def across_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Open another register of this matter's client on a named ground; see and note what Kanta says."""
    actor, now = actor_of(request), clock.now()
    OPEN_EXCEPTIONALLY.require(actor)
    view, person = _own_case(request, pk, page="open_across")
    registers = [one for one in Register if one not in actor.registers]
    data = request.POST if request.method == "POST" else None
    form = AcrossForm(data, registers=registers, grounds=grounds_for(actor))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            opening = actions.open_across(
                person=person, register=Register(given["register"]), ground=Ground(given["ground"]),
                reason=given["reason"], by=actor, now=now,
            )  # fmt: skip
        except Refused as refused:
            form.add_error("ground", _(refused.message))
        else:
            return redirect("opening", pk=opening.pk)
    return _across(request, view, person, form, KantaForm())


@require_POST
def kanta_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what Kanta says of a register, then go on choosing the ground."""
    actor, now = actor_of(request), clock.now()
    view, person = _own_case(request, pk, page="open_across")
    form = KantaForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        register, word = Register(given["seen_of"]), KantaWord(given["word"])
        actions.note_kanta(person=person, register=register, word=word, by=actor, now=now)
        return redirect("open_across", pk=pk)
    registers = [one for one in Register if one not in actor.registers]
    return _across(request, view, person, AcrossForm(registers=registers, grounds=grounds_for(actor)), form)


def log_limit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What this client, or their guardian, is not told of the log; each decision with its reason, and its end."""
    actor, now = actor_of(request), clock.now()
    LIMIT_LOG.require(actor)
    view, person = _own_case(request, pk, page="log_limit")
    ended = request.POST.get("end", "")
    if ended.isascii() and ended.isdigit():
        people.end_log_limit(limit_id=int(ended), person=person, by=actor, now=now)
        return redirect("log_limit", pk=pk)
    form = LogLimitForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        only = {} if given["whole"] else {"object_kind": "case", "object_id": str(pk)}
        kind = LogLimitKind(given["kind"])
        people.limit_log(person=person, kind=kind, reason=given["reason"], by=actor, now=now, **only)
        return redirect("log_limit", pk=pk)
    # Reasons of decisions on other matters stay with those matters.
    mine = LogLimit.objects.filter(person=person, ended_at=None, object_id__in=["", str(pk)]).select_related("set_by")
    limits = [(one, words.word(words.LOG_LIMITS, one.kind)) for one in mine.order_by("-set_at")]
    context = {"view": view, "form": form, "limits": limits, "today": helsinki_date(now), **case_words(view)}
    return render(request, "desks/staff/log_limit.html", context)


def _own_case(request: HttpRequest, pk: int, *, page: str) -> tuple[CaseView, Person]:
    """The case by one's own relation, and its client; Refused where nobody knows who the client is."""
    view = opened_case(request, pk, page=page)
    person = Person.objects.filter(pk=view.person_id).first() if view.person_id else None
    if person is None:
        raise Refused("The client is not known yet. Find out who the client is first.", code="case.no_person")
    return view, person


def _across(request: HttpRequest, view: CaseView, person: Person, form: AcrossForm, kanta: KantaForm) -> HttpResponse:
    wills: list[tuple[Any, Any, str]] = []
    for register in Register:
        will = will_of(person.pk, register)
        wills.append((words.REGISTERS[register], will, words.word(words.KANTA_WORDS, will.word) if will.word else ""))
    context = {
        "view": view, "form": form, "kanta": kanta, "wills": wills, "today": helsinki_date(clock.now()),
        "minutes": settings().emergency_minutes, **case_words(view),
    }  # fmt: skip
    return render(request, "desks/staff/across.html", context)
