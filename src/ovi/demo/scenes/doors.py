"""What has come by other doors than the web form: a call not answered, a referral on paper, an assessment, a queue?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ovi.booking.actions import open_queue
from ovi.casework import actions
from ovi.casework.models import Case
from ovi.casework.queries import call_list
from ovi.casework.states import CallOutcome
from ovi.contact import actions as contact
from ovi.contact.actions import Arrival, Assessed, Referred
from ovi.demo.scenes.stage import Stage
from ovi.foundation.calendar import HELSINKI
from ovi.plumbing.actor import system


def doors(stage: Stage) -> None:
    """All of them; each at its own moment."""
    spec = stage.spec["doors"]
    by = stage.account(spec["call"]["who"])
    opened = stage.at(1, 8)
    open_queue(unit_id=min(by.units), is_open=True, by=by, now=opened)
    _refer(stage, spec["referral"])
    _assess(stage, spec["assessment"])
    _call(stage, spec["call"])


def _call(stage: Stage, row: dict[str, Any]) -> None:
    """The first who waits was called, and did not answer."""
    by, now = stage.account(row["who"]), stage.at(row["ago"], row["hour"])
    waiting = [one for one in call_list(by, now=now).rows if one.arrived_at < now]
    free = Case.objects.filter(pk__in=[one.case_id for one in waiting], owner=None).order_by("contact_at").first()
    if free is not None:
        actions.take_call(case_id=free.pk, by=by, now=now)
        later = now + timedelta(minutes=2)
        actions.note_call(case_id=free.pk, outcome=CallOutcome.NO_ANSWER, by=by, now=later)


def _somebody(stage: Stage, row: dict[str, Any], *, skip: int) -> int | None:
    """A client of the unit, whose new matter therefore comes to the same unit."""
    by = stage.account(row["who"])
    rows = Case.objects.filter(unit__in=by.units, register="patient", person__birth_date__lt="2000-01-01")
    found = rows.order_by("-contact_at", "pk").values_list("person_id", flat=True)[skip : skip + 1]
    return next(iter(found), None)


def _refer(stage: Stage, row: dict[str, Any]) -> None:
    by, now = stage.account(row["who"]), stage.at(row["ago"], row["hour"])
    arrival = Arrival(_somebody(stage, row, skip=10), row["line"], "patient", "fi", row["reason"])
    referred = Referred(
        source="desk", referral_id=str(stage.key("referral")), organisation=row["organisation"],
        professional=row["professional"], profession=row["profession"], urgency=row["urgency"],
        referred_on=stage.day(-row["ago"] - 2), content_hash=contact.content_hash(row),
    )  # fmt: skip
    made = contact.receive_referral(referred=referred, arrival=arrival, by=by, now=now)
    actions.open_case(contact_id=made.contact_id, by=system("reception"), now=now)


def _assess(stage: Stage, row: dict[str, Any]) -> None:
    now = stage.at(row["ago"], row["hour"])
    content = {
        "resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": row["title"],
        "identifier": {"value": str(stage.key("assessment"))},
        "authored": (now - timedelta(minutes=4)).astimezone(HELSINKI).isoformat(),
        "item": [
            {"linkId": str(number), "text": asked, "answer": [{"valueString": answered}]}
            for number, (asked, answered) in enumerate(row["questions"], start=1)
        ],
    }  # fmt: skip
    assessed = Assessed(
        "omaolo", content["identifier"]["value"], row["product"], row["version"], row["ce_mark"], row["title"],
        now - timedelta(minutes=4), content, contact.content_hash(content),
    )  # fmt: skip
    arrival = Arrival(_somebody(stage, row, skip=20), row["line"], "patient", "fi", row["own_words"], row["phone"])
    made = contact.receive_assessment(assessed=assessed, arrival=arrival, by=system("omaolo"), now=now)
    actions.open_case(contact_id=made.contact_id, by=system("reception"), now=now)
