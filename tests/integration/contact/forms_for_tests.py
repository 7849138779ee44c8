"""How is the contact form walked in tests, by whom, and for whom may they act?"""

from __future__ import annotations

import io
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from ovi.people.actions import Right, record_representation
from ovi.people.models import Person, Representation
from ovi.people.states import RepresentationKind, RepresentationScope, RepresentationSource
from ovi.plumbing.actor import system
from tests.integration.contact.test_pages import hidden
from tests.integration.residents_for_tests import text_of

REPLY = {"reply_by": "phone", "reply_to": "040 123 4567"}


def may_act(
    who: Person, whom: Person, kind: RepresentationKind, *, now: datetime, until: date | None = None,
    scope: RepresentationScope = RepresentationScope.BOTH,
) -> Representation:  # fmt: skip
    """The register has told that `who` may act for `whom`."""
    source = (
        RepresentationSource.POPULATION_REGISTER
        if kind == RepresentationKind.GUARDIAN
        else RepresentationSource.SUOMI_FI
    )
    right = Right(kind=kind, source=source, scope=scope, valid_from=date(2026, 1, 1), valid_to=until)
    return record_representation(represented=whom, representative=who, right=right, by=system("test"), now=now)


def walk_for(
    client: Client, whom: Person | None, *, whose: str = "child", line: str = "primary_care", words: str = "Kuumetta",
    **reply: str,
) -> dict[str, str]:  # fmt: skip
    """Answer all questions for somebody; what the check page would send."""
    client.post("/yhteys/", {"for_whom": whose})
    if whom is not None:
        given = client.post("/yhteys/kuka/", {"for_person": str(whom.pk)})
        assert given.status_code == 302, text_of(given)
    client.post("/yhteys/asia/", {"own_words": words})
    client.post("/yhteys/palvelu/", {"service_line": line})
    away = client.post("/yhteys/vastaus/", {**REPLY, **reply})
    assert away.status_code == 302, text_of(away)
    return hidden(text_of(client.get("/yhteys/tarkistus/")))


def key_of(sending: dict[str, str]) -> UUID:
    return UUID(sending["idempotency_key"])


def picture(name: str = "ihottuma.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (200, 30, 30)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
