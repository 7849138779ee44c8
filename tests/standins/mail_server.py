"""A mail server to send to, in a process of its own: STARTTLS, a password, and every refusal a server may give.

    python -m tests.standins.mail_server --mails FILE [--cert FILE --key FILE]      prints its port on the first line

What happens is decided by the recipient: gone@ 550, full@ 552, later@ 451, spam@ 554 after the data, drop@ the
connection is cut after the data without an answer. Everything taken is written to FILE, one JSON object a line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import ssl
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "ovi", "stand-in-password"
_AT_RECIPIENT = {"gone": "550 5.1.1 No such user", "full": "552 5.2.2 Mailbox full", "later": "451 4.7.1 Try later"}


class Handler:
    """Takes mail as its recipient says."""

    def __init__(self, mails: Path) -> None:
        self.mails = mails

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answer = _AT_RECIPIENT.get(address.partition("@")[0])
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        who = envelope.rcpt_tos[0].partition("@")[0]
        if who == "spam":
            return "554 5.7.1 Refused by policy"
        mail = message_from_bytes(envelope.content, policy=policy.default)
        taken = {
            "to": envelope.rcpt_tos[0], "from": envelope.mail_from, "tls": session.ssl is not None,
            "user": session.auth_data if session.authenticated else None, "number": mail["Message-ID"],
            "subject": mail["Subject"], "auto": mail["Auto-Submitted"], "body": mail.get_content(),
        }  # fmt: skip
        with self.mails.open("a", encoding="utf-8") as file:
            file.write(json.dumps(taken, ensure_ascii=False) + "\n")
        if who == "drop":
            server.transport.abort()
        if who == "slow":
            await asyncio.sleep(2)
        return "250 OK"


def _known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False, auth_data=USER)


async def serve(options: argparse.Namespace) -> None:
    context = None
    if options.cert:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.cert, options.key)

    def session() -> SMTP:
        return SMTP(
            Handler(Path(options.mails)), hostname="mail.example.fi", tls_context=context,
            require_starttls=context is not None, auth_required=context is not None, authenticator=_known,
        )  # fmt: skip

    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("--mails", "--cert", "--key"):
        parser.add_argument(name, default="")
    asyncio.run(serve(parser.parse_args()))
