"""In which ways can care or service be given? (Hilmo – Yhteystapa, domain.md §3.2.)"""

from __future__ import annotations

from enum import StrEnum

from ovi.people.states import Profession


class Mode(StrEnum):
    """How an encounter took place. Codes of the national register."""

    VISIT = "R10"
    HOME_VISIT = "R20"
    ELSEWHERE = "R41"
    REMOTE_REAL_TIME = "R52"
    REMOTE_MESSAGE = "R56"


REMOTE = frozenset({Mode.REMOTE_REAL_TIME, Mode.REMOTE_MESSAGE})

# For whom a visit may find a need (51 a § 2 mom.): only these end the wait that such a visit starts.
DOCTORS = frozenset({Profession.DOCTOR, Profession.DENTIST})
