"""What is this matter, how does it stand, and what is the next sensible thing to do?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.queries import CaseClockView, CaseView, clock_texts
from ovi.casework.states import CaseState
from ovi.desks import staff_words as words
from ovi.desks.pages_staff.notes import notes_of
from ovi.desks.pages_staff.opening import opened_case
from ovi.desks.pages_staff.panels import panels_of
from ovi.desks.pages_staff.timeline import events_of
from ovi.directory.service_lines import line_name
from ovi.encounters.queries import encounters_of
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.text import Trilingual
from ovi.law import Law, TargetDue, load_law, load_targets, targets_for
from ovi.law.vocabulary import TimeUnit
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done now: a page to open, or (post) a button that does it at once."""

    label: str
    url_name: str
    post: bool = False
    icon: str = ""


def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole matter on one page."""
    view = opened_case(request, pk, page="case", reading=True)
    encounters = encounters_of(pk)
    steps = steps_for(view, actor_of(request))
    now = clock.now()
    context = {
        "view": view,
        "today": helsinki_date(now),
        "panels": panels_of(view, actor_of(request), now),
        "steps": steps,
        "panel": _clocks(view),
        "events": events_of(view, encounters),
        "notes": notes_of(view, encounters),
        "earlier": _earlier(view, actor_of(request)),
        **case_words(view),
    }
    return render(request, "desks/staff/case.html", context)


def case_words(view: CaseView) -> dict[str, Any]:
    """The matter's codes in words, for every page about it."""
    return {
        "line": line_name(view.service_line),
        "state": words.word(words.STATES, view.state),
        "channel": words.word(words.CHANNELS, view.channel),
        "words_heading": words.words_heading(view.reply_by),
        "reply": words.word(words.REPLIES, view.reply_by),
        "language_name": words.word(words.LANGUAGES, view.language),
        "interpreter": words.word(words.LANGUAGES, view.interpreter) if view.interpreter else "",
        "close_reason": words.word(words.CLOSE_REASONS, view.close_reason) if view.close_reason else "",
    }


def steps_for(view: CaseView, actor: Actor) -> list[Step]:
    """What this worker can do with the matter now, the next sensible thing first; the actions judge again."""
    mine = view.owner_id == actor.professional_id
    if view.state == CaseState.CLOSED or view.opened_on:  # what is opened exceptionally is only read
        return []
    if view.unit_id not in actor.units:
        return _answers(view, actor)
    give_back = Step(_("Return to the unit's list"), "case_give_back", post=True)
    if view.owner_id is not None and not mine:
        return [Step(_("Record an encounter"), "encounter_record"), give_back] if view.assessment else [give_back]
    found = _forward(view)
    found.append(give_back if mine else Step(_("Take"), "case_take", post=True))
    if view.offer:
        return [*found, Step(_("Withdraw the offer"), "hand_over_withdraw", post=True)]
    return [*found, Step(_("Hand over to another unit"), "hand_over")]


def _answers(view: CaseView, actor: Actor) -> list[Step]:
    """What a unit to which the matter is offered can do; an own worker of yet another unit only reads."""
    if view.offer is None or view.offer.to_unit_id not in actor.units:
        return []
    return [Step(_("Accept the matter"), "hand_over_accept", post=True), Step(_("Decline"), "hand_over_decline")]


def _forward(view: CaseView) -> list[Step]:
    """The step that takes the need onward, by its state and by whether its care clock still runs."""
    record = Step(_("Record an encounter"), "encounter_record", icon="calendar")
    close = Step(_("Close the matter"), "case_close")
    if view.state == CaseState.OPEN:
        return [Step(_("Assess the need"), "case_assess", icon="tasks")]
    waits = view.state == CaseState.ASSESSED or any(one.stopped_on is None for one in view.clocks)
    return [record, close] if waits else [close, record]


def clock_reference(one: CaseClockView) -> Trilingual:
    """Where the law sets the limit; what the matter itself keeps, if the row has left the files."""
    return clock_texts(one.rule_id, one.rule_valid_from)[1] or Trilingual(fi=one.legal_ref)


def _clocks(view: CaseView) -> list[dict[str, Any]]:
    """The limits of the law, each with the county's own targets beside it."""
    law = load_law()
    targets = targets_for(view.clocks, load_targets(), law.school)
    return [_clock(one, law, [target for target in targets if target.rule_id == one.rule_id]) for one in view.clocks]


def _clock(one: CaseClockView, law: Law, targets: list[TargetDue]) -> dict[str, Any]:
    row = law.row(one.rule_id, one.rule_valid_from)
    name, _reference = clock_texts(one.rule_id, one.rule_valid_from)
    return {
        "it": one,
        "name": name or one.rule_id,
        "reference": clock_reference(one),
        "targets": targets,
        "school_days": row is not None and row.unit is TimeUnit.SCHOOL_DAYS,
        "standing": _standing(one),
        "status": "" if one.status == "verified" else words.word(words.RULE_STATUSES, one.status),
        "percent": None if one.share is None else round(one.share * 100),
    }


def _standing(one: CaseClockView) -> str:
    if one.due_on is None or one.cancelled_on is not None:
        return "no_limit"
    if one.stopped_on is not None:
        return "done_late" if one.standing.days_over else "done_in_time"
    return words.STANDINGS[one.standing.state][0]


def _earlier(view: CaseView, actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "it": one,
            "line": line_name(one.service_line),
            "state": words.word(words.CLOSE_REASONS, one.close_reason)
            if one.close_reason
            else words.word(words.STATES, one.state),
            "openable": one.unit_id in actor.units,
        }
        for one in view.earlier
    ]


@require_POST
def case_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the matter and open it."""
    actions.take(case_id=pk, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)


@require_POST
def case_open_to_client(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the client see a matter that began with a notification."""
    actions.open_to_client(case_id=pk, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)


@require_POST
def case_give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the matter to the unit's list."""
    actions.give_back(case_id=pk, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)


@require_POST
def hand_over_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an offered matter and open it."""
    actions.accept_hand_over(case_id=pk, by=actor_of(request), now=clock.now())
    return redirect("case", pk=pk)
