"""Does one connection send in a flood? Then each message gets a turn a second later than the one before, and waits.

Nobody is shut out: a school, a library or a family behind one address comes through, the last of two hundred pupils in
some two minutes; who floods gets one message a second. The text stays in the draft, and the page gives the number to
call (docs/decisions/0022). Counted under a hash whose key dies with the process, so that a count can be tied to no
address.
"""

from __future__ import annotations

import hashlib
import math
import secrets
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ovi.contact.actions import take_turn
from ovi.plumbing import clock

FREE = 60  # at once within the window; a class sends its messages without noticing any of this
_WINDOW = timedelta(minutes=10)
_LONGEST = timedelta(minutes=5)  # no turn is further away than this
_KEY = secrets.token_bytes(32)  # of this process: a count can be tied to no address once it has ended


def turn_of(request: HttpRequest, what: str, *, kept: object = None, free: int = FREE, gap: float = 1.0) -> float:
    """When this sending's turn is, in seconds since 1970: now, or later when the connection has sent very many.

    `kept` is the turn given to the same message before: trying again neither counts nor puts it off.
    """
    if isinstance(kept, int | float) and not isinstance(kept, bool):
        return float(kept)
    now, key = clock.now(), _counter(request, what)
    if key is None:  # a proxy that names nobody: better a flood than a message that cannot be sent
        return now.timestamp()
    turn = take_turn(key=key, free=free, gap=timedelta(seconds=gap), window=_WINDOW, longest=_LONGEST, now=now)
    return turn.timestamp()


def seconds_until(turn: float) -> int:
    """How long the sending still waits for its turn; 0 when it may go."""
    return max(0, math.ceil(turn - clock.now().timestamp()))


def _counter(request: HttpRequest, what: str) -> str | None:
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None
    return f"{what}:" + hashlib.blake2b(address.encode(), key=_KEY, digest_size=16).hexdigest()
