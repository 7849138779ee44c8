"""Who knows this client: own worker and team, who stands in today, and whom have they met so far?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ovi.casework.policies import OWN_WORKER
from ovi.casework.queries import CaseView, OwnPerson, own_people_of_case
from ovi.casework.states import CaseState
from ovi.desks import list_words
from ovi.desks import staff_words as words
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.directory.service_lines import line_name
from ovi.encounters.queries import Met, met_by
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing.actor import Actor

_LOOKS_BACK = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Content:
    """What the panel shows. `suggested`: who could take a matter that nobody has; a person decides."""

    case_id: int
    own: list[dict[str, Any]]
    met: list[tuple[Met, str]]
    suggested: str
    hidden: bool
    may_name: bool


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """The panel; none where the client is not known."""
    if view.subject_key is None:
        return None
    today = helsinki_date(now)
    people = own_people_of_case(view.id, register=view.register, today=today)
    met = met_by(view.id, register=view.register, since=now - _LOOKS_BACK)
    own_unit = view.unit_id in actor.units and view.state != CaseState.CLOSED
    content = Content(
        case_id=view.id,
        own=[_told(one) for one in people],
        met=[(one, words.word(words.PROFESSIONS, one.profession)) for one in met],
        suggested=_suggested(view, people) if own_unit and view.owner_id is None else "",
        hidden=view.non_disclosure,
        may_name=own_unit and OWN_WORKER.held_by(actor),
    )
    return Panel(Column.FACTS, "desks/staff/panels/continuity.html", content)


def _told(one: OwnPerson) -> dict[str, Any]:
    return {
        "it": one,
        "kind": list_words.OWN_KINDS[one.kind],
        "profession": words.word(words.PROFESSIONS, one.profession) if one.profession else "",
        "line": line_name(one.service_line) if one.service_line else "",
    }


def _suggested(view: CaseView, people: tuple[OwnPerson, ...]) -> str:
    """The own worker of this line and unit, or who stands in for them today."""
    fit = (one for one in people if one.professional_id and one.service_line in ("", view.service_line))
    here = [one for one in fit if one.unit_id == view.unit_id]
    return (here[0].substitute or here[0].name) if here else ""
