"""What does a resident see first, and how do their own matters stand?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ovi.casework.queries import estimate_for, own_people, picks_for_client
from ovi.casework.states import CaseState
from ovi.contact.queries import chat_of_contact, threads_of
from ovi.contact.states import Channel, Side
from ovi.design.dates import page_language, said_date
from ovi.design.shapes import Event, Link
from ovi.desks import words
from ovi.desks.help_texts import help_pages, news_on, short_helps
from ovi.desks.list_words import OWN_KINDS
from ovi.desks.matter_list import MatterList
from ovi.desks.matters import Happening, Matter, OwnClock, just_arrived, matters_of, own_matter
from ovi.desks.message_words import CLIENT_TURNS
from ovi.desks.own_notices import told_to_me
from ovi.desks.privacy import own_views, reads_little, sent_for, shown_matter
from ovi.desks.threads import told_threads
from ovi.desks.tray_words import OWN_TAKE_UPS
from ovi.directory.queries import front_life_events, front_themes, named_units
from ovi.directory.service_lines import LINES, line_name
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.people.queries import helps_of
from ovi.people.signed_in import actor_of, sign_in_first
from ovi.performance.queries import access_now
from ovi.performance.queries.saying import said_month, said_share
from ovi.plumbing import access, clock
from ovi.plumbing.access import View
from ovi.plumbing.actor import Actor

_SATURDAY = 5
_NEWS = 3
_SENT_SHOWN = 20
_LOG_SHOWN = timedelta(days=2 * 365)  # asiakastietolaki 703/2023: older views only for a special reason


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """The front door: one search, three doors, how fast one gets care, themes and life events, news."""
    doors = [
        Link(_("Find a service"), reverse("services"), _("What help there is, for whom and where."), "search"),
        Link(
            _("Contact us"), reverse("contact_new"), _("Tell us in your own words. We take care of the rest."), "chat"
        ),
        Link(_("My matters"), reverse("my_matters"), _("How your matter stands and by when we act."), "tasks"),
    ]
    access_figures = access_now()
    context = {
        "doors": doors,
        "lines": list(LINES.values()),
        "themes": front_themes(),
        "events": front_life_events(),
        "now": access_figures,
        "now_share": said_share(access_figures.share) if access_figures else "",
        "now_month": said_month(access_figures.month) if access_figures else "",
        "news": [(one, _more(one.page)) for one in news_on(clock.today())[:_NEWS]],
        "languages": short_helps().values(),
    }
    return render(request, "desks/front.html", context)


def _more(page: str) -> str:
    """Where a piece of news tells more."""
    if page in help_pages():
        return reverse("help_page", args=[help_pages()[page].slug])
    return reverse("help") if page else ""


@require_GET
def my_matters(request: HttpRequest) -> HttpResponse:
    """Everything of oneself, or of whom one acts for, in one list: state, lawful due date, whose turn, next step."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor, today = actor_of(request), clock.today()
    whose = actor.on_behalf
    if whose is None:
        _person(actor)
    told = [_told(one) for one in matters_of(actor, today=today)]
    access.note(request, page="my_matters", shown=[shown_matter(actor, "person", "")])
    listing = MatterList(request.GET, told)
    context = {
        "running": listing.running,
        "ended": listing.page,
        "listing": listing,
        "any": bool(told),
        "arrived": [(one, line_name(one.service_line)) for one in just_arrived(actor)],
        "sent": list(sent_for(actor).order_by("-arrived_at").values("number", "arrived_at")[:_SENT_SHOWN]),
        "own_people": [(one, OWN_KINDS[one.kind]) for one in own_people(_person(actor), today=today)]
        if not whose
        else [],
        "helps": helps_of(_person(actor), since=clock.now() - _LOG_SHOWN) if not whose else [],
        "whose": whose,
        "limited": reads_little(actor),
        "today": today,
    }
    return render(request, "desks/my_matters.html", context)


@require_GET
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter: own words, limits with their grounds, what has happened, who has viewed the data and why."""
    if away := sign_in_first(request, then=request.path):
        return away
    actor, today = actor_of(request), clock.today()
    found = own_matter(pk, by=actor, today=today)
    access.note(request, page="matter", shown=[shown_matter(actor, "case", str(pk))])
    told = _told(found)
    context = {
        "told": told,
        **_estimated(found, today),
        "help_now": reverse("help_now"),
        "matter": found,
        "name": told["name"],
        "clocks": [(one, _started(one, found, today), words.STOPS.get(one.stop, "")) for one in found.clocks],
        "whose": actor.on_behalf,
        "limited": reads_little(actor),
        "today": today,
    }
    if not reads_little(actor):
        context |= _in_full(found, actor)
    return render(request, "desks/matter.html", context)


def _in_full(found: Matter, actor: Actor) -> dict[str, Any]:
    """What has been written, said, picked and viewed; not for a carer."""
    now = clock.now()
    views = own_views(actor, since=now - _LOG_SHOWN, now=now)
    units = named_units(one.viewer_unit for one in views if not one.own)
    return {
        "events": [_event(one, now) for one in found.happenings],
        "views": [_viewer(one, units) for one in views if not one.own],
        "own_views": sum(one.times for one in views if one.own),
        "threads": told_threads(threads_of(found.contact_id, side=Side.CLIENT), CLIENT_TURNS, chosen=None),
        "chat": chat_of_contact(found.contact_id) if found.channel == Channel.CHAT else None,
        "picks": [(one, OWN_TAKE_UPS.get(one.take_up, "")) for one in picks_for_client(found.id)],
        "take_ups": OWN_TAKE_UPS,
        "notices": told_to_me(actor.person_id or 0, found.number),
    }


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Refused("This page is for residents. Sign in as a resident.", code="permission.own_matters")
    return actor.person_id


def _told(one: Matter) -> dict[str, Any]:
    """A matter with its words."""
    running = one.running
    return {
        "matter": one,
        "name": one.service if one.service.in_("fi") else line_name(one.service_line),
        "state": words.STATES[one.state],
        "ended": one.closed_at is not None,
        "why_ended": words.CLOSE_REASONS.get(one.close_reason, ""),
        "next_step": _next_step(one),
        "yours": one.awaits_client,
        "turn": words.TURN_YOURS if one.awaits_client else words.TURNS[_turn_of(one)],
        "message": _message_word(one),
        "running": running,
        "stop": words.STOPS.get(running.stop, "") if running else "",
    }


def _turn_of(one: Matter) -> CaseState:
    return CaseState.IN_SERVICE if one.next_event_at else one.state


def _message_word(one: Matter) -> Any:
    """What the messages of the matter wait for: said on the list and on the matter's page alike."""
    if one.unread:
        return words.MESSAGE_NEW
    if one.awaits_client:
        return words.MESSAGE_YOURS
    return words.MESSAGE_OURS if one.awaits_unit else ""


def _next_step(one: Matter) -> Any:
    if one.next_event_at:
        return words.NEXT_WHEN_BOOKED
    return words.NEXT_WHEN_NOTICED if one.noticed and one.state == CaseState.OPEN else words.NEXT_STEPS[one.state]


def _estimated(found: Matter, today: date) -> dict[str, Any]:
    """When the turn might come, for who waits for service; nothing where too little is known to say it honestly."""
    if found.place is None or found.state != CaseState.ASSESSED:
        return {}
    line, place = found.service_line, found.place[0]
    estimate = estimate_for(unit_id=found.unit_id, service_line=line, place=place, today=today)
    return {"estimate": estimate, "estimate_said": words.turn_comes(estimate.weeks)} if estimate else {}


def _started(one: OwnClock, found: Matter, today: date) -> str:
    """From when the time runs; a message out of hours may start its clock only on the next working day."""
    arrived_on = helsinki_date(found.arrived_at)
    day = said_date(one.starts_on, today=today, language=page_language())
    if found.noticed and one.start == "contact":  # somebody else made the contact
        return str(words.STARTED).format(start=words.STARTS["pending"], day=day)
    if one.start in ("contact", "pending") and one.starts_on > arrived_on:
        later = words.STARTED_AFTER_WEEKEND if arrived_on.weekday() >= _SATURDAY else words.STARTED_LATER
        return str(later).format(day=day)
    return str(words.STARTED).format(start=words.STARTS.get(one.start, ""), day=day)


def _event(one: Happening, now: datetime) -> Event:
    label, icon = words.HAPPENINGS[one.what]
    where = one.unit.in_(page_language()) if one.unit != Trilingual() else ""
    return Event(one.at, str(label), text=where, by=one.by, icon=icon, coming=one.at > now)


@dataclass(frozen=True, slots=True)
class Viewer:
    """One view of the resident's data, in words."""

    at: datetime
    name: str
    who: str
    what: Any
    why: Any
    ground: Any
    times: int


def _viewer(view: View, units: Mapping[str, Trilingual]) -> Viewer:
    unit = units.get(view.viewer_unit, Trilingual(fi=view.viewer_unit)).in_(page_language())
    roles = [str(words.ROLES.get(role, role)) for role in view.viewer_roles if role != "resident"]
    return Viewer(
        at=view.at,
        name=view.viewer_name,
        who=", ".join([*roles, *([unit] if unit else [])]),
        what=words.PAGES.get(view.page, _("your data")),
        why=words.PURPOSES.get(view.purpose, _("another reason; ask us")),
        ground=words.RELATIONS.get(view.relation, ""),
        times=view.times,
    )
