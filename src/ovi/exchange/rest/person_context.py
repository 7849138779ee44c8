"""How does a worker come from the record system to the same person here, without an identifier in an address?

The record system sends the identity code in the body of a POST and gets an address with a token. It opens that in the
worker's browser; the worker signs in as always, and sees what their own work allows of the person.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ovi.exchange import actions
from ovi.exchange.models import Interface
from ovi.exchange.rest.caller import calling, error
from ovi.plumbing import clock
from ovi.plumbing.actor import system


@csrf_exempt
@require_POST
def person_context(request: HttpRequest) -> JsonResponse:
    """{"henkilotunnus": "…"} with `Authorization: Bearer <key>` → {"address": "…", "expires_at": "…"}."""
    client = calling(request, Interface.PERSON_CONTEXT)
    if isinstance(client, JsonResponse):
        return client
    try:
        body = json.loads(request.body)
        code = body["henkilotunnus"]
    except (ValueError, KeyError, TypeError):
        return error(400, 'Send a JSON object: {"henkilotunnus": "…"}.')
    if not isinstance(code, str) or set(body) != {"henkilotunnus"}:
        return error(400, "henkilotunnus must be a text, and the only field.")
    made = actions.make_context(client=client, henkilotunnus=code, by=system("person_context"), now=clock.now())
    if made is None:
        return error(404, "There is no such person here. Log the contact without an address.")
    token, expires_at = made
    address = request.build_absolute_uri(f"{reverse('worklist')}?{urlencode({'henkilo': token})}")
    return JsonResponse({"address": address, "expires_at": expires_at.isoformat()}, status=201)
