"""How does a text message leave? As JSON over HTTP to the county's operator, in the shape that OVI_SMS_BODY gives."""

from __future__ import annotations

import json
from typing import Any

from ovi.plumbing.outbound.http import post
from ovi.plumbing.outbound.messages import Outgoing, Sent
from ovi.plumbing.settings import OviSettings


def send(message: Outgoing, ours: OviSettings) -> Sent:
    """Hand one text to the operator. The key goes along as Idempotency-Key, so that a retry sends nothing twice."""
    values = {"{to}": message.to, "{text}": message.body, "{sender}": ours.sms_sender, "{key}": message.key}
    headers = {"Idempotency-Key": message.key}
    if ours.sms_token:
        headers["Authorization"] = f"Bearer {ours.sms_token}"
    answer = post("sms", ours.sms_url, _filled(json.loads(ours.sms_body), values), headers=headers)
    number = answer.get(ours.sms_id, "") if isinstance(answer, dict) else ""
    return Sent(str(number or message.key))


def _filled(shape: Any, values: dict[str, str]) -> Any:
    """The shape with each placeholder replaced, inside lists and mappings too; texts never become structure."""
    if isinstance(shape, dict):
        return {key: _filled(value, values) for key, value in shape.items()}
    if isinstance(shape, list):
        return [_filled(value, values) for value in shape]
    return values.get(shape, shape) if isinstance(shape, str) else shape
