"""Who changed what? One audit row with every write, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ovi.plumbing.actor import Actor
from ovi.plumbing.models import AuditEvent
from ovi.plumbing.statements import insert


def record(
    action: str,
    *,
    by: Actor,
    now: datetime,
    object_kind: str,
    object_id: int | str,
    subject_key: UUID | None = None,
    **details: Any,
) -> None:
    """Write that `by` did `action` (room.verb) to an object. `details` are codes and ids, never free text.

    What is done on another's behalf names both: the actor, and on whose behalf and by which ground.
    """
    if by.on_behalf is not None:
        whose = by.on_behalf
        subject_key = subject_key or whose.subject_key
        details = {**details, "on_behalf": f"{whose.ground}:{whose.ground_id}"}
    row = AuditEvent(
        at=now,
        action=action,
        account_id=by.account_id,
        actor_name=by.name,
        purpose=by.purpose,
        object_kind=object_kind,
        object_id=str(object_id),
        subject_key=subject_key,
        details=details,
    )
    insert(row)
