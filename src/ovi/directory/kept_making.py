"""How does each process keep a thing made from the catalogue, and make it anew beside the serving one when it changes?

Every process looks at the version by itself (at most once a second). While a new thing is made the old one answers; it
is exchanged by one assignment.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection, connections

Thing = TypeVar("Thing")
_LOOKS_EACH_SECONDS = 1.0
_TRIES_AGAIN_SECONDS = 30.0
log = logging.getLogger(__name__)


class Keeper(Generic[Thing]):
    """Holds the serving thing of this process. `version` is cheap and changes when `make` would give another."""

    def __init__(self, name: str, version: Callable[[], str], make: Callable[[], Thing]) -> None:
        self._name, self._version, self._make_thing = name, version, make
        self._lock = threading.Lock()  # of making: one thread makes
        self._made: tuple[str, Thing] | None = None
        self._looks_at = 0.0
        self._maker: threading.Thread | None = None

    def get(self) -> Thing:
        """The newest that is ready. The first caller of a process waits until there is one."""
        made = self._made
        # Rows of an open transaction are seen by this connection only, so nobody else could make it.
        here_and_now = connection.in_atomic_block
        if made and not here_and_now and time.monotonic() < self._looks_at:
            return made[1]
        version = self._version()
        self._looks_at = time.monotonic() + _LOOKS_EACH_SECONDS
        if made and made[0] == version:
            return made[1]
        if made and not here_and_now:
            self._make_beside()
            return made[1]
        return self._make(version)

    def _make(self, version: str) -> Thing:
        with self._lock:
            if self._made is None or self._made[0] != version:
                self._made = version, self._make_thing()
            return self._made[1]

    def _make_beside(self) -> None:
        if self._maker is None or not self._maker.is_alive():
            self._maker = threading.Thread(target=self._make_quietly, name=self._name, daemon=True)
            self._maker.start()

    def _make_quietly(self) -> None:
        try:
            self._make(self._version())
        except Exception:
            self._looks_at = time.monotonic() + _TRIES_AGAIN_SECONDS
            log.exception("The %s could not be made anew; the old one goes on answering.", self._name)
        finally:
            connections.close_all()

    def warm(self) -> None:
        """Make the first one beside other work, so that the first person need not wait for it."""
        if self._made is None:
            self._make_beside()
