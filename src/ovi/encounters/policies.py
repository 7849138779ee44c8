"""May this person record an encounter? Who may see the case is asked of casework's policies."""

from __future__ import annotations

from ovi.plumbing.actor import Role
from ovi.plumbing.permissions import permission

RECORD = permission(
    "encounters.record",
    "Record an encounter that one has given oneself",
    Role.NURSE,
    Role.DOCTOR,
    Role.THERAPIST,
    Role.SOCIAL_WORKER,
    Role.STUDENT_WELFARE,
)
