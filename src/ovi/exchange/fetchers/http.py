"""How does a fetcher ask another service for JSON: patiently, politely, and without telling it more than needed?

The standard library's urllib is enough for one request after another, so no HTTP library is added.
"""

from __future__ import annotations

import http.client
import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from ovi.foundation.refusals import Refused

_LARGEST = 200_000_000  # bytes of one answer; the largest page seen is 1.4 MB
_LONGEST_WAIT = 60.0  # seconds between two tries
# 500 too: PTV answers it for questions it does not like (catalogue.md §1.2), and not only when it is down.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class _SameHostOnly(urllib.request.HTTPRedirectHandler):
    """A redirect to another host would hand the key on: it is not followed."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER = urllib.request.build_opener(_SameHostOnly)


class GoneError(Exception):
    """404 or 410: what was asked for is not published (any more)."""


class UnavailableError(Exception):
    """The service did not answer properly, however often it was asked."""


@dataclass(slots=True)
class Client:
    """Asks one service, one request at a time. `tries` a request; `pause` seconds between requests."""

    base: str
    headers: Mapping[str, str] = field(default_factory=dict)
    tries: int = 6
    pause: float = 0.1
    timeout: float = 60.0
    first_wait: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    requests: int = 0

    def __post_init__(self) -> None:
        if urlsplit(self.base).scheme not in ("http", "https"):
            raise Refused(f"{self.base} is no web address. Give http:// or https://.", code="fetch.address")

    def get(self, path: str, query: Mapping[str, str | int] | None = None) -> Any:
        """The answer as JSON. GoneError for 404 and 410, UnavailableError when patience ends, Refused for 401, 403."""
        url = self.base.rstrip("/") + path + (f"?{urlencode(query)}" if query else "")
        reason = ""
        for number in range(self.tries):
            if number:
                self.sleep(self._wait(number, reason))
            try:
                return self._once(url)
            except _PassingError as error:
                reason = str(error)
        raise UnavailableError(f"{path}: {reason} ({self.tries} tries)")

    def _once(self, url: str) -> Any:
        self.requests += 1
        if self.pause:
            self.sleep(self.pause)
        headers = {"Accept": "application/json", **self.headers}
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme is checked above
        try:
            with _OPENER.open(request, timeout=self.timeout) as answer:
                content = answer.read(_LARGEST + 1)
        except urllib.error.HTTPError as error:
            raise _judged(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise _PassingError(f"{type(error).__name__}: {error}") from error
        if len(content) > _LARGEST:
            raise UnavailableError(f"{url} answers with more than {_LARGEST // 1_000_000} MB")
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            # A proxy's error page with status 200, or an answer cut off in the middle.
            raise _PassingError("the answer is not JSON") from error

    def _wait(self, number: int, reason: str) -> float:
        told = reason.partition("Retry-After ")[2]
        if told.isdigit():
            return min(float(told), _LONGEST_WAIT)
        longest = min(self.first_wait * 2.0 ** (number - 1), _LONGEST_WAIT)
        return longest * (0.5 + random.random() / 2)  # noqa: S311 - so that many clients do not come back at once


class _PassingError(Exception):
    """Worth another try."""


def _judged(error: urllib.error.HTTPError) -> Exception:
    with error:
        if error.code in (404, 410):
            return GoneError(str(error.code))
        if error.code in (401, 403):
            return Refused(
                f"The service refuses the key or wants one ({error.code}). v12 needs a key: give the name of the "
                "environment variable that holds it with --key-env.",
                code="fetch.forbidden",
            )
        if error.code in _PASSING:
            later = error.headers.get("Retry-After", "")
            return _PassingError(f"status {error.code}" + (f", Retry-After {later}" if later.isdigit() else ""))
        return UnavailableError(f"status {error.code}")
