"""Who may let systems in, and what may they ask?"""

from __future__ import annotations

from ovi.plumbing.actor import Role
from ovi.plumbing.permissions import permission
from ovi.plumbing.relations import relation

CLIENTS = permission("exchange.clients", "Give and close the keys of other systems", Role.SYSTEM)
CONTEXT = permission("exchange.context", "Ask for an address that opens a person to a worker", Role.SYSTEM)
OPEN_ELSEWHERE = relation(
    "person_context", "One has the person open in another system, which asked for the address, and opened it first",
    of="context", own=False,
    prove=lambda actor, context: actor.account_id is not None and context.opened_by_id == actor.account_id,
)  # fmt: skip
