"""Who may see how the system does, and search who has read whose data?"""

from __future__ import annotations

from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role
from ovi.plumbing.permissions import permission

SYSTEM = permission("desks.system", "See the health of the system, imports, jobs and law data", Role.OPERATOR)
SEARCH_ACCESS_LOG = permission("desks.search_access_log", "Search the access log with a stated reason", Role.OPERATOR)

SHORTEST_REASON = 10


def require_reason(reason: str) -> None:
    """Raise Refused unless a reason that a reviewer can weigh was written (asiakastietolaki 703/2023)."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(
            "Write why you search the log, for example the number of the client's request.", code="access_log.reason"
        )
