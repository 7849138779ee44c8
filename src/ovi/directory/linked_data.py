"""How is a service told to search engines and assistants? As schema.org JSON-LD, at an address of its own.

The page links to it: our content policy allows no script inside a page, and data needs no script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from ovi.directory.opening_hours import DAY_MINUTES
from ovi.directory.queries import Place, ServiceInFull
from ovi.directory.queries.catalogue import CatalogueView
from ovi.directory.queries.channels import ChannelAddress, ChannelView
from ovi.directory.service_hours import HourRule, ServiceHours
from ovi.directory.states import ServiceSource
from ovi.foundation.text import Trilingual

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CONTEXT = "https://schema.org"


def linked_data(
    service: ServiceInFull,
    channels: Sequence[ChannelView],
    about: CatalogueView,
    *,
    url: str,
    county: Trilingual,
    language: str,
) -> dict[str, Any]:
    """The service as a GovernmentService; an association's activity as a Service."""
    text, spoken = service.card.name.best(language)
    own = about.source == ServiceSource.OWN
    provider = county if own else about.organisation
    whole: dict[str, Any] = _lean(
        {
            "@context": _CONTEXT,
            "@type": "Service" if about.source == ServiceSource.LAHELLA else "GovernmentService",
            "@id": url,
            "url": url,
            "name": text,
            "inLanguage": spoken,
            "description": service.card.summary.in_(language),
            "provider": _named("GovernmentOrganization" if own else "Organization", provider, language),
            "areaServed": [_named("AdministrativeArea", area.name, language) for area in about.areas],
            "audience": [{"@type": "Audience", "audienceType": one.in_(language)} for one in service.target_groups],
            "availableChannel": [
                *(_channel(one, language) for one in channels),
                *(_unit(one, language) for one in service.places),
            ],
            "isAccessibleForFree": True if service.charge == "free" else None,
        }
    )
    return whole


def _named(kind: str, name: Trilingual, language: str) -> dict[str, Any] | None:
    return {"@type": kind, "name": name.in_(language)} if name.in_(language) else None


def _channel(channel: ChannelView, language: str) -> dict[str, Any]:
    places = [_place(one, language) for one in channel.addresses if not one.postal]
    return {
        "@type": "ServiceChannel",
        "name": channel.name.in_(language),
        "servicePhone": [{"@type": "ContactPoint", "telephone": one.number} for one in channel.contacts.phones],
        "serviceUrl": next((page.url for page in channel.contacts.pages), None),
        "availableLanguage": list(channel.languages),
        "serviceLocation": [{**place, "openingHoursSpecification": list(_hours(channel.hours))} for place in places],
        "hoursAvailable": [] if places else list(_hours(channel.hours)),
    }


def _place(address: ChannelAddress, language: str) -> dict[str, Any]:
    point = address.latitude is not None and address.longitude is not None
    return {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": address.street.in_(language),
            "postalCode": address.postal_code,
            "addressLocality": address.post_office.in_(language) or address.municipality.in_(language),
            "addressCountry": "FI",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": address.latitude, "longitude": address.longitude}
        if point
        else None,
    }


def _unit(place: Place, language: str) -> dict[str, Any]:
    phone = (place.info.phone if place.info else "") or place.phone
    return {
        "@type": "ServiceChannel",
        "name": place.name.in_(language),
        "servicePhone": {"@type": "ContactPoint", "telephone": phone} if phone else None,
        "serviceLocation": {
            "@type": "Place",
            "name": place.name.in_(language),
            "address": {
                "@type": "PostalAddress",
                "streetAddress": (place.info.address if place.info else "") or place.address,
                "addressLocality": place.municipality.in_(language),
                "addressCountry": "FI",
            },
        },
    }


def _hours(hours: ServiceHours) -> Iterator[dict[str, Any]]:
    for rule in hours.rules:
        if rule.holiday or rule.weeks:  # schema.org cannot say these; half a truth would be a wrong promise
            continue
        yield from _rule(rule)


def _rule(rule: HourRule) -> Iterator[dict[str, Any]]:
    valid = {
        "validFrom": rule.valid_from.isoformat() if rule.valid_from else None,
        # Ours is half-open, theirs is the last day itself.
        "validThrough": (rule.valid_to - timedelta(days=1)).isoformat() if rule.valid_to else None,
    }
    whole = {"@type": "OpeningHoursSpecification", **valid}
    if rule.closed:
        yield {**whole, "opens": "00:00", "closes": "00:00"}
    elif rule.always:
        yield {**whole, "dayOfWeek": list(_DAYS), "opens": "00:00", "closes": "23:59"}
    for one in () if rule.closed or rule.always else rule.spans:
        days = {"dayOfWeek": _DAYS[one.weekday]} if one.weekday >= 0 else {}
        yield {**whole, **days, "opens": _clock(one.start), "closes": _clock(one.end)}


def _clock(minutes: int) -> str:
    return f"{minutes % DAY_MINUTES // 60:02d}:{minutes % 60:02d}"


def _lean(value: Any) -> Any:
    """Without what is empty: an empty field tells a machine that there is nothing, which we do not know."""
    if isinstance(value, dict):
        return {key: inner for key, one in value.items() if (inner := _lean(one)) not in (None, "", [], {})}
    if isinstance(value, list):
        return [inner for one in value if (inner := _lean(one)) not in (None, "", [], {})]
    return value
