"""Who may change the catalogue? Reading it is open to anyone."""

from __future__ import annotations

from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.permissions import permission

IMPORT_CATALOGUE = permission(
    "directory.import_catalogue", "Bring services into the catalogue", Role.OPERATOR, Role.SYSTEM
)


def require_import(actor: Actor) -> None:
    """Refused unless the actor may bring services in."""
    IMPORT_CATALOGUE.require(actor)
