"""How may the client be reached, what has been told to them, and what must a worker still tell?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ovi.casework.queries import CaseView
from ovi.casework.states import CaseState
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.foundation.calendar import helsinki_date
from ovi.people import reach_words as words
from ovi.people.models import Person
from ovi.people.policies import REACH
from ovi.people.queries import NoticeView, allowed_ways, notices_about, rule_view, rules_in_force
from ovi.people.reach_page import called_at, seen_by, ways_said
from ovi.people.states import NoticeState, NotifyKind, Purpose
from ovi.plumbing.actor import Actor

# What the county's own people hear of, and codes, are nothing that a client waits to be told.
_NOT_THE_CLIENTS = (NotifyKind.OPENING_ALERT, NotifyKind.CONFIRM_ADDRESS)


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """For every case whose client is known; beside the next step while something has not been told."""
    person = Person.objects.filter(pk=view.person_id).first() if view.person_id else None
    notices = [one for one in notices_about(view.number) if one.kind not in _NOT_THE_CLIENTS]
    if person is None and not notices:
        return None
    own = view.unit_id in actor.units and not view.opened_on and REACH.held_by(actor)
    content: dict[str, Any] = {
        "case_id": view.id,
        "today": helsinki_date(now),
        "writes": own and person is not None and view.state != CaseState.CLOSED,
        "tells": own and person is not None,
        "untold": [_said(one) for one in notices if one.state == NoticeState.NOT_SENT],
        "notices": [_said(one) for one in notices],
        **(_reached(person, view, actor, now) if person else {}),
    }
    return Panel(Column.NOW if content["untold"] else Column.FACTS, "desks/staff/panels/reached.html", content)


def _reached(person: Person, view: CaseView, actor: Actor, now: datetime) -> dict[str, Any]:
    in_force = rules_in_force(person.pk, helsinki_date(now))
    ways = allowed_ways(person, Purpose.ANSWER, now, matter=view.number, known=in_force)
    numbers, machine = called_at(ways)
    rules = [rule_view(one) for one in in_force if one.matter in ("", view.number)]
    return {
        "known": True,
        "ways": ways_said(ways),
        "numbers": numbers,
        "machine": machine,
        "rules": [(seen_by(one, actor), words.RULES[one.kind], words.WAYS[one.way]) for one in rules],
    }


def _said(one: NoticeView) -> dict[str, Any]:
    return {
        "it": one,
        "kind": words.KINDS[one.kind],
        "state": words.STATES[one.state],
        "tone": words.TONES[one.state],
        "why": words.WHY_NOT.get(one.why_not, ""),
        "tries": [(words.WAYS[two.way], words.OUTCOMES[two.outcome], two) for two in one.tries],
    }
