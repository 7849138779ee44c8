"""What is a team, who works in it, and what does its next meeting talk about?"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.models import MeetingItem, TeamMember
from ovi.casework.policies import EDIT_MEMBERS, require_list
from ovi.casework.queries import meeting_list, members_of
from ovi.design.dates import page_language
from ovi.desks import list_words
from ovi.desks import staff_words as words
from ovi.desks.forms_lists import MeetingForm, MemberForm, TeamForm, show_refusal
from ovi.desks.pages_staff.case import case_words
from ovi.desks.pages_staff.opening import opened_case
from ovi.directory import actions as directory_actions
from ovi.directory.models import Unit
from ovi.directory.policies import EDIT_TEAM, manages_county, manages_unit
from ovi.directory.queries import TeamView, team, teams
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.people.models import Professional
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor


def team_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The team's area, members, and what waits for its meetings."""
    actor, found, today = actor_of(request), _team(pk), helsinki_date(clock.now())
    require_list(actor, found.unit_id)
    items = meeting_list(pk, by=actor, today=today)
    shown = [Shown(one.subject_key, "case", "case", str(one.case_id)) for one in items if one.subject_key]
    access.note(request, page="team_meeting", shown=shown)
    request.ovi_unit = found.unit.fi  # type: ignore[attr-defined]
    manages = manages_unit(actor, found.unit_id) and EDIT_MEMBERS.held_by(actor)
    context = {
        "team": found,
        "kind": list_words.TEAM_KINDS[found.kind],
        "members": [(one, words.word(words.PROFESSIONS, one.profession)) for one in members_of(pk, today=today)],
        "member_form": MemberForm(people=_people(actor)) if manages else None,
        "items": [(one, line_name(one.service_line)) for one in items],
        "consulted_by": [words.word(words.ROLES, role) for role in found.consulted_by],
        "may_edit": manages_unit(actor, found.unit_id) and EDIT_TEAM.held_by(actor),
        "today": today,
    }
    return render(request, "desks/staff/team.html", context)


def team_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Set up a team, or change one."""
    actor = actor_of(request)
    EDIT_TEAM.require(actor)
    found = _team(pk) if pk is not None else None
    units = Unit.objects.order_by("sort_fi")
    units = units if manages_county(actor) else units.filter(pk__in=actor.units)
    form = TeamForm(request.POST if request.method == "POST" else None, units=list(units), initial=_initial(found))
    if form.is_bound and form.is_valid():
        name = Trilingual(*(form.cleaned_data[f"name_{code}"] for code in ("fi", "sv", "en")))
        try:
            row = directory_actions.save_team(team_id=pk, name=name, **form.given(), by=actor, now=clock.now())
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("team", pk=row.pk)
    status = 422 if form.is_bound else 200
    return render(request, "desks/staff/team_edit.html", {"form": form, "team": found}, status=status)


@require_POST
def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A professional begins to work in the team today."""
    actor, now = actor_of(request), clock.now()
    form = MemberForm(request.POST, people=_people(actor))
    if not form.is_valid():
        raise Refused("Choose the professional.", code="team.member")
    given = form.cleaned_data
    actions.add_member(
        team_id=pk, professional_id=given["professional"], lead=given["lead"], from_on=helsinki_date(now), by=actor,
        now=now,
    )  # fmt: skip
    return redirect("team", pk=pk)


@require_POST
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's work in the team ends today."""
    row = TeamMember.objects.filter(pk=pk).first()
    actions.end_member(member_id=pk, by=actor_of(request), now=clock.now())
    return redirect("team", pk=row.team_id) if row else redirect("lists")


@require_POST
def meeting_handled(request: HttpRequest, pk: int) -> HttpResponse:
    """The team has talked about the case."""
    row: MeetingItem = actions.mark_handled(item_id=pk, by=actor_of(request), now=clock.now())
    return redirect(f"{reverse('team', args=[row.team_id])}#meeting")


def case_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the matter on the list of a team's next meeting."""
    view, now = opened_case(request, pk, page="case"), clock.now()
    today = helsinki_date(now)
    named = [(one.id, one.name.in_(page_language())) for one in teams(today=today, unit_ids=[view.unit_id])]
    form = MeetingForm(request.POST if request.method == "POST" else None, teams=named)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.put_on_meeting(
                case_id=pk, team_id=given["team"], meeting_on=given["meeting_on"], reason=given["reason"],
                by=actor_of(request), now=now,
            )  # fmt: skip
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("case", pk=pk)
    context = {"view": view, "form": form, "teams": named, "today": today, **case_words(view)}
    return render(request, "desks/staff/case_meeting.html", context, status=422 if form.is_bound else 200)


def _team(pk: int) -> TeamView:
    found = team(pk)
    if found is None:
        raise Http404(_("There is no such team."))
    return found


def _people(actor: Actor) -> list[tuple[int, str]]:
    """Who can be asked to a team: it crosses units and registers, so everybody who works now."""
    rows = Professional.objects.filter(valid_to=None).select_related("unit").order_by("sort_name", "pk")
    return [
        (one.pk, f"{one.name}, {words.word(words.PROFESSIONS, one.profession).lower()}, {one.unit.name_fi}")
        for one in rows
    ]


def _initial(found: TeamView | None) -> dict[str, Any]:
    if found is None:
        return {"valid_from": helsinki_date(clock.now()), "preset": "area:"}
    return {
        "preset": f"{found.kind}:{found.preset}", "unit": found.unit_id, "name_fi": found.name.fi,
        "name_sv": found.name.sv, "name_en": found.name.en, "postal_codes": ", ".join(found.postal_codes),
        "municipalities": [code for code, _name in found.municipalities], "valid_from": found.valid_from,
        "valid_to": found.valid_to,
    }  # fmt: skip
