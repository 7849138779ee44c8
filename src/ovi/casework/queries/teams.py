"""Who works in a team, and what is on the list of its next meeting?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from ovi.casework.models import MeetingItem, TeamMember
from ovi.casework.queries.continuity import covers_now, valid_on
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class MemberView:
    """A professional in a team today."""

    id: int
    professional_id: int
    name: str
    profession: str
    lead: bool
    valid_from: date
    valid_to: date | None
    substitute: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A case on a team's meeting list. A case behind a wall of registers is not there at all."""

    id: int
    case_id: int
    number: str
    subject_key: UUID | None
    name: str
    service_line: str
    meeting_on: date
    reason: str
    by: str
    handled_at: datetime | None
    handled_by: str


def members_of(team_id: int, *, today: date) -> list[MemberView]:
    """The team's members today, the leader first. One query."""
    rows = covers_now(valid_on(TeamMember.objects.filter(team_id=team_id), today), absent="professional", today=today)
    found = rows.select_related("professional").order_by("-lead", "professional__sort_name", "pk")
    return [
        MemberView(
            one.pk, one.professional_id, one.professional.name, one.professional.profession, one.lead,
            one.valid_from, one.valid_to, one.substitute or "",
        )
        for one in found
    ]  # fmt: skip


def is_member(team_id: int, professional_id: int | None, *, today: date) -> bool:
    """Does the professional work in the team today?"""
    rows = TeamMember.objects.filter(team_id=team_id, professional_id=professional_id or 0)
    return valid_on(rows, today).exists()


def meeting_list(team_id: int, *, by: Actor, today: date) -> list[MeetingRow]:
    """What waits for the team's meetings, nearest first, then what was handled lately.

    Only cases that the reader may open: of the reader's registers and units (design §5.5). One query.
    """
    mine = MeetingItem.objects.filter(team_id=team_id, case__register__in=by.registers, case__unit__in=by.units)
    recent = mine.filter(Q(handled_at=None) | Q(meeting_on__gte=date.fromordinal(today.toordinal() - 30)))
    rows = recent.select_related("case__contact", "case__person", "put_by", "handled_by")
    ordered = sorted(rows, key=lambda one: (one.handled_at is not None, one.meeting_on, one.pk))
    return [
        MeetingRow(
            id=one.pk, case_id=one.case_id, number=one.case.contact.number,
            subject_key=one.case.person.subject_key if one.case.person else None,
            name=one.case.person.full_name if one.case.person else "", service_line=one.case.service_line,
            meeting_on=one.meeting_on, reason=one.reason, by=one.put_by.name, handled_at=one.handled_at,
            handled_by=one.handled_by.name if one.handled_by else "",
        )
        for one in ordered
    ]  # fmt: skip
