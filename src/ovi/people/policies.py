"""What of a person may be shown where? The place of one under a non-disclosure order (turvakielto), nowhere by default.

Every list, export and page that tells a municipality, a postal code, an address, a unit or a telephone number of a
person asks `place_shown`; a test walks all pages with such a person and finds what forgot to ask (661/2009 36 §).
"""

from __future__ import annotations

from typing import TypeVar

from ovi.plumbing.actor import Role
from ovi.plumbing.permissions import permission

LIMIT_LOG = permission(
    "people.limit_log", "Withhold a view of a person's data from what they or their guardian are shown of the log",
    Role.DOCTOR, Role.NURSE, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE,
)  # fmt: skip

SHORTEST_REASON = 20
Place = TypeVar("Place")


def place_shown(place: Place | None, *, hidden: bool) -> Place | None:
    """The place, or None where a non-disclosure order hides it: the caller says that it is hidden, or says nothing."""
    return None if hidden else place
