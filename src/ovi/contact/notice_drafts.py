"""What has a notifier written so far? Kept on the server for two hours, apart from any session or account.

A sign-in session would tie the words to the account, and its row would be rewritten at the moment of sending. So
the draft has a session of its own under its own cookie, and goes away whole when it is sent or given up.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

COOKIE = "ovi_notice"
_MARK = "notice_draft"
_KEPT = timedelta(hours=2)


class Draft:
    """The answers of one notification."""

    def __init__(self, key: str | None) -> None:
        self.store = _store(key)
        # The cookie is the browser's to choose: a row that is no draft is never read or written here.
        if key and _MARK not in self.store:
            self.store = _store(None)
        self.gone = False

    @property
    def answers(self) -> dict[str, Any]:
        """What has been answered, with the key that makes one notification of many submits."""
        return dict(self.store.get(_MARK) or {"idempotency_key": str(uuid.uuid4())})

    def keep(self, **answers: Any) -> None:
        """Add answers."""
        self.store[_MARK] = {**self.answers, **answers}

    def drop(self) -> None:
        """Forget everything."""
        self.gone = True

    def settle(self, response: HttpResponse) -> None:
        """Write what was kept, or wipe what was dropped, as the answer leaves."""
        if self.gone:
            self.store.flush()
            response.delete_cookie(COOKIE)
        elif self.store.modified:
            self.store.set_expiry(_KEPT)
            self.store.save()
            response.set_cookie(
                COOKIE,
                self.store.session_key or "",
                httponly=True,
                samesite="Lax",
                secure=bool(settings.SESSION_COOKIE_SECURE),
            )


def _store(key: str | None) -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)
    return store


def drafted(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page with its draft as second argument; nothing of it stays in the browser's or a proxy's cache."""

    @wraps(page)
    def answered(request: HttpRequest, **given: Any) -> HttpResponse:
        draft = Draft(request.COOKIES.get(COOKIE))
        response = page(request, draft, **given)
        draft.settle(response)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answered
