"""Who may book a time for a case, and who measures the supply of times?"""

from __future__ import annotations

from ovi.plumbing.actor import Role
from ovi.plumbing.permissions import permission

BOOK = permission(
    "booking.book",
    "Book a time for a case of one's own unit, or cancel it",
    Role.NURSE,
    Role.DOCTOR,
    Role.THERAPIST,
    Role.SOCIAL_WORKER,
    Role.STUDENT_WELFARE,
)
MEASURE = permission("booking.measure", "Measure the weekly supply of free times (T3)", Role.SYSTEM)
