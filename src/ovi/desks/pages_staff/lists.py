"""Whose list is how long, who is on it, who stands in, and how does it move to somebody else?"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ovi.casework import actions
from ovi.casework.models import Cover
from ovi.casework.policies import LISTED, LISTS, may_manage_list, require_list, require_manages_list
from ovi.casework.queries import ListOf, ListSummary, list_of, listed, lists_of_units, move_preview
from ovi.casework.queries.lists import LIST_PAGE
from ovi.desks import list_words
from ovi.desks import staff_words as words
from ovi.desks.forms_lists import CoverForm, MoveForm, SettingForm, read_holder, show_refusal
from ovi.directory.models import Unit
from ovi.directory.policies import EDIT_TEAM, manages_county
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor

_ROWS_MAX = 500


def lists_page(request: HttpRequest) -> HttpResponse:
    """Every list of one's own units: size, weight, cap, cover. Numbers only."""
    actor = actor_of(request)
    LISTS.require(actor)
    units = _units(actor)
    asked = next((unit.pk for unit in units if str(unit.pk) == request.GET.get("unit")), None)
    county = manages_county(actor) and asked is None
    found = lists_of_units(None if county else [asked] if asked else [u.pk for u in units], today=_today())
    page = Paginator(found, LIST_PAGE).get_page(request.GET.get("page"))
    context = {
        "lists": [_summary(one) for one in page],
        "page": page,
        "units": units if len(units) > 1 else [],
        "unit": asked,
        "many_units": len(units) > 1,
        "may_edit_teams": EDIT_TEAM.held_by(actor),
    }
    return render(request, "desks/staff/lists.html", context)


def list_page(request: HttpRequest, pk: int, *, team: bool = False) -> HttpResponse:
    """One list: its size and clients by name, its settings, cover, and the way to move it."""
    actor, of = actor_of(request), _of(pk, team)
    one = _opened(actor, of)
    today = _today()
    names = LISTED.prove(actor, one)
    page = Paginator(range(one.size), LIST_PAGE).get_page(request.GET.get("page"))
    rows = listed(of, today=today, page=page.number) if names else ()
    shown = [Shown(row.subject_key, LISTED.code, "own_worker", str(row.row_id)) for row in rows]
    access.note(request, page="client_list", shown=shown)
    request.ovi_unit = one.unit.fi  # type: ignore[attr-defined]
    manages = may_manage_list(actor, unit_id=one.unit_id, professional_id=of.professional_id)
    context = {
        **_summary(one),
        "rows": [{"it": row, "kind": list_words.OWN_KINDS[row.kind]} for row in rows],
        "page": page, "names": names, "manages": manages, "today": today,
        "setting": SettingForm(initial={"cap": one.cap, "open_to_new": one.open_to_new}) if manages else None,
        "cover": CoverForm(colleagues=_colleagues(one), today=today) if manages and not team else None,
        "covers": _covers(of, today) if not team else [],
        "move_href": _url("list_move", of),
    }  # fmt: skip
    return render(request, "desks/staff/list.html", context)


@require_POST
def list_set(request: HttpRequest, pk: int, *, team: bool = False) -> HttpResponse:
    """Set the cap and whether the list takes new clients."""
    form = SettingForm(request.POST)
    if not form.is_valid():
        raise Refused("Give the largest size as a whole number from 1 up, or leave it empty.", code="list.cap")
    actions.set_list(of=_of(pk, team), **form.cleaned_data, by=actor_of(request), now=clock.now())
    return redirect(_url("list", _of(pk, team)))


@require_POST
def cover_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stands in for the worker."""
    actor, of = actor_of(request), ListOf(professional_id=pk)
    form = CoverForm(request.POST, colleagues=_colleagues(_opened(actor, of)), today=_today())
    if not form.is_valid():
        raise Refused("Choose who stands in and the first and last day.", code="cover.input")
    given = form.cleaned_data
    actions.arrange_cover(
        absent_id=pk, substitute_id=given["substitute"], from_on=given["from_on"], to_on=given["to_on"], by=actor,
        now=clock.now(),
    )  # fmt: skip
    return redirect(_url("list", of))


@require_POST
def cover_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The worker is back, or the absence is called off."""
    row = Cover.objects.filter(pk=pk).first()
    actions.end_cover(cover_id=pk, by=actor_of(request), now=clock.now())
    return redirect(_url("list", ListOf(professional_id=row.absent_id))) if row else redirect("lists")


def list_move(request: HttpRequest, pk: int, *, team: bool = False) -> HttpResponse:
    """Move the list or the chosen clients: first what it does in numbers, then the confirmation."""
    actor, of, today = actor_of(request), _of(pk, team), _today()
    one = _opened(actor, of)
    require_manages_list(actor, unit_id=one.unit_id, professional_id=of.professional_id)
    given = request.POST if request.method == "POST" else request.GET
    rows = sorted({int(row) for row in given.getlist("rows")[:_ROWS_MAX] if row.isascii() and row.isdigit()})
    targets = [other for other in _targets(actor, one) if other.of != of and other.register == one.register]
    form = MoveForm(request.POST if request.method == "POST" else None, lists=targets, today=today)
    context: dict[str, Any] = {**_summary(one), "form": form, "chosen": rows, "today": today, "targets": targets}
    if form.is_bound and form.is_valid():
        target, from_on = read_holder(form.cleaned_data["target"]), form.cleaned_data["from_on"]
        if "expected" in request.POST and _moved(request, of, target, rows, form):
            return redirect(_url("list", target))
        seen = move_preview(of, target, rows=rows or None, from_on=from_on, today=today)
        context |= {"seen": seen, "with_cases": form.cleaned_data["open_cases"] == "yes"}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desks/staff/list_move.html", context, status=status)


def _moved(request: HttpRequest, source: ListOf, target: ListOf, rows: list[int], form: MoveForm) -> bool:
    given, expected = form.cleaned_data, request.POST["expected"]
    try:
        actions.move_list(
            source=source, target=target, rows=rows or None,
            expected=int(expected) if expected.isascii() and expected.isdigit() else -1,
            from_on=given["from_on"], open_cases=given["open_cases"] == "yes", reason=given["reason"],
            by=actor_of(request), now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


def _targets(actor: Actor, one: ListSummary) -> list[ListSummary]:
    """Lists of the same unit; who manages more units than one may choose from all of them."""
    units = {one.unit_id} if not manages_county(actor) else None
    return lists_of_units(units or {one.unit_id, *(unit.pk for unit in _units(actor))}, today=_today())


def _opened(actor: Actor, of: ListOf) -> ListSummary:
    one = list_of(of, today=_today())
    if one is None:
        raise Http404(_("There is no such list."))
    require_list(actor, one.unit_id)
    return one


def _of(pk: int, team: bool) -> ListOf:
    return ListOf(team_id=pk) if team else ListOf(professional_id=pk)


def _url(name: str, of: ListOf) -> str:
    ending = "team" if of.team_id is not None else "worker"
    return reverse(f"{name}_{ending}", args=[of.team_id if of.team_id is not None else of.professional_id])


def _summary(one: ListSummary) -> dict[str, Any]:
    return {
        "list": one,
        "href": _url("list", one.of),
        "profession": words.word(words.PROFESSIONS, one.profession) if one.profession else _("Team"),
        "weighted": one.weight != one.size,
        "team_href": reverse("team", args=[one.of.team_id]) if one.of.team_id is not None else "",
    }


def _units(actor: Actor) -> list[Unit]:
    units = Unit.objects.order_by("sort_fi")
    return list(units if manages_county(actor) else units.filter(pk__in=actor.units))


def _colleagues(one: ListSummary) -> list[tuple[int, str]]:
    found = lists_of_units([one.unit_id], today=_today())
    return [(o.of.professional_id, o.name.fi) for o in found if o.of.professional_id and o.of != one.of]


def _covers(of: ListOf, today: Any) -> list[Cover]:
    rows = Cover.objects.filter(absent=of.professional_id, valid_to__gt=today).select_related("substitute")
    return list(rows.order_by("valid_from"))


def _today() -> Any:
    return helsinki_date(clock.now())
