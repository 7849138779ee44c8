"""What does the plumbing do by itself? It seals the access log."""

from __future__ import annotations

from ovi.plumbing import access, clock
from ovi.plumbing.events import scheduled


@scheduled("* * * * *")
def seal_access_log() -> None:
    """Join the rows of the access log that were committed since the last time to the hash chain."""
    access.seal(now=clock.now())
