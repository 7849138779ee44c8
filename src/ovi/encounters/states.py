"""In which ways can care or service be given? (Hilmo – Yhteystapa, domain.md §3.2.)"""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How an encounter took place. Codes of the national register."""

    VISIT = "R10"
    HOME_VISIT = "R20"
    ELSEWHERE = "R41"
    REMOTE_REAL_TIME = "R52"
    REMOTE_MESSAGE = "R56"


REMOTE = frozenset({Mode.REMOTE_REAL_TIME, Mode.REMOTE_MESSAGE})
