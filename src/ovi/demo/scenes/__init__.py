"""What have the people of the practice accounts done lately? By the product's own verbs, each at its moment.

The bulk of the year is copied in; these few rows are made as anybody would make them, so that their clocks, trail and
history are the product's own. A scene whose case is missing in a very small county is left out.
"""

from __future__ import annotations

from datetime import date, datetime

from ovi.demo.scenes import cases, doors, family, near, notices, talk, teams, tray
from ovi.demo.scenes.stage import Stage
from ovi.directory.models import Unit


def play(*, today: date, home: dict[str, int], now: datetime) -> None:
    """All scenes. `home` names the unit (id) of each kind where the practice accounts work."""
    units = Unit.objects.in_bulk(home.values())
    stage = Stage(today, {kind: units[pk] for kind, pk in home.items()})
    cases.raise_and_offer(stage)
    for row in stage.spec["paths"]:
        cases.follow_path(stage, row)
    cases.link_and_correct(stage)
    for row in stage.spec["waits"]:
        cases.wait(stage, row)
    for number, row in enumerate(stage.spec["notices"]):
        cases.notice(stage, row, number)
    cases.open_in_need(stage)
    doors.doors(stage)
    made = [teams.make_team(stage, row) for row in stage.spec["teams"]]
    for row in stage.spec["meeting"]:
        teams.meet(stage, row, made)
    teams.cover_and_close(stage)
    for row in stage.spec["picked"]:
        tray.pick_for_resident(stage, row)
    for row in stage.spec["service_lists"]:
        tray.keep_list(stage, row)
    notices.tell(stage)
    near.near(stage)
    talk.talk(stage, now)
    family.make_family(stage)
    notices.send_waiting(now)
