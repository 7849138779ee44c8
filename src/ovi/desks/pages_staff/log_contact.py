"""How does a call, a visit to the desk or a letter become a matter? The same as any other contact, in seconds."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ovi.booking.actions import join_contact
from ovi.casework.actions import open_case
from ovi.casework.models import Case
from ovi.contact.actions import Taken, log_contact
from ovi.contact.policies import LOG_CONTACT, WRITTEN_DOWN
from ovi.contact.queries import promises_of
from ovi.contact.states import Channel, ReplyBy
from ovi.desks.call_papers import receipt_paper
from ovi.desks.forms_log import LogForm
from ovi.directory.queries import trilingual, usual_line
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.actions import register_person
from ovi.people.models import Person
from ovi.people.queries import person_with_code
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import system

PERSON_FIELDS = {"person.name": "last_name", "person.birth_date": "birth_date", "person.code": "henkilotunnus"}


def log_page(request: HttpRequest) -> HttpResponse:
    """The form; saved, the matter opens for assessment, or the caller is told which unit answers."""
    actor = actor_of(request)
    LOG_CONTACT.require(actor)
    form = LogForm(request.POST if request.method == "POST" else None, actor=actor, preferred=_usual_line(request),
                   initial={"channel": Channel.DESK} if _ticket(request) else None)  # fmt: skip
    case = _logged(request, form) if form.is_bound and form.is_valid() else None
    if case is None:
        context = {"form": form, "ticket": _ticket(request)}
        return render(request, "desks/staff/log.html", context, status=422 if form.is_bound else 200)
    request.session["usual_line"] = case.service_line
    if case.unit_id in actor.units and request.POST.get("do") == "assess":
        return redirect("case_assess", pk=case.pk)
    return show_receipt(request, case)


def _ticket(request: HttpRequest) -> int | None:
    """The number of the walk-in queue whose holder stands at the desk, if one came from there."""
    given = request.POST.get("ticket") or request.GET.get("ticket", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _usual_line(request: HttpRequest) -> str:
    """The line that this worker logged last, or their unit's own: a desk mostly takes one kind of call."""
    return str(request.session.get("usual_line") or usual_line(actor_of(request).units))


def _logged(request: HttpRequest, form: LogForm) -> Case | None:
    """The contact and its case in one transaction; what is wrong is put beside its field."""
    try:
        with transaction.atomic():
            return _write(request, form)
    except Refused as refused:
        if refused.code == "contact.faulty":
            for fault in refused.faults:
                where = "arrived_on" if fault.where == "arrived_at" else fault.where
                form.add_error(where if where in form.fields else None, _(fault.what))
        elif refused.code in PERSON_FIELDS:
            form.add_error(PERSON_FIELDS[refused.code], _(refused.message))
        else:
            raise
        return None


def _write(request: HttpRequest, form: LogForm) -> Case:
    actor, now, given = actor_of(request), clock.now(), form.cleaned_data
    person = person_of(form, given, actor, now)
    reply_by, reply_to = form.reply()
    if reply_by == ReplyBy.PHONE and not reply_to and person is not None:
        reply_to = person.phone
    taken = Taken(
        channel=given["channel"],
        person_id=person.pk if person else None,
        identity_check=given["identity_check"],
        own_words=given["own_words"],
        service_line=given["service_line"],
        register=form.register(),
        language=person.language if person else form.language(),
        reply_by=reply_by,
        reply_to=reply_to,
        arrived_at=form.arrived_at(now),
    )
    contact = log_contact(taken=taken, idempotency_key=given["idempotency_key"], by=actor, now=now)
    if ticket := _ticket(request):
        join_contact(ticket_id=ticket, contact_id=contact.pk, by=actor, now=now)
    # The job would open it within seconds; who is on the phone is served at once. Both ways are one.
    return open_case(contact_id=contact.pk, by=system("reception"), now=now)


def person_of(form: LogForm, given: dict[str, Any], actor: Any, now: Any) -> Person | None:
    """The person by the code, or a new row from what was told; None for a caller who tells nothing of themselves."""
    found = person_with_code(given["henkilotunnus"]) if given["henkilotunnus"] else None
    told = any(given[name] for name in ("henkilotunnus", "last_name", "first_name"))
    if found is not None or not told:
        return found
    return register_person(
        first_name=given["first_name"], last_name=given["last_name"], birth_date=given["birth_date"],
        henkilotunnus=given["henkilotunnus"], language=form.language(), phone=given["reply_to"], by=actor, now=now,
    )  # fmt: skip


def log_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt on paper, for one who wrote the contact down; ?large=1 in large type."""
    actor = actor_of(request)
    LOG_CONTACT.require(actor)
    case = Case.objects.select_related("contact", "person", "unit").filter(pk=pk).first()
    if case is None or not WRITTEN_DOWN.prove(actor, case.contact):
        raise Http404(_("There is no such matter."))
    if case.person is not None:
        shown = Shown(case.person.subject_key, WRITTEN_DOWN.code, "case", str(case.pk))
        access.note(request, page="contact_logged", shown=[shown])
    return receipt_paper(
        number=case.contact.number, arrived_at=case.contact.arrived_at, promises=promises_of(case.contact),
        unit=trilingual(case.unit, "name"), phone=case.unit.phone, language=case.contact.language,
        hidden=case.person is not None and case.person.non_disclosure, large=request.GET.get("large") == "1",
    )  # fmt: skip


def show_receipt(request: HttpRequest, case: Case) -> HttpResponse:
    """What the worker tells the person: number, unit, and by when the law promises what."""
    if case.person is not None:
        shown = Shown(case.person.subject_key, WRITTEN_DOWN.code, "case", str(case.pk))
        access.note(request, page="contact_logged", shown=[shown])
    context = {
        "case": case,
        "number": case.contact.number,
        "unit": case.unit,
        "hidden": case.person is not None and case.person.non_disclosure,
        "unit_name": trilingual(case.unit, "name"),
        "promises": promises_of(case.contact),
        "mine": case.unit_id in actor_of(request).units,
        "today": helsinki_date(clock.now()),
    }
    return render(request, "desks/staff/logged.html", context)
