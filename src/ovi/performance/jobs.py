"""What does this room do by itself? It makes the figures anew each night."""

from __future__ import annotations

from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.events import scheduled


@scheduled("10 1 * * *")
def refresh() -> None:
    """Extract the facts and compute the figures of the last 25 months, each night; a new month after a week."""
    from ovi.performance.actions import refresh_figures  # loads DuckDB and Ibis: not in every process
    from ovi.performance.actions.running import settled_months

    now = clock.now()
    refresh_figures(by=system("figures"), now=now, period=settled_months(now))
