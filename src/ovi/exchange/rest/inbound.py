"""How does another system send us an assessment or a referral?

POST with `Authorization: Bearer <key>`. 201: stored, with the number of the contact. 200: the same was here already.
409: the identifier was sent before with other content. 422: every fault with its place; nothing was stored.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ovi.exchange.models import Client, Interface
from ovi.exchange.receiving import Received, take_assessment, take_referral
from ovi.exchange.rest.caller import body_of, calling, error
from ovi.exchange.rest.reading import read_assessment, read_referral
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Fault, Refused
from ovi.plumbing import clock
from ovi.plumbing.actor import system

Take = Callable[[Client, dict[str, Any]], tuple[Received | None, list[Fault]]]
_STATUS = {"inbound.other_content": 409, "inbound.register": 403}


@csrf_exempt
@require_POST
def assessments(request: HttpRequest) -> JsonResponse:
    """Receive an assessment as a FHIR R4 QuestionnaireResponse or Composition in its envelope."""
    return _answer(request, Interface.ASSESSMENTS, _assessment)


@csrf_exempt
@require_POST
def referrals(request: HttpRequest) -> JsonResponse:
    """Receive a referral of another organisation."""
    return _answer(request, Interface.REFERRALS, _referral)


def _answer(request: HttpRequest, interface: Interface, take: Take) -> JsonResponse:
    client = calling(request, interface)
    if isinstance(client, JsonResponse):
        return client
    body = body_of(request)
    if isinstance(body, JsonResponse):
        return body
    try:
        received, faults = take(client, body)
    except Refused as refused:
        return error(_STATUS.get(refused.code, 422), refused.message, list(refused.faults))
    if received is None:
        return error(422, "Nothing was stored. Correct these points and send it again.", faults)
    return JsonResponse({"contact": received.number, "new": received.new}, status=201 if received.new else 200)


def _assessment(client: Client, body: dict[str, Any]) -> tuple[Received | None, list[Fault]]:
    now = clock.now()
    sent, faults = read_assessment(body, now=now, today=helsinki_date(now))
    if faults:
        return None, faults
    return take_assessment(sent=sent, body=body, client=client, by=system(client.name), now=now), []


def _referral(client: Client, body: dict[str, Any]) -> tuple[Received | None, list[Fault]]:
    now = clock.now()
    sent, faults = read_referral(body, today=helsinki_date(now))
    if faults:
        return None, faults
    return take_referral(sent=sent, body=body, client=client, by=system(client.name), now=now), []
