"""What came from elsewhere with a contact: its documents as they were sent, and who referred the person?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.html import strip_tags

from ovi.contact.models import InboundDocument, InboundReferral


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document as it was sent: a question with its answers, or a heading with its text."""

    level: int
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with what must be told of it."""

    id: int
    product: str
    product_version: str
    ce_mark: str
    title: str
    source: str
    authored_at: datetime
    received_at: datetime
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReferralView:
    """Who referred the person, when, and how urgent they judged it."""

    organisation: str
    business_code: str
    professional: str
    profession: str
    phone: str
    urgency: str
    referred_on: date
    received_at: datetime


def documents_of(number: str) -> list[DocumentView]:
    """The documents of the contact with this number, the newest first. One query."""
    rows = InboundDocument.objects.filter(contact__number=number).order_by("-received_at", "-id")
    return [
        DocumentView(
            one.pk, one.product, one.product_version, one.ce_mark, one.title, one.source, one.authored_at,
            one.received_at, tuple(lines_of(one.content)),
        )
        for one in rows
    ]  # fmt: skip


def referral_of(number: str) -> ReferralView | None:
    """The referral by which the contact came; None for others. One query."""
    one = InboundReferral.objects.filter(contact__number=number).first()
    if one is None:
        return None
    return ReferralView(
        one.organisation, one.business_code, one.professional, one.profession, one.phone, one.urgency,
        one.referred_on, one.received_at,
    )  # fmt: skip


def lines_of(content: dict[str, Any]) -> Iterator[Line]:
    """The document as text, in its own order; nothing is left out, counted or judged."""
    if content.get("resourceType") == "Composition":
        yield from _sections(content.get("section", ()), 0)
    else:
        yield from _items(content.get("item", ()), 0)


def _items(items: Any, level: int) -> Iterator[Line]:
    for item in items:
        answers = item.get("answer", ())
        yield Line(level, str(item.get("text") or item.get("linkId", "")), tuple(_said(one) for one in answers))
        yield from _items(item.get("item", ()), level + 1)
        for one in answers:
            yield from _items(one.get("item", ()), level + 1)


def _sections(sections: Any, level: int) -> Iterator[Line]:
    for one in sections:
        told = strip_tags(str(one.get("text", {}).get("div", ""))).strip()
        yield Line(level, str(one.get("title", "")), (told,) if told else ())
        yield from _sections(one.get("section", ()), level + 1)


def _said(answer: dict[str, Any]) -> str:
    """One answer in words: the display of a code, a number with its unit, anything else as it stands."""
    value = next((value for name, value in answer.items() if name.startswith("value")), None)
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, dict):
        if "display" in value or "code" in value:
            return str(value.get("display") or value["code"])
        if "value" in value:
            return f"{value['value']} {value.get('unit', '')}".strip()
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)
