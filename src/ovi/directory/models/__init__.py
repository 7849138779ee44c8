"""Rows of the directory, one module a question; Django finds them all here."""

from ovi.directory.models.channels import Channel, ChannelPlace, ServiceChannelLink
from ovi.directory.models.gaps import AskedDay, AskedQuestion
from ovi.directory.models.near import NearService, NearStop
from ovi.directory.models.opening import ChannelClosure, UnitInfo
from ovi.directory.models.places import Area, Municipality, Organisation, Unit
from ovi.directory.models.services import Activity, Concept, ImportRun, Service
from ovi.directory.models.teams import Team

__all__ = [
    "Activity",
    "Area",
    "AskedDay",
    "AskedQuestion",
    "Channel",
    "ChannelClosure",
    "ChannelPlace",
    "Concept",
    "ImportRun",
    "Municipality",
    "NearService",
    "NearStop",
    "Organisation",
    "Service",
    "ServiceChannelLink",
    "Team",
    "Unit",
    "UnitInfo",
]
