"""How does the system do, and who has read whose data? The operator's pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.casework.actions import review_opening
from ovi.casework.policies import REVIEW_OPENINGS
from ovi.casework.queries import OpeningView, openings_to_review
from ovi.casework.states import Ground, ReviewState
from ovi.design.shapes import Figure
from ovi.desks import actions, queries_operator
from ovi.desks import staff_words as words
from ovi.desks.forms_opening import ReviewForm
from ovi.desks.forms_operator import AccessLogForm
from ovi.desks.help_texts import unchecked
from ovi.desks.policies import SEARCH_ACCESS_LOG, SYSTEM
from ovi.directory.queries import named_units
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor


def operator_page(request: HttpRequest) -> HttpResponse:
    """What needs mending first: numbers, failed jobs, imports, law rows to check."""
    SYSTEM.require(actor_of(request))
    now = clock.now()
    health = queries_operator.health(now=now)
    context = {
        "today": helsinki_date(now),
        "health": health,
        "well": not (health.contacts_without_case or health.failed_jobs),
        "figures": _figures(health),
        "failed": queries_operator.failed_jobs(),
        "imports": queries_operator.imports(),
        "unchecked": unchecked(),
        "law_rows": [
            (row, words.word(words.RULE_STATUSES, row.status)) for row in queries_operator.law_rows_to_check()
        ],
    }
    return render(request, "desks/operator/system.html", context)


def access_log_page(request: HttpRequest) -> HttpResponse:
    """Search by henkilötunnus with a reason. A POST, so that the code stays out of addresses and logs."""
    actor, now = actor_of(request), clock.now()
    SEARCH_ACCESS_LOG.require(actor)
    form = AccessLogForm(request.POST if request.method == "POST" else None)
    views = None
    if form.is_bound and form.is_valid():
        person = queries_operator.person_by_henkilotunnus(form.cleaned_data["henkilotunnus"])
        if person is None:
            form.add_error("henkilotunnus", _("Nobody here has this personal identity code. Check it."))
        else:
            reason = form.cleaned_data["reason"]
            actions.note_log_search(subject_key=person.subject_key, reason=reason, by=actor, now=now)
            found = queries_operator.views_of_person(person, now=now)
            units = named_units(one.viewer_unit for one in found)
            views = [_view(one, units) for one in found]
            access.note(request, page="access_log", shown=[Shown(person.subject_key, "log_review", "person")])
    context = {"form": form, "views": views, "today": helsinki_date(now)}
    return render(request, "desks/operator/access_log.html", context)


def openings_page(request: HttpRequest) -> HttpResponse:
    """Openings in an emergency or on a ground: those that wait, and those that have been judged."""
    actor, now = actor_of(request), clock.now()
    REVIEW_OPENINGS.require(actor)
    waiting, judged = openings_to_review(actor, waiting=True), openings_to_review(actor, waiting=False)
    keys = {one.subject_key for one in (*waiting, *judged)}
    access.note(request, page="openings", shown=[Shown(key, "opening_review", "person") for key in keys])
    context = {
        "waiting": [_opening(one, actor) for one in waiting],
        "judged": [_opening(one, actor) for one in judged],
        "today": helsinki_date(now),
    }
    return render(request, "desks/operator/openings.html", context)


@require_POST
def opening_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge one opening; then back to the list."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose whether the opening was appropriate.", code="opening.review")
    given = form.cleaned_data
    review_opening(
        opening_id=pk, state=ReviewState(given["state"]), note=given["note"], by=actor_of(request), now=clock.now()
    )
    return redirect("openings")


def _opening(one: OpeningView, actor: Actor) -> dict[str, object]:
    return {
        "it": one,
        "ground": words.word(words.GROUNDS, one.ground),
        "register": words.word(words.REGISTERS, one.register) if one.register else _("All registers"),
        "purpose": words.word(words.EMERGENCY_PURPOSES, one.purpose) if one.ground == Ground.EMERGENCY else "",
        "state": words.word(words.REVIEW_STATES, one.review_state),
        "bad": one.review_state == ReviewState.NOT_APPROPRIATE,
        "own": one.opener_id == actor.account_id,
    }


def _figures(health: queries_operator.Health) -> list[Figure]:
    return [
        Figure(_("Contacts without a matter"), str(health.contacts_without_case), verdict=_("Should be 0.")),
        Figure(_("Failed jobs"), str(health.failed_jobs), verdict=_("Should be 0.")),
        Figure(_("Jobs waiting"), str(health.waiting_jobs), verdict=_("Should go down in a few minutes.")),
        Figure(_("Log rows not sealed yet"), str(health.unsealed_rows), verdict=_("Sealed every minute.")),
    ]


def _view(one: access.View, units: Mapping[str, Trilingual]) -> dict[str, object]:
    roles = ", ".join(words.word(words.ROLES, role) for role in one.viewer_roles)
    unit = units.get(one.viewer_unit, Trilingual(fi=one.viewer_unit))
    return {"it": one, "roles": roles, "unit": unit, "page": words.word(words.PAGES, one.page)}
