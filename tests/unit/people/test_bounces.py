"""A bounce is told from a delay, a holiday reply and a forgery of neither kind."""

from __future__ import annotations

import pytest

from ovi.people.bounces import bounced_number

REPORT = """\
From: MAILER-DAEMON@mail.example.fi
Message-ID: <report@mail.example.fi>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Viestiä ei voitu toimittaa.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.fi

Final-Recipient: rfc822; gone@example.fi
Action: {action}
Status: {status}
--b
Content-Type: {kind}

Message-ID: <own-key@county.example>
From: ovi@county.example
Subject: Sinulle on viesti

Teksti
--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "kind", "found"),
    [
        ("failed", "5.1.1", "message/rfc822", "<own-key@county.example>"),
        ("failed", "5.1.1", "text/rfc822-headers", "<own-key@county.example>"),
        ("delayed", "4.4.7", "message/rfc822", ""),
        ("failed", "4.4.7", "message/rfc822", ""),
        ("delivered", "2.0.0", "message/rfc822", ""),
    ],
)
def test_only_a_lasting_failure_names_its_message(action, status, kind, found):
    assert bounced_number(REPORT.format(action=action, status=status, kind=kind).encode()) == found


@pytest.mark.parametrize(
    "other", [b"", b"\x00\xff", b"Subject: Olen lomalla\n\nPoissa", b"Content-Type: multipart/report"]
)
def test_anything_else_is_no_bounce(other):
    assert bounced_number(other) == ""
