"""Which teams are there, who works in them, what do they talk about next, and who is away?"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from ovi.casework import actions
from ovi.casework.queries.lists import ListOf
from ovi.casework.states import OwnKind
from ovi.demo.scenes.stage import Stage
from ovi.directory.actions import close_channel, save_team
from ovi.directory.models import Team
from ovi.directory.states import TeamKind
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.text import Trilingual
from ovi.people.models import Professional

_SET_UP = 120  # working days ago


def make_team(stage: Stage, row: dict[str, Any]) -> Team:
    """A team with the first workers of each profession it names; the very first leads it."""
    manager, now = stage.account("demo-manager"), stage.at(_SET_UP, 9)
    unit = stage.home[row["unit"]]
    team = save_team(
        kind=row["kind"], preset=row.get("preset", ""), unit_id=unit.pk, name=Trilingual(**row.get("name", {})),
        municipalities=[unit.municipality_id] if row["kind"] == "area" else [], valid_from=now.date(),
        by=manager, now=now,
    )  # fmt: skip
    for kind, professions in row["members"].items():
        for profession in professions:
            found = Professional.objects.filter(unit=stage.home[kind], profession=profession).order_by("pk").first()
            if found is not None:
                first = not team.members.exists()
                actions.add_member(
                    team_id=team.pk, professional_id=found.pk, lead=first, from_on=now.date(), by=manager, now=now
                )
    return team


def meet(stage: Stage, row: dict[str, Any], teams: list[Team]) -> None:
    """A case on the list of the team's next meeting."""
    by, now = stage.account(row["who"]), stage.at(1, 12)
    if case := stage.case(by, before=now):
        if teams[row["team"]].kind == TeamKind.AREA:
            of = ListOf(team_id=teams[row["team"]].pk)
            actions.name_own(case_id=case.pk, kind=OwnKind.TEAM, of=of, from_on=now.date(), agreed=True, by=by, now=now)
        actions.put_on_meeting(
            case_id=case.pk,
            team_id=teams[row["team"]].pk,
            meeting_on=stage.day(4),
            reason=row["reason"],
            by=by,
            now=now,
        )


def cover_and_close(stage: Stage) -> None:
    """A colleague is away and covered for; a walk-in reception is closed on the staff day."""
    manager, now, cover, closure = (
        stage.account("demo-manager"), stage.at(1, 8, 30), stage.spec["cover"], stage.spec["closure"],
    )  # fmt: skip
    absent = Professional.objects.filter(unit=stage.home["health_station"], profession=cover["absent"]).order_by("pk")[
        0
    ]
    actions.arrange_cover(
        absent_id=absent.pk, substitute_id=stage.account(cover["substitute"]).professional_id or 0,
        from_on=stage.day(-1), to_on=stage.day(cover["days"]), by=manager, now=now,
    )  # fmt: skip
    on = stage.day(closure["ahead"])
    opens, closes = (datetime.combine(on, time(hour), HELSINKI) for hour in (16, 8))
    close_channel(
        channel=closure["channel"], unit_id=stage.home[closure["unit"]].pk, service_line="", closes_at=closes,
        opens_at=opens, message=Trilingual(**closure["message"]), instead=Trilingual(**closure["instead"]),
        by=manager, now=now,
    )  # fmt: skip
