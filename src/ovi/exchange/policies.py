"""Who may let systems in, and what may they ask?"""

from __future__ import annotations

from ovi.plumbing.actor import Role
from ovi.plumbing.permissions import permission

CLIENTS = permission("exchange.clients", "Give and close the keys of other systems", Role.SYSTEM)
CONTEXT = permission("exchange.context", "Ask for an address that opens a person to a worker", Role.SYSTEM)
