"""What does a unit tell of itself, and which channel is closed just now? Edited by its manager, without a release."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ovi.design.dates import WEEKDAYS, page_language
from ovi.desks import list_words
from ovi.desks.forms_lists import show_refusal
from ovi.desks.forms_unit import ChannelForm, UnitForm
from ovi.directory import actions
from ovi.directory.actions.unit_infos import info_faults, missing_languages
from ovi.directory.models import Unit
from ovi.directory.policies import CLOSE_CHANNEL, EDIT_UNIT, manages_county, require_manages_unit
from ovi.directory.queries import Closure, closures_ahead, trilingual, unit_info, unit_info_history
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.signed_in import actor_of
from ovi.plumbing import clock
from ovi.plumbing.actor import Actor

_LANGUAGES = {"fi": gettext_lazy("Finnish"), "sv": gettext_lazy("Swedish"), "en": gettext_lazy("English")}


def units_page(request: HttpRequest) -> HttpResponse:
    """The units whose hours and texts one may edit; straight to it where there is one."""
    actor = actor_of(request)
    EDIT_UNIT.require(actor)
    units = _units(actor)
    if len(units) == 1:
        return redirect("unit_settings", pk=units[0].pk)
    by_place = sorted(units, key=lambda unit: (unit.municipality.sort_fi, unit.sort_fi))
    places = [
        (place, [(unit.pk, trilingual(unit, "name")) for unit in there])
        for place, there in groupby(by_place, key=lambda unit: trilingual(unit.municipality, "name"))
    ]
    return render(request, "desks/staff/units.html", {"places": places})


def unit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Hours, notice, telephone and address: edit, see what it will look like, publish, take an earlier one back."""
    actor, today = actor_of(request), helsinki_date(clock.now())
    EDIT_UNIT.require(actor)
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None:
        raise Http404(_("There is no such unit."))
    require_manages_unit(actor, pk)
    info = unit_info(unit)
    weekdays = WEEKDAYS[page_language()]
    form = UnitForm(request.POST if request.method == "POST" else None, info=info, weekdays=weekdays)
    context: dict[str, Any] = {"unit": unit, "name": trilingual(unit, "name"), "today": today}
    if form.is_bound and form.is_valid():
        content = form.content()
        if "publish" in request.POST and _published(pk, form, actor):
            return redirect("unit_settings", pk=pk)
        if "preview" in request.POST:
            faults = [_(fault.what) for fault in info_faults(content)]
            missing = [_LANGUAGES[code] for code in missing_languages(content.notice)]
            context |= {"preview": content, "faults": faults, "missing": missing}
    history = unit_info_history(pk)
    context |= {"form": form, "info": info, "history": history}
    return render(request, "desks/staff/unit.html", context, status=422 if form.is_bound and form.errors else 200)


def _published(pk: int, form: UnitForm, actor: Actor) -> bool:
    content, now = form.content(), clock.now()
    try:
        actions.publish_unit_info(unit_id=pk, content=content, based_on=content.version, by=actor, now=now)
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


@require_POST
def unit_restore(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Take an earlier version into use again."""
    actions.restore_unit_info(unit_id=pk, version=version, by=actor_of(request), now=clock.now())
    return redirect("unit_settings", pk=pk)


def channels_page(request: HttpRequest) -> HttpResponse:
    """What is closed now and will be, and the switch that closes one channel."""
    actor, now = actor_of(request), clock.now()
    CLOSE_CHANNEL.require(actor)
    county = manages_county(actor)
    form = ChannelForm(request.POST if request.method == "POST" else None, units=_units(actor), county=county, now=now)
    if form.is_bound and form.is_valid():
        try:
            actions.close_channel(**form.given(), by=actor, now=now)
        except Refused as refused:
            _show(form, refused)
        else:
            return redirect("channels")
    rows = [_row(one, actor, one.closes_at <= now) for one in closures_ahead(now=now)]
    context = {"form": form, "rows": rows, "today": helsinki_date(now)}
    return render(request, "desks/staff/channels.html", context, status=422 if form.is_bound else 200)


@require_POST
def channel_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the channel before its time."""
    actions.open_channel(closure_id=pk, by=actor_of(request), now=clock.now())
    return redirect("channels")


def _show(form: ChannelForm, refused: Refused) -> None:
    """The action speaks of instants, the form of date and time."""
    for fault in refused.faults:
        where = {"opens_at": "opens_on", "closes_at": "closes_on"}.get(fault.where, fault.where)
        form.add_error(where if where in form.fields else None, _(fault.what))
    if not refused.faults:
        form.add_error(None, _(refused.message))


def _row(one: Closure, actor: Actor, closed_now: bool) -> dict[str, Any]:
    mine = manages_county(actor) or one.unit_id in actor.units
    return {
        "it": one,
        "channel": list_words.CHANNELS[one.channel],
        "line": line_name(one.service_line) if one.service_line else "",
        "now": closed_now,
        "mine": mine and CLOSE_CHANNEL.held_by(actor),
    }


def _units(actor: Actor) -> list[Unit]:
    units = Unit.objects.select_related("municipality").order_by("sort_fi")
    return list(units if manages_county(actor) else units.filter(pk__in=actor.units))
