"""Who works in a team, and what does it talk about at its next meeting?"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from ovi.casework.actions.rows import locked, require_open, scope_of, write_audit
from ovi.casework.models import MeetingItem, TeamMember
from ovi.casework.policies import EDIT_MEMBERS, TEAM_MEETING, require_own_unit, require_professional
from ovi.casework.queries.continuity import valid_on
from ovi.directory.models import Team
from ovi.directory.policies import require_manages_unit
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.models import Professional
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor


@transaction.atomic
def add_member(
    *, team_id: int, professional_id: int, lead: bool, from_on: date, by: Actor, now: datetime
) -> TeamMember:
    """A professional works in the team from a day on, of whatever unit: an area team crosses units and registers."""
    EDIT_MEMBERS.require(by)
    team = _team(team_id, by)
    if not Professional.objects.filter(pk=professional_id).exists():
        raise Refused("Choose the professional.", code="team.member")
    try:
        with transaction.atomic():
            row = TeamMember.objects.create(team=team, professional_id=professional_id, lead=lead, valid_from=from_on)
    except IntegrityError as error:
        raise Refused("They already work in this team.", code="team.member.state") from error
    _write("member_added", row, by=by, now=now)
    return row


@transaction.atomic
def end_member(*, member_id: int, by: Actor, now: datetime) -> None:
    """A member's work in the team ends today."""
    EDIT_MEMBERS.require(by)
    today = helsinki_date(now)
    row = valid_on(TeamMember.objects.select_for_update().filter(pk=member_id), today).first()
    if row is None:
        raise Refused("They no longer work in this team.", code="team.member.state")
    _team(row.team_id, by)
    _write("member_ended", row, by=by, now=now)
    if row.valid_from == today:
        row.delete()
        return
    row.valid_to = today
    row.save(update_fields=["valid_to"])


@transaction.atomic
def put_on_meeting(
    *, case_id: int, team_id: int, meeting_on: date, reason: str, by: Actor, now: datetime
) -> MeetingItem:
    """Put a case on the list of a team's next meeting. The case stays where it is and its time runs on."""
    TEAM_MEETING.require(by)
    me = require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    today = helsinki_date(now)
    if not Team.objects.filter(pk=team_id, unit_id=case.unit_id).exists():
        raise Refused("Choose a team of the unit that has the matter.", code="meeting.team")
    if meeting_on < today:
        raise Refused("The day has passed. Give the day of the next meeting.", code="meeting.day")
    if not reason.strip() or len(reason) > 500 or "\x00" in reason:
        raise Refused("Write what the team should talk about, at most 500 characters.", code="meeting.reason")
    try:
        with transaction.atomic():
            row = MeetingItem.objects.create(
                team_id=team_id, case=case, meeting_on=meeting_on, reason=reason.strip(), put_by_id=me, put_at=now
            )
    except IntegrityError as error:
        raise Refused("The matter already waits on this team's list.", code="meeting.state") from error
    write_audit("put_on_meeting", case, by=by, now=now, team=team_id, meeting_on=meeting_on.isoformat())
    return row


@transaction.atomic
def mark_handled(*, item_id: int, by: Actor, now: datetime) -> MeetingItem:
    """The team has talked about the case. What was decided is written on the case itself."""
    TEAM_MEETING.require(by)
    me = require_professional(by)
    row = MeetingItem.objects.select_for_update().filter(pk=item_id).first()
    if row is None:
        raise Refused("The matter is not on the list.", code="meeting.missing")
    case = locked(row.case_id)
    require_own_unit(by, scope_of(case))
    if row.handled_at is not None:
        raise Refused("The matter has already been marked as handled.", code="meeting.state")
    row.handled_at, row.handled_by_id = now, me
    row.save(update_fields=["handled_at", "handled_by"])
    write_audit("handled_at_meeting", case, by=by, now=now, team=row.team_id)
    return row


def _team(team_id: int, by: Actor) -> Team:
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise Refused("There is no such team.", code="team.missing")
    require_manages_unit(by, team.unit_id)
    return team


def _write(action: str, row: TeamMember, *, by: Actor, now: datetime) -> None:
    audit.record(
        f"casework.{action}", by=by, now=now, object_kind="team", object_id=row.team_id,
        professional=row.professional_id, lead=row.lead, from_on=row.valid_from.isoformat(),
    )  # fmt: skip
