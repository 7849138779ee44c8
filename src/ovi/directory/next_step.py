"""What is the one next step that a service's page offers: write, enrol, open a page, call, or go there?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from ovi.directory.contacts import Phone, WebPage
from ovi.directory.queries import ServiceInFull
from ovi.directory.queries.catalogue import ActivityView
from ovi.directory.queries.channels import ChannelView
from ovi.directory.states import ChannelKind

Kind = TypeVar("Kind", Phone, WebPage)


@dataclass(frozen=True, slots=True)
class Step:
    """The page's primary button. `outside`: it leads to somebody else's site."""

    label: str
    href: str
    icon: str
    outside: bool = False


def next_step(
    service: ServiceInFull, channels: Sequence[ChannelView], activity: ActivityView | None, language: str
) -> Step | None:
    """The nearest way to the service; None where the source tells none, so the page says whom to ask."""
    if not service.active:
        return None
    if service.card.contactable:
        return Step(_("Contact us"), f"{reverse('contact_new')}?service={service.card.id}", "chat")
    if activity and activity.registration_url:
        return Step(_("Enrol"), activity.registration_url, "external", outside=True)
    if page := web_page(channels, ChannelKind.E_CHANNEL, language):
        return Step(_("Go to the e-service"), page.url, "external", outside=True)
    if phone := _phone(channels, language):
        return Step(_("Call %(number)s") % {"number": phone.number}, dialled(phone.number), "phone")
    if any(place for channel in channels for place in channel.addresses if not place.postal):
        return Step(_("See where to go"), "#where", "place")
    if page := web_page(channels, None, language):
        return Step(_("Open the web page"), page.url, "external", outside=True)
    return None


def dialled(number: str) -> str:
    """The number as an address to call; spaces and hyphens are for eyes only."""
    return "tel:" + "".join(char for char in number if char.isdigit() or char == "+")


def web_page(channels: Iterable[ChannelView], kind: ChannelKind | None, language: str) -> WebPage | None:
    """The first page of the channels of this kind, in the reader's language if there is one."""
    pages = [page for channel in channels if kind in (None, channel.kind) for page in channel.contacts.pages]
    return _preferred(pages, language)


def _phone(channels: Iterable[ChannelView], language: str) -> Phone | None:
    phones = [phone for channel in channels for phone in channel.contacts.phones if phone.kind == "phone"]
    return _preferred(phones, language)


def _preferred(rows: Sequence[Kind], language: str) -> Kind | None:
    return next((one for one in rows if one.language in (language, "")), rows[0] if rows else None)
