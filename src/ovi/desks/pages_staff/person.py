"""Which matters of this person are mine to see? Opened from another system by an address without an identifier."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovi.casework.policies import WORKLIST
from ovi.casework.queries import cases_of_person, units_named
from ovi.desks import staff_words as words
from ovi.directory.service_lines import line_name
from ovi.exchange.actions import open_context
from ovi.exchange.policies import OPEN_ELSEWHERE
from ovi.foundation.calendar import age_on, helsinki_date
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown


def person_page(request: HttpRequest, token: str) -> HttpResponse:
    """The person's matters in the worker's own register and units; of others not even whether there are any."""
    actor, now = actor_of(request), clock.now()
    WORKLIST.require(actor)
    person = open_context(token=token, by=actor, now=now)
    today = helsinki_date(now)
    found = cases_of_person(person.pk, by=actor, today=today)
    access.note(request, page="person", shown=[Shown(person.subject_key, OPEN_ELSEWHERE.code, "person", "")])
    # Which unit looked decides what the person is shown of it (desks/privacy.py).
    request.ovi_unit = ", ".join(unit.name.fi for unit in units_named(actor.units))  # type: ignore[attr-defined]
    rows = [
        {
            "it": one,
            "line": line_name(one.service_line),
            "standing": words.STANDINGS[one.standing][0],
            "state": words.word(words.STATES, one.state),
        }
        for one in found
    ]
    age = age_on(person.birth_date, today) if person.birth_date else None
    context = {"person": person, "age": age, "rows": rows, "today": today}
    return render(request, "desks/staff/person.html", context)
