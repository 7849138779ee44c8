"""How is a search of the access log written down? Every search, with its reason, before anything is shown."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ovi.desks.policies import SEARCH_ACCESS_LOG, require_reason
from ovi.foundation.identifiers import mask_hetu
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor


def note_log_search(*, subject_key: UUID, reason: str, by: Actor, now: datetime) -> None:
    """Write who searches whose log and why. The reason is the one free text of the audit: it is what is reviewed."""
    SEARCH_ACCESS_LOG.require(by)
    require_reason(reason)
    audit.record(
        "desks.access_log_searched",
        by=by,
        now=now,
        object_kind="access_log",
        object_id="search",
        subject_key=subject_key,
        reason=mask_hetu(reason.strip()),
    )
