"""Which message does a bounce speak of? Reads the report of a mail server (RFC 3464) as it comes in a mailbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import Message

_HEADER = "Message-ID"


def bounced_number(report: bytes) -> str:
    """The Message-ID of the message that will never arrive; empty for a delay, a holiday reply or anything else."""
    mail = message_from_bytes(report, policy=policy.default)
    if mail.get_content_type() != "multipart/report":
        return ""
    parts = list(mail.walk())
    failed = any(
        str(block.get("Action", "")).strip().lower() == "failed" and str(block.get("Status", "")).strip()[:1] == "5"
        for part in parts if part.get_content_type() == "message/delivery-status"
        for block in _blocks(part)
    )  # fmt: skip
    return next(_numbers(parts), "") if failed else ""


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _numbers(parts: Sequence[Message]) -> Iterator[str]:
    """The number of the message sent back, whole or its headers only; never the report's own."""
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            yield from (str(one[_HEADER]).strip() for one in _blocks(part) if one[_HEADER])
        elif part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            headers = message_from_bytes(content if isinstance(content, bytes) else b"", policy=policy.default)
            if headers[_HEADER]:
                yield str(headers[_HEADER]).strip()
