"""Who may do what? A table: each room declares its permissions in policies.py, with the roles that hold them."""

from __future__ import annotations

from dataclasses import dataclass

from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that may be done. `code` is stable: room.verb."""

    code: str
    description: str
    roles: frozenset[Role]

    def held_by(self, actor: Actor) -> bool:
        return actor.has(*self.roles)

    def require(self, actor: Actor) -> None:
        """Raise Refused(code=self.code) unless the actor holds this permission."""
        if not self.held_by(actor):
            raise Refused(
                "You do not have the right to do this. If your work needs it, ask your manager to add the role.",
                code=f"permission.{self.code}",
            )


PERMISSIONS: dict[str, Permission] = {}


def permission(code: str, description: str, *roles: Role) -> Permission:
    """Declare a permission. Called once per permission, at import of a policies module."""
    if code in PERMISSIONS:
        raise ValueError(f"permission {code} is declared twice")
    PERMISSIONS[code] = made = Permission(code, description, frozenset(roles))
    return made
