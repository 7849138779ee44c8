"""Where does a service come from, and is it still offered?"""

from __future__ import annotations

from enum import StrEnum


class ServiceSource(StrEnum):
    OWN = "own"
    PTV = "ptv"


class ServiceState(StrEnum):
    """ACTIVE services are shown; VANISHED ones left their source and stay as history with their links."""

    ACTIVE = "active"
    VANISHED = "vanished"


TRANSITIONS: dict[ServiceState, frozenset[ServiceState]] = {
    ServiceState.ACTIVE: frozenset({ServiceState.VANISHED}),
    ServiceState.VANISHED: frozenset({ServiceState.ACTIVE}),
}
