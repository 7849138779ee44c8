"""What does booking do by itself? It measures the supply of free times each week."""

from __future__ import annotations

from ovi.booking import actions
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.events import scheduled


# Tuesday morning before the books open: the same moment each week, so that weeks compare.
@scheduled("0 5 * * 2")
def measure_supply() -> None:
    """Measure each professional's first free non-urgent times (T3)."""
    actions.measure_supply(by=system("measurement"), now=clock.now())
