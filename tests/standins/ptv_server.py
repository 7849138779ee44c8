"""A PTV to fetch from, in a process of its own: v11 and v12 by page, and everything that goes wrong in practice.

    python -m tests.standins.ptv_server --services 60 --faults all      prints its port on the first line

Faults happen by the count of requests, so every run is alike: 504, 500 with an error page, a reset connection, an
answer cut off, 200 with HTML. `--poison ID` answers 504 for every batch with that id. `--vanished N`: the first N
channels are referred to but answer 404. `--slow SECONDS` waits before each answer. An Authorization or x-api-key
header on v11 gives 500, and no x-api-key on v12 gives 401, as the real ones do.
"""

from __future__ import annotations

import argparse
import json
import socket
import struct
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standins import ptv_data as data

V11_PAGE, V12_PAGE = 17, 10  # as odd as the real ones: nobody may assume them
KEY = "stand-in-key"


class Catalogue:
    """What the stand-in holds."""

    def __init__(self, services: int, vanished: int) -> None:
        ids = range(services)
        gone = {data.guid("channel", number) for number in range(vanished)}
        self.v11 = {
            "Service": {row["id"]: row for row in map(data.service, ids)},
            "ServiceChannel": {row["id"]: row for row in map(data.channel, ids) if row["id"] not in gone},
            "Organization": {row["id"]: row for row in map(data.organisation, range(20))},
            "GeneralDescription": {data.GENERAL: data.general_description()},
        }
        self.v12 = {
            "service": {row["contentId"]: row for row in map(data.v12_service, ids)},
            "service-channel": {
                row["contentId"]: row for row in map(data.v12_channel, ids) if row["contentId"] not in gone
            },
            "organization": {row["contentId"]: row for row in map(data.v12_organisation, range(20))},
            "general-description": {data.GENERAL: data.v12_general_description()},
            "service-collection": {data.COLLECTION: data.v12_collection()},
        }
        self.connections = [data.v12_connection(number) for number in ids]
        towns = [data.TOWN, "020"]
        self.county = {"code": data.COUNTY, "isValid": True, "name": {"fi": "Pirkanmaa"}, "municipalities": towns}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    catalogue: Catalogue
    options: argparse.Namespace
    requests = 0

    def do_GET(self) -> None:
        Handler.requests += 1
        if self.path == "/requests":
            self._answer(200, Handler.requests)
            return
        if self.options.slow:
            time.sleep(self.options.slow)
        if self._goes_wrong(Handler.requests):
            return
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if self.options.poison and self.options.poison in self.path:
            self._answer(504, "Gateway Timeout")
        elif parts.path.startswith("/api/v11/"):
            self._v11(parts.path.removeprefix("/api/v11"), query)
        else:
            self._v12(parts.path.removeprefix("/api/v12"), query)

    def _goes_wrong(self, number: int) -> bool:
        if self.options.faults == "none":
            return False
        kind = {3: 504, 5: 500, 7: "reset", 11: "cut", 13: "html", 0: None}.get(number % 15)
        if kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        elif kind == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b'{"itemList": [')
            self.close_connection = True
        elif kind == "html":
            self._raw(200, b"<html>Service temporarily unavailable</html>", "text/html")
        elif isinstance(kind, int):
            self._raw(kind, b"<html>error</html>", "text/html")
        return kind is not None

    def _v11(self, path: str, query: dict[str, str]) -> None:
        if "Authorization" in self.headers or "x-api-key" in self.headers:
            self._answer(500, "malformed token")
            return
        name, _, rest = path.lstrip("/").partition("/")
        held = self.catalogue.v11.get(name)
        if held is None:
            self._answer(404, "no such list")
        elif rest == "list":
            self._listed(held, query.get("guids", "").split(","))
        elif rest.startswith("list/area/") or not rest:
            archived = query.get("status") in ("Archived", "Withdrawn")
            rows = list(held.values())
            if not rest:
                since = query.get("date", "")
                rows = [{"id": row["id"], "name": "x"} for row in rows if row.get("modified", "") >= since]
            if archived:
                wanted = query["status"] == "Archived" and name == "Service"
                rows = [{"id": data.guid("service", 900)}] if wanted else []
            self._page_v11(rows, int(query.get("page", 1)))
        else:
            self._answer(404, "no such address")

    def _listed(self, held: dict[str, Any], ids: list[str]) -> None:
        if len(ids) > 100:
            self._answer(400, "max 100")
            return
        found = [held[id_] for id_ in ids if id_ in held]
        self._answer(200 if found else 404, found)

    def _page_v11(self, rows: list[Any], page: int) -> None:
        count = max(1, -(-len(rows) // V11_PAGE))
        items = rows[(page - 1) * V11_PAGE : page * V11_PAGE]
        self._answer(200, {"pageNumber": page, "pageSize": V11_PAGE, "pageCount": count, "itemList": items})

    def _v12(self, path: str, query: dict[str, str]) -> None:
        if self.headers.get("x-api-key") != KEY:
            self._answer(401, "no key")
            return
        name, _, rest = path.lstrip("/").partition("/")
        page = int(query.get("page", 1))
        if name == "connection":
            wanted = query["serviceContentIds"].split(",")
            if len(wanted) > 20:
                self._answer(400, "max 20")
                return
            self._page_v12([one for one in self.catalogue.connections if one["serviceContentId"] in wanted], page)
        elif rest == "search":
            all_of = query.get("wellbeingServicesCountiesMatch", "all") == "all"
            since = query.get("publishedAtOrAfter", "")
            rows = [row for row in self.catalogue.v12[name].values() if row.get("publishedAt", since) >= since]
            rows = [{key: value for key, value in row.items() if key != "items"} for row in rows]
            if query.get("areaType", "").startswith("Whole") or (
                all_of and "," in query.get("wellbeingServicesCounties", "")
            ):
                rows = []
            self._page_v12(rows, page)
        elif rest == "archived":
            self._page_v12([{"contentId": data.guid("service", 900)}] if name == "service" else [], page)
        elif name in self.catalogue.v12:
            row = self.catalogue.v12[name].get(rest)
            self._answer(200 if row else 404, row or {"reason": "NotPublished"})
        else:
            self._page_v12([self.catalogue.county] if name == "wellbeing-services-county-codes" else [], page)

    def _page_v12(self, rows: list[Any], page: int) -> None:
        told = {"page": page, "pageSize": V12_PAGE, "totalItems": len(rows)}
        items = rows[(page - 1) * V12_PAGE : page * V12_PAGE]
        self._answer(200, {**told, "totalPages": -(-len(rows) // V12_PAGE), "items": items})

    def _answer(self, status: int, content: Any) -> None:
        self._raw(status, json.dumps(content).encode(), "application/json")

    def _raw(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: the test asks."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, default=40)
    parser.add_argument("--faults", choices=("none", "all"), default="none")
    parser.add_argument("--vanished", type=int, default=0)
    parser.add_argument("--slow", type=float, default=0.0)
    parser.add_argument("--poison", default="")
    Handler.options = parser.parse_args()
    Handler.catalogue = Catalogue(Handler.options.services, Handler.options.vanished)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
