"""What has a person written so far? Kept in the session on the server, so also through the sign-in."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest

_KEY = "contact_draft"


def draft(request: HttpRequest) -> dict[str, Any]:
    """The answers so far; a new draft gets its idempotency key at once."""
    kept = request.session.get(_KEY)
    return dict(kept) if isinstance(kept, dict) else {"idempotency_key": str(uuid.uuid4())}


def keep(request: HttpRequest, **answers: Any) -> dict[str, Any]:
    """Add answers to the draft."""
    request.session[_KEY] = kept = {**draft(request), **answers}
    return kept


def drop(request: HttpRequest) -> None:
    """Forget the draft, once it has been sent or given up."""
    request.session.pop(_KEY, None)
