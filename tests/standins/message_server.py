"""A text message operator and Suomi.fi Messages to hand messages to, in a process of their own.

    python -m tests.standins.message_server --seen FILE      prints its port on the first line

What happens is decided by the recipient's last digits: 500 the first two tries fail, 504 the answer comes late, 444 the
connection is reset after the message was taken, 429 asks for patience, 404 nobody there, 400 a bad request, 401 a bad
key, 302 sends elsewhere. Each key is delivered once, as a provider promises; all tries and deliveries go to FILE.
"""

from __future__ import annotations

import argparse
import json
import socket
import struct
import sys
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

USER, PASSWORD, TOKEN = "ovi-user", "ovi-password", "stand-in-token"
NO_MAILBOX = "010190-9999"
LATE = 2.0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: Path
    delivered: dict[str, int] = {}
    tries: Counter[str] = Counter()
    lock = Lock()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")
        if self.path == "/v1/token":
            known = body == {"username": USER, "password": PASSWORD}
            self._answer(200 if known else 401, {"access_token": TOKEN, "token_type": "bearer"} if known else {})
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._answer(401, {"reason": "no token"})
        elif self.path == "/v1/mailboxes/active":
            active = [one for one in body["endUsers"] if one["id"] != NO_MAILBOX]
            self._answer(200, {"endUsersWithActiveMailbox": active})
        elif self.path == "/v2/messages/electronic":
            self._suomi_fi(body)
        elif self.path == "/sms":
            self._sms(body)
        else:
            self._answer(404, {})

    def _suomi_fi(self, body: dict[str, Any]) -> None:
        if not body["electronic"]["title"] or not body["electronic"]["body"]:
            self._answer(400, {"reason": "empty"})
            return
        new, number = self._take(body["externalId"], {"way": "suomi_fi", **body})
        self._answer(200 if new else 409, {"messageId": number})

    def _sms(self, body: dict[str, Any]) -> None:
        to, key = body["to"], self.headers.get("Idempotency-Key", "")
        with self.lock:
            Handler.tries[key] += 1
            first = Handler.tries[key] <= 2
        plain = {"429": 429, "404": 404, "400": 400, "401": 401, "302": 302}.get(to[-3:])
        if to.endswith("500") and first:
            plain = 500
        if plain:
            self._answer(plain, {"error": plain}, {"Retry-After": "90", "Location": "http://127.0.0.1:1/elsewhere"})
            return
        _new, number = self._take(key, {"way": "sms", "key": key, **body})
        if to.endswith("444") and first:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        if to.endswith("504") and first:
            time.sleep(LATE)
        self._answer(201, {"id": number})

    def _take(self, key: str, message: dict[str, Any]) -> tuple[bool, int]:
        with self.lock:
            new = key not in Handler.delivered
            if new:
                Handler.delivered[key] = len(Handler.delivered) + 1
            with self.seen.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"delivered": new, **message}, ensure_ascii=False) + "\n")
            return new, Handler.delivered[key]

    def _answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            self.close_connection = True

    def log_message(self, *args: Any) -> None:
        pass


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--seen", required=True)
    Handler.seen = Path(parser.parse_args().seen)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
