"""Who may see how the programme stands?"""

from __future__ import annotations

from ovi.plumbing.actor import Role
from ovi.plumbing.permissions import permission

SEE = permission("programme.see", "See the programme's goals and how they stand", Role.MANAGER, Role.PROGRAMME_OFFICE)
