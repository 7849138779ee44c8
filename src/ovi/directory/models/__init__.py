"""Rows of the directory, one module a question; Django finds them all here."""

from ovi.directory.models.gaps import AskedDay, AskedQuestion
from ovi.directory.models.opening import ChannelClosure, UnitInfo
from ovi.directory.models.places import Municipality, Organisation, Unit
from ovi.directory.models.services import ImportRun, Service
from ovi.directory.models.teams import Team

__all__ = [
    "AskedDay",
    "AskedQuestion",
    "ChannelClosure",
    "ImportRun",
    "Municipality",
    "Organisation",
    "Service",
    "Team",
    "Unit",
    "UnitInfo",
]
