"""A mandate register in the shape of Suomi.fi-valtuudet (HPA), in a process of its own.

    python -m tests.standins.mandate_server      prints its port, then serves

It checks the checksum of each call, the code and the token as the real one does. `PUT /test/mandates` says whom the
person may act for: {code: {"name": …, "themes": […]}}; `PUT /test/fault` makes it fail in a chosen way.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

CLIENT, SECRET, KEY = "oikea-ovi", "a-secret-of-the-tests", "a-key-of-the-tests"
HEALTH, SOCIAL = "urn:test:terveys", "urn:test:sosiaali"
MANDATES: dict[str, dict[str, Any]] = {}
FAULT: dict[str, str] = {}
SESSIONS: dict[str, str] = {}


class Register(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query, steps = parse_qs(parts.query), [unquote(one) for one in parts.path.strip("/").split("/")]
        if parts.path == "/oauth/authorize":
            assert query["user"][0] in SESSIONS.values()
            back = f"{query['redirect_uri'][0]}?state={query['state'][0]}"
            code = "" if FAULT.get("kind") == "chose_nobody" else "&code=a-code"
            self._send(302, {}, {"Location": back + code})
        elif FAULT.get("kind") == "down":
            self._send(503, {})
        elif not self._signed():
            self._send(401, {})
        elif steps[:4] == ["service", "hpa", "user", "register"]:
            SESSIONS["session-1"] = "user-1"
            self._send(200, {"sessionId": "session-1", "userId": "user-1"})
        elif self.headers.get("Authorization") != "Bearer a-token":
            self._send(401, {})
        elif steps[3] == "delegate":
            self._send(200, [{"personId": code, "name": one["name"]} for code, one in MANDATES.items()])
        elif steps[3] == "authorization":
            allowed = query["issues"][0] in MANDATES[steps[5]]["themes"]
            self._send(200, {"result": "ALLOWED" if allowed else "DISALLOWED"})
        else:
            self._send(404, {})

    def do_POST(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") == f"Basic {known}" and query["code"] == ["a-code"]:
            self._send(200, {"access_token": "a-token", "token_type": "bearer"})
        else:
            self._send(401, {})

    def do_PUT(self) -> None:
        kept = MANDATES if self.path == "/test/mandates" else FAULT
        kept.clear()
        kept.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._send(200, {})

    def _signed(self) -> bool:
        client, at, given = self.headers["X-AsiointivaltuudetAuthorization"].split(" ")
        made = hmac.new(KEY.encode(), f"{self.path} {at}".encode(), hashlib.sha256).digest()
        return client == CLIENT and given == base64.b64encode(made).decode()

    def _send(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args: object) -> None:
        """The tests print their own."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
