"""How is something handed to another service over HTTP: once per key, with patience left to who calls?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from ovi.plumbing.outbound.messages import LastingError, PassingError

_SECONDS = (5, 15)  # to connect, to answer
_LATER = frozenset({408, 425, 429})
_BUSY = frozenset({429, 502, 503, 504})  # the service, not this message
_WRONG_SETTINGS = frozenset({401, 403, 407})
_LONGEST_WAIT = 3600


def post(
    name: str, url: str, body: Any, *, headers: Mapping[str, str] | None = None, taken: tuple[int, ...] = ()
) -> Any:
    """The answer's JSON ({} where it is none). Statuses in `taken` are answers too, not failures.

    A redirect is never followed: it would carry the recipient and our key elsewhere.
    """
    try:
        answer = requests.post(url, json=body, headers=headers, timeout=_SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise PassingError(f"{name}.{type(error).__name__}", whole=True) from error
    if 200 <= answer.status_code < 300 or answer.status_code in taken:
        return _json(answer)
    raise _judged(name, answer)


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:  # a provider may answer 204, or with a word only
        return {}


def _judged(name: str, answer: requests.Response) -> Exception:
    code, status = f"{name}.{answer.status_code}", answer.status_code
    if status >= 500 or status in _LATER:
        told = answer.headers.get("Retry-After", "")
        wait = min(int(told), _LONGEST_WAIT) if told.isdigit() else 0
        return PassingError(code, after_seconds=wait, whole=status in _BUSY)
    if status in _WRONG_SETTINGS or status < 400:
        return PassingError(code, ours=True)
    return LastingError(code, bad_address=status in (404, 410, 422))
