"""Who may change the catalogue? Reading it is open to anyone."""

from __future__ import annotations

from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.permissions import permission

IMPORT_CATALOGUE = permission(
    "directory.import_catalogue", "Bring services into the catalogue", Role.OPERATOR, Role.SYSTEM
)


def require_import(actor: Actor) -> None:
    """Refused unless the actor may bring services in."""
    IMPORT_CATALOGUE.require(actor)


EDIT_UNIT = permission("directory.edit_unit", "Edit the hours and texts of one's own unit", Role.MANAGER, Role.OPERATOR)
CLOSE_CHANNEL = permission(
    "directory.close_channel", "Close one channel for a time with a message", Role.MANAGER, Role.OPERATOR
)
EDIT_TEAM = permission("directory.edit_team", "Set up area teams and expert teams", Role.MANAGER, Role.OPERATOR)

EDIT_NEAR = permission(
    "directory.edit_near", "Choose near and mobile services and plan their stops", Role.MANAGER, Role.OPERATOR
)


GAPS = permission(
    "directory.gaps", "See what was asked and not found, and mark it handled", Role.MANAGER, Role.OPERATOR
)


def manages_county(actor: Actor) -> bool:
    """An operator, or a manager whose role is tied to no unit: their word holds in the whole county."""
    return actor.has(Role.OPERATOR) or (actor.has(Role.MANAGER) and not actor.units)


def manages_unit(actor: Actor, unit_id: int) -> bool:
    """Does the actor manage this unit, alone or with the whole county?"""
    return manages_county(actor) or (actor.has(Role.MANAGER) and unit_id in actor.units)


def require_manages_unit(actor: Actor, unit_id: int | None) -> None:
    """Refused unless the unit (None: the whole county) is the actor's to manage."""
    if not (manages_county(actor) if unit_id is None else manages_unit(actor, unit_id)):
        raise Refused(
            "Only the unit's own manager or the operator can change this. Ask them.", code="directory.not_yours"
        )
