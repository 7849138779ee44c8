"""How does a referral on paper become a matter whose own clock runs from its arrival?"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ovi.casework.actions import open_case
from ovi.casework.models import Case
from ovi.contact.actions import Arrival, Referred, content_hash, receive_referral, received_before
from ovi.contact.models import InboundReferral
from ovi.contact.policies import LOG_CONTACT
from ovi.desks.forms_referral import ReferralForm
from ovi.desks.pages_staff.log_contact import PERSON_FIELDS, person_of, show_receipt
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.actor import system

_DESK = "desk"
_FIELDS = {**PERSON_FIELDS, "reason": "own_words"}


def referral_page(request: HttpRequest) -> HttpResponse:
    """The form; saved, the worker sees which unit answers and by when."""
    actor = actor_of(request)
    LOG_CONTACT.require(actor)
    form = ReferralForm(request.POST if request.method == "POST" else None, actor=actor)
    case = _stored(request, form) if form.is_bound and form.is_valid() else None
    if case is None:
        return render(request, "desks/staff/referral.html", {"form": form}, status=422 if form.is_bound else 200)
    return show_receipt(request, case)


def _stored(request: HttpRequest, form: ReferralForm) -> Case | None:
    """The referral and its case in one transaction; what is wrong is put beside its field."""
    try:
        with transaction.atomic():
            return _write(request, form)
    except Refused as refused:
        if refused.code == "inbound.faulty":
            for fault in refused.faults:
                where = _FIELDS.get(fault.where, fault.where)
                form.add_error(where if where in form.fields else None, _(fault.what))
        elif refused.code in _FIELDS:
            form.add_error(_FIELDS[refused.code], _(refused.message))
        elif refused.code == "inbound.other_content":
            form.add_error(None, _("This form has already been used. Open a new one."))
        else:
            raise
        return None


def _write(request: HttpRequest, form: ReferralForm) -> Case:
    actor, now, given = actor_of(request), clock.now(), form.cleaned_data
    key = str(given["idempotency_key"])
    told: dict[str, Any] = {name: str(value) for name, value in given.items() if name != "idempotency_key"}
    digest = content_hash(told)
    if number := received_before(InboundReferral, _DESK, key, digest):
        return Case.objects.select_related("contact", "person", "unit").get(contact__number=number)
    if given["referred_on"] > helsinki_date(now):
        form.add_error("referred_on", _("The date is in the future."))
        raise Refused("The date is in the future.", code="inbound.faulty")
    person = person_of(form, {**given, "reply_to": ""}, actor, now)
    arrival = Arrival(
        person_id=person.pk if person else None, service_line=given["service_line"], register=form.register(),
        language=person.language if person else form.language(), own_words=given["own_words"],
    )  # fmt: skip
    referred = Referred(
        source=_DESK, referral_id=key, organisation=given["organisation"], professional=given["professional"],
        urgency=given["urgency"], referred_on=given["referred_on"], content_hash=digest,
        profession=given["profession"], phone=given["referrer_phone"],
    )  # fmt: skip
    row = receive_referral(referred=referred, arrival=arrival, by=actor, now=now)
    return open_case(contact_id=row.contact_id, by=system("reception"), now=now)
