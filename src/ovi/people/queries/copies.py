"""Where does the copy of my own data stand?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ovi.people.models import DataCopy
from ovi.people.states import CopyState


@dataclass(frozen=True, slots=True)
class CopyView:
    """The latest copy asked for. `json` and `pdf`: still to be fetched."""

    key: UUID
    state: CopyState
    asked_at: datetime
    done: int
    parts: int
    keep_until: datetime | None
    json: bool
    pdf: bool


def latest_copy(account_id: int, *, now: datetime) -> CopyView | None:
    """The account's newest copy; None where none was asked for. One query, which reads no file."""
    row = DataCopy.objects.filter(asked_by=account_id).defer("json_file", "pdf_file").order_by("-pk").first()
    if row is None:
        return None
    kept = row.state == CopyState.READY and row.keep_until is not None and row.keep_until > now
    return CopyView(
        key=row.key, state=CopyState(row.state) if kept or row.state != CopyState.READY else CopyState.GONE,
        asked_at=row.asked_at, done=row.parts_done, parts=row.parts, keep_until=row.keep_until,
        json=kept and row.json_fetched_at is None, pdf=kept and row.pdf_fetched_at is None,
    )  # fmt: skip
