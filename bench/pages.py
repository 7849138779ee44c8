"""How fast, with how many queries and how heavy are the main pages with the demo county's data?"""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

from bench import product
from bench.measure import Row, milliseconds, timing_row

# Where the first of its kind is found: a page, and the link on it.
FIRST = {
    "case": ("/tyo/", r'href="(/tyo/\d+/)"'),
    "unit": ("/johto/yksikko/", r'href="(/johto/yksikko/[^"/]+/)"'),
}
# page, address (or a key of FIRST), demo account that looks at it
PAGES = (
    ("front", "/", None),
    ("search results", "/palvelut/?q=hammas", None),
    ("public access", "/saatavuus/", None),
    ("my matters", "/omat/", "resident"),
    ("worklist", "/tyo/", "nurse"),
    ("case", "case", "nurse"),
    ("access", "/johto/saatavuus/", "manager"),
    ("a unit", "unit", "manager"),
    ("wellbeing", "/johto/hyvinvointi/", "manager"),
    ("programme", "/hanke/", "programme_office"),
)


def _address(kind: str, client: Any) -> str:
    if kind not in FIRST:
        return kind
    page, link = FIRST[kind]
    found = re.search(link, client.get(page).content.decode())
    if found is None:
        raise RuntimeError(f"{page} of the practice county names none")
    return found[1]


def _weight(html: bytes) -> int:
    """Bytes on the wire without fonts: the page and every style sheet, script and picture it names, gzipped."""
    from django.conf import settings

    total = len(gzip.compress(html, 6))
    for address in sorted(set(re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))', html))):
        path = Path(settings.STATIC_ROOT) / address.decode().removeprefix("/static/")
        total += len(gzip.compress(path.read_bytes(), 6))
    return total


def rows() -> list[Row]:
    product.ready()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from ovi.demo.accounts import DEMO_ACCOUNTS
    from ovi.people.models import Account

    usernames = {account.role.value: account.username for account in DEMO_ACCOUNTS}
    made = []
    for name, kind, key in PAGES:
        client = Client(SERVER_NAME="127.0.0.1")
        if key:
            client.force_login(
                Account.objects.get(username=usernames[key]), "django.contrib.auth.backends.ModelBackend"
            )
        address = _address(kind, client)
        first = client.get(address)
        if first.status_code != 200:
            raise RuntimeError(f"{address} answered {first.status_code}")
        taken = milliseconds(lambda client=client, address=address: client.get(address), runs=60)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(address)
        made.append(
            timing_row(
                f"page: {name}", taken, goal="p95 ≤ 100 ms, ≤ 8 queries, ≤ 60 kB",
                note=f"{len(queries)} queries, {_weight(answer.content) / 1000:.1f} kB gz without fonts",
            )
        )  # fmt: skip
    return made
