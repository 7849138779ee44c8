"""What is done to several matters of the worklist at once, what succeeded, and what was refused and why?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.policies import WORKLIST
from ovi.casework.queries import UnitChoice, WorklistRow, colleagues, hand_over_targets, rows_of
from ovi.casework.states import WaitReason
from ovi.desks.forms_staff import HandOverForm
from ovi.desks.forms_work import AssignForm, WaitForm
from ovi.desks.pages_staff.worklist import note_shown
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor

MOST_AT_ONCE = 100
Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done to several: its words, what it asks, the action, and the verb that undoes it."""

    label: Any
    done: Any
    do: Callable[[int, Given, Actor, datetime], object]
    form: Callable[[Any, Actor, datetime], forms.Form] | None = None
    undo: str = ""


def _take(case_id: int, given: Given, by: Actor, now: datetime) -> object:
    return actions.take(case_id=case_id, by=by, now=now)


def _give_back(case_id: int, given: Given, by: Actor, now: datetime) -> object:
    return actions.give_back(case_id=case_id, by=by, now=now)


def _assign(case_id: int, given: Given, by: Actor, now: datetime) -> object:
    return actions.assign(case_id=case_id, to_professional_id=given["worker"], reason=given["reason"], by=by, now=now)


def _wait(case_id: int, given: Given, by: Actor, now: datetime) -> object:
    reason = WaitReason(given["reason"])
    return actions.set_wait_reason(
        case_id=case_id, reason=reason, from_on=given["from_on"], note=given["note"], by=by, now=now
    )


def _hand_over(case_id: int, given: Given, by: Actor, now: datetime) -> object:
    return actions.hand_over(case_id=case_id, to_unit_id=given["to_unit"], reason=given["reason"], by=by, now=now)


def _withdraw(case_id: int, given: Given, by: Actor, now: datetime) -> object:
    return actions.withdraw_hand_over(case_id=case_id, by=by, now=now)


def _units(actor: Actor) -> list[UnitChoice]:
    found = [
        one for register in sorted(actor.registers)
        for one in hand_over_targets(register=register, service_line="", from_unit_id=0)
    ]  # fmt: skip
    return found if len(actor.units) > 1 else [one for one in found if one.id not in actor.units]


VERBS: dict[str, Verb] = {
    "take": Verb(gettext_lazy("Take"), gettext_lazy("Taken"), _take, undo="give_back"),
    "give_back": Verb(
        gettext_lazy("Return to the unit's list"), gettext_lazy("Returned to the unit's list"), _give_back, undo="take"
    ),
    "assign": Verb(
        gettext_lazy("Give to a colleague"), gettext_lazy("Given to a colleague"), _assign,
        lambda data, by, now: AssignForm(data, colleagues=colleagues(by.units, helsinki_date(now))),
    ),
    "wait": Verb(
        gettext_lazy("Record why the client waits"), gettext_lazy("Reason for waiting recorded"), _wait,
        lambda data, by, now: WaitForm(data, today=helsinki_date(now)),
    ),
    "hand_over": Verb(
        gettext_lazy("Hand over to another unit"), gettext_lazy("Offered to another unit"), _hand_over,
        lambda data, by, now: HandOverForm(data, units=_units(by)), undo="withdraw",
    ),
    "withdraw": Verb(gettext_lazy("Withdraw the offer"), gettext_lazy("Offer withdrawn"), _withdraw),
}  # fmt: skip


@require_POST
def bulk_page(request: HttpRequest) -> HttpResponse:
    """Do one thing to the selected matters: asks first what it must know, then says how each of them went."""
    actor, now = actor_of(request), clock.now()
    WORKLIST.require(actor)
    name, ids = request.POST.get("do", ""), _selected(request)
    verb = VERBS.get(name)
    context: dict[str, Any] = {"kept": request.POST.get("kept", "")[:500], "do": name, "verb": verb}
    if verb is None or not ids:
        return render(request, "desks/staff/bulk.html", {**context, "nothing": True})
    form = verb.form(request.POST if "confirmed" in request.POST else None, actor, now) if verb.form else None
    if form is not None and not (form.is_bound and form.is_valid()):
        rows = rows_of(actor, ids, today=helsinki_date(now))
        note_shown(request, "worklist_selected", rows)
        return render(request, "desks/staff/bulk.html", {**context, "form": form, "rows": rows})
    done, refused = _each(verb, ids, form.cleaned_data if form else {}, actor, now)
    rows = rows_of(actor, ids, today=helsinki_date(now))
    note_shown(request, "worklist_selected", rows)
    return render(request, "desks/staff/bulk.html", {**context, "finished": True, **_told(rows, done, refused)})


def _selected(request: HttpRequest) -> list[int]:
    given = dict.fromkeys(request.POST.getlist("case"))
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 18][:MOST_AT_ONCE]


def _each(verb: Verb, ids: Iterable[int], given: Given, by: Actor, now: datetime) -> tuple[list[int], dict[int, str]]:
    """Each matter by itself: what one is refused stops none of the others, and none is half done."""
    done: list[int] = []
    refused: dict[int, str] = {}
    for case_id in ids:
        try:
            verb.do(case_id, given, by, now)
        except Refused as refusal:
            refused[case_id] = _(refusal.message)
        else:
            done.append(case_id)
    return done, refused


def _told(rows: tuple[WorklistRow, ...], done: list[int], refused: dict[int, str]) -> dict[str, Any]:
    of = {row.case_id: row for row in rows}
    return {
        "done": [(case_id, of.get(case_id)) for case_id in done],
        "refused": [(case_id, of.get(case_id), why) for case_id, why in refused.items()],
    }
