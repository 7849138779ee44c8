"""What is a service, for whom, and how does one get there?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ovi.directory import queries
from ovi.directory.channel_names import CHANNEL_NAMES, KIND_NAMES
from ovi.directory.choice import Choice
from ovi.directory.forms import languages_said
from ovi.directory.hours_words import HoursLine, coming_exceptions, said_opening, weekly_lines
from ovi.directory.kept_needs import kept_needs
from ovi.directory.linked_data import linked_data
from ovi.directory.meetings import meetings
from ovi.directory.next_step import next_step
from ovi.directory.openings import CatalogueChannel, opening
from ovi.directory.pages_counting import count_visit
from ovi.directory.queries.catalogue import CatalogueView
from ovi.directory.queries.channels import ChannelView, Entrance
from ovi.directory.queries.offers import Offer, Picture, picture
from ovi.directory.states import AreaKind, ServiceSource
from ovi.directory.tray import needs
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.text import Trilingual
from ovi.plumbing import clock
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

_RELATED = 5
_PLACES_SHOWN = 5  # of more only the names stand open: thirty units with their hours are a long way to scroll
_WHOLE_COUNTRY = Trilingual("Koko maa", "Hela landet", "The whole country")


@dataclass(frozen=True, slots=True)
class ShownChannel:
    """One way to the service as the page tells it."""

    channel: ChannelView
    kind: str
    said_now: str
    open: bool | None
    week: list[HoursLine]
    coming: list[HoursLine]
    languages: str
    entrances: tuple[Entrance, ...]


@require_GET
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a service; what has left the catalogue keeps its address and says so."""
    found, about = queries.service(pk), queries.catalogue_of(pk)
    if found is None or about is None:
        raise Http404
    count_visit(request)
    now, language, today = clock.now(), get_language() or "fi", clock.today()
    channels, activity = queries.channels_of(pk), queries.activities_of([pk]).get(pk)
    now_is, kept = picture(), kept_needs(request)
    mine = now_is.offers.get(pk)
    context = {
        "service": found,
        "card": found.card,
        "about": about,
        "step": next_step(found, channels, activity, language),
        "said_now": _said_now(mine, now_is, now) if mine else "",
        "channels": [_shown(one, now, language) for one in channels],
        "meetings": meetings(activity, now=now) if activity else None,
        "met": [need for need in needs().values() if mine and need.id in mine.needs],
        "kept": [need for need in needs().values() if need.id in kept.needs],
        "closures": _closures(found, now),
        "many_places": len(found.places) > _PLACES_SHOWN,
        "now": now,
        "where": _area(about),
        "languages": languages_said(sorted(mine.languages)) if mine else "",
        "provenance": _provenance(about),
        "collections": [Trilingual.of(one["name"]) for one in about.details.get("collections", ())],
        "related": _related(mine, now_is.offers.values()) if mine else [],
        "theme": Choice(line=found.card.service_line).address() if found.card.service_line else "",
        "today": today,
        "data_href": reverse("service_data", args=[pk]),
    }
    return render(request, "directory/service.html", context)


def _said_now(mine: Offer, now_is: Picture, now: datetime) -> str:
    return said_opening(now_is.openings.best(mine.hours_in(""), now), now, somewhere=mine.open_somewhere(""))


def _closures(found: queries.ServiceInFull, now: datetime) -> list[tuple[object, queries.Closure]]:
    """Each closure with its channel by name."""
    units = [place.id for place in found.places]
    rows = queries.closures_of_service(found.card.service_line, units, now=now) if found.active else []
    return [(CHANNEL_NAMES[one.channel], one) for one in rows]


def _shown(channel: ChannelView, now: datetime, language: str) -> ShownChannel:
    now_is = opening(CatalogueChannel(channel.hours), now)
    today = helsinki_date(now)
    return ShownChannel(
        channel=channel,
        kind=str(KIND_NAMES[channel.kind]),
        said_now=said_opening(now_is, now),
        open=now_is.open,
        week=weekly_lines(channel.hours, today),
        coming=coming_exceptions(channel.hours, today),
        languages=languages_said(channel.languages),
        entrances=tuple(one for place in channel.addresses for one in place.entrances if one.accessibility),
    )


def _area(about: CatalogueView) -> list[Trilingual]:
    """The areas in which the service is given; empty where the source does not say."""
    if about.area_kind == AreaKind.NATIONWIDE:
        return [_WHOLE_COUNTRY]
    return [area.name for area in about.areas if area.name.fi]


@dataclass(frozen=True, slots=True)
class Provenance:
    """From where the texts are, under which licence, and when they were changed there and brought here."""

    source: str
    licence: str
    changed_at: datetime | None


def _provenance(about: CatalogueView) -> Provenance:
    sources = {
        ServiceSource.OWN: (county(settings().county).name.in_(get_language() or "fi"), ""),
        ServiceSource.PTV: (_("Finnish Service Catalogue (Suomi.fi), general description"), "CC0 1.0"),
        ServiceSource.PTV_SERVICE: (_("Finnish Service Catalogue (Suomi.fi)"), "CC0 1.0"),
        ServiceSource.LAHELLA: (_("Lähellä.fi, where associations tell of their activities"), ""),
    }
    source, licence = sources[ServiceSource(about.source)]
    return Provenance(source, licence, about.source_modified_at)


def _related(mine: Offer, every: Iterable[Offer]) -> list[Offer]:
    """Others of the same collection, then those with the most classes in common; nothing is read of people."""
    others = [
        (len(mine.collections & one.collections), len(mine.classes & one.classes), one)
        for one in every
        if one.id != mine.id and not one.national and (mine.classes & one.classes or mine.collections & one.collections)
    ]
    ranked = sorted(others, key=lambda row: (-row[0], -row[1], row[2].name.fi, row[2].id))
    return [one for *_counts, one in ranked[:_RELATED]]


@require_GET
def service_data(request: HttpRequest, pk: int) -> JsonResponse:
    """The same service as schema.org JSON-LD, for search engines and assistants."""
    found, about = queries.service(pk), queries.catalogue_of(pk)
    if found is None or about is None or not found.active:
        raise Http404
    language = get_language() or "fi"
    url = request.build_absolute_uri(reverse("service", args=[pk]))
    name = county(settings().county).name
    data = linked_data(found, queries.channels_of(pk), about, url=url, county=name, language=language)
    return JsonResponse(data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
