"""Who may write down a competence?"""

from __future__ import annotations

from ovi.plumbing.actor import Role
from ovi.plumbing.permissions import permission

COMPETENCE = permission(
    "staffing.competence", "Record or end a professional's competence", Role.MANAGER, Role.OPERATOR, Role.SYSTEM
)
