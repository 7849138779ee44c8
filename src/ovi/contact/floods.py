"""Does one connection send notifications in a flood? Counted in memory only, never who it is.

Only what is sent counts, and the limit is far above what a school or a library behind one address sends. The
answers stay in the draft, and the page gives the number to call.
"""

from __future__ import annotations

import hashlib
import secrets

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

LIMIT = 20
SECONDS = 600
_KEY = secrets.token_bytes(32)  # of this process: a count can be tied to no address once it has ended


def is_flood(request: HttpRequest) -> bool:
    """Count this sending; True when the connection has sent more than LIMIT within SECONDS."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:  # a proxy that names nobody: better a flood than a notification that cannot be sent
        return False
    key = "notices:" + hashlib.blake2b(address.encode(), key=_KEY, digest_size=16).hexdigest()
    cache.add(key, 0, SECONDS)
    return int(cache.incr(key)) > LIMIT
