"""Whose unsent message is this browser writing? Found by the person when signed in, else by a key in a signed cookie.

The cookie holds a random key and nothing else. A message that a signed-in person has begun is shown again only to them:
after their sign-in has ended the browser may still add to it, so that nothing typed is lost, but reads nothing back.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from ovi.contact import queries
from ovi.contact.actions import attach_file, detach_file, drop_draft, keep_answers
from ovi.contact.models import ContactDraft
from ovi.people.policies import helping
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.actor import ANONYMOUS, Actor
from ovi.plumbing.models import StoredFile

COOKIE, NAMELESS_COOKIE = "ovi_contact", "ovi_nameless"
SENT_COOKIE, CODE_COOKIE = "ovi_nameless_sent", "ovi_code"  # what one has just sent, or opened by its code


class Draft:
    """The answers of one message. `locked`: somebody else's now, so written but never read."""

    def __init__(self, request: HttpRequest, cookie: str) -> None:
        self.actor: Actor = ANONYMOUS if cookie == NAMELESS_COOKIE else actor_of(request)
        # Beside a person nothing of the helper's own, or of the one helped before, may come up: a draft of this help.
        if whose := helping(self.actor):
            self.actor, cookie = replace(copy(self.actor), person_id=None), f"{cookie}_{whose.ground_id}"
        self.cookie = cookie
        held = signed_key(request, cookie)
        row = queries.draft_of_key(held)
        mine = self.actor.person_id
        if mine is not None and (row is None or row.person_id not in (None, mine)):
            row, held = queries.newest_draft(mine), None
        self.row: ContactDraft | None = row
        self.key: uuid.UUID = row.key if row else held or uuid.uuid4()
        self.gone = False

    @property
    def locked(self) -> bool:
        return self.row is not None and self.row.person_id not in (None, self.actor.person_id)

    @property
    def answers(self) -> dict[str, Any]:
        """What has been answered, with the key that makes one contact of many submits."""
        if self.row is None or self.locked:
            return {"idempotency_key": str(uuid.uuid4())}
        return dict(self.row.answers)

    def keep(self, **answers: Any) -> None:
        """Add answers; the first ones make the draft."""
        if self.row is None or "idempotency_key" not in self.row.answers:
            answers = {"idempotency_key": str(uuid.uuid4()), **answers}
        self.row = keep_answers(key=self.key, person_id=self.actor.person_id, answers=answers, now=clock.now())

    @contextmanager
    def kept_unless_sent(self, posted: Mapping[str, Any], *, again: bool) -> Iterator[None]:
        """What is being sent is kept, whatever stands in its way; not written for the moment that sending takes.

        `again`: the same press once more, which must not bring a sent message back as a draft.
        """
        try:
            yield
        finally:
            if not self.gone and not again:
                self.keep(**posted)

    def files(self) -> list[StoredFile]:
        return queries.files_of_draft(self.row) if self.row and not self.locked else []

    def attach(self, data: bytes, name: str) -> None:
        """Put a file with the message; Refused when it is not fit."""
        if self.row is None:
            self.keep()
        assert self.row is not None  # noqa: S101 - made above
        attach_file(draft=self.row, data=data, name=name, by=self.actor, now=clock.now())

    def detach(self, key: uuid.UUID) -> None:
        if self.row is not None and not self.locked:
            detach_file(draft=self.row, key=key, by=self.actor, now=clock.now())

    def drop(self) -> None:
        """Forget everything; nobody else's."""
        if not self.locked:
            drop_draft(key=self.key, by=self.actor, now=clock.now())
        self.sent()

    def sent(self) -> None:
        """It has been sent, and its row has gone with that."""
        self.row, self.gone = None, True

    def settle(self, response: HttpResponse) -> None:
        """Give the browser the key of what it writes, or take it back."""
        if self.gone:
            response.delete_cookie(self.cookie)
        elif self.row is not None:
            set_signed(response, self.cookie, str(self.key))


def drafted(page: Callable[..., HttpResponse], *, cookie: str = COOKIE) -> Callable[..., HttpResponse]:
    """The page with its draft as second argument; nothing of it stays in the browser's or a proxy's cache."""

    @wraps(page)
    def answered(request: HttpRequest, **given: Any) -> HttpResponse:
        draft = Draft(request, cookie)
        response = page(request, draft, **given)
        draft.settle(response)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answered


def signed_key(request: HttpRequest, cookie: str) -> uuid.UUID | None:
    """The key in the cookie, if we have signed it."""
    try:
        return uuid.UUID(signed_text(request, cookie))
    except ValueError:
        return None


def signed_text(request: HttpRequest, cookie: str, *, max_age: int | None = None) -> str:
    """What the cookie says, if we have signed it, within `max_age` seconds; else nothing."""
    try:
        return signing.TimestampSigner(salt=cookie).unsign(request.COOKIES.get(cookie, ""), max_age=max_age)
    except signing.BadSignature:
        return ""


def set_signed(response: HttpResponse, cookie: str, value: str, *, max_age: int | None = None) -> None:
    """A signed cookie that scripts cannot read; without `max_age` it ends with the browser."""
    response.set_cookie(
        cookie, signing.TimestampSigner(salt=cookie).sign(value), max_age=max_age, httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip
