"""Which system calls, and may it do this? One answer for every interface."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse

from ovi.exchange.models import Client, Interface
from ovi.exchange.queries import client_with_key
from ovi.foundation.refusals import Fault

LARGEST = 1_000_000  # bytes; an assessment is some tens of kilobytes


def error(status: int, what: str, faults: list[Fault] | None = None) -> JsonResponse:
    """What is wrong and what to do, with every fault."""
    told: dict[str, Any] = {"error": what}
    if faults:
        told["faults"] = [{"where": one.where, "what": one.what} for one in faults]
    return JsonResponse(told, status=status)


def calling(request: HttpRequest, interface: Interface) -> Client | JsonResponse:
    """The system that holds the key; an answer of refusal for an unknown key or another's interface."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    client = client_with_key(key.strip()) if scheme == "Bearer" else None
    if client is None:
        answer = error(401, "Send the key of your system: Authorization: Bearer <key>.")
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    if interface not in client.may:
        return error(403, f"Your key does not open {interface.value}. Ask the county to add it.")
    return client


def body_of(request: HttpRequest) -> dict[str, Any] | JsonResponse:
    """The JSON object that was sent; an answer of refusal for anything else."""
    if request.content_type not in ("application/json", "application/fhir+json"):
        return error(415, "Send JSON: Content-Type: application/json.")
    try:
        if len(request.body) > LARGEST:
            return error(413, f"At most {LARGEST} bytes.")
        body = json.loads(request.body, parse_constant=_refuse)
    except RequestDataTooBig:
        return error(413, f"At most {LARGEST} bytes.")
    except (ValueError, RecursionError):
        return error(400, "The body is no sound JSON in UTF-8.")
    return body if isinstance(body, dict) else error(400, "Send a JSON object.")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
