"""Where does a service come from, and is it still offered?"""

from __future__ import annotations

from enum import StrEnum


class ServiceSource(StrEnum):
    """OWN: our own small catalogue. PTV: national general descriptions (pohjakuvaukset), nobody's own offer.

    PTV_SERVICE: services and channels that organisations publish in PTV. LAHELLA: activities of lähellä.fi.
    """

    OWN = "own"
    PTV = "ptv"
    PTV_SERVICE = "ptv_service"
    LAHELLA = "lahella"


class ServiceState(StrEnum):
    """ACTIVE services are shown; VANISHED ones left their source and stay as history with their links.

    DUPLICATE: another source tells of the same service (`duplicate_of`), and that one is shown in its place.
    """

    ACTIVE = "active"
    VANISHED = "vanished"
    DUPLICATE = "duplicate"


TRANSITIONS: dict[ServiceState, frozenset[ServiceState]] = {
    ServiceState.ACTIVE: frozenset({ServiceState.VANISHED, ServiceState.DUPLICATE}),
    ServiceState.VANISHED: frozenset({ServiceState.ACTIVE, ServiceState.DUPLICATE}),
    ServiceState.DUPLICATE: frozenset({ServiceState.ACTIVE, ServiceState.VANISHED}),
}


class ChannelKind(StrEnum):
    """The five ways by which a service of the national catalogue is reached (PTV ServiceChannelType)."""

    E_CHANNEL = "e_channel"
    WEB_PAGE = "web_page"
    PRINTABLE_FORM = "printable_form"
    PHONE = "phone"
    SERVICE_LOCATION = "service_location"


class AreaKind(StrEnum):
    """How wide a service or channel reaches. LIMITED: its `areas` say where. Empty: the source does not say."""

    NATIONWIDE = "nationwide"
    NATIONWIDE_EXCEPT_ALAND = "nationwide_except_aland"
    LIMITED = "limited"


class ActivityKind(StrEnum):
    """What an activity of lähellä.fi is: a hobby, support (peer group, help), or a call for volunteers."""

    HOBBY = "hobby"
    SUPPORT = "support"
    VOLUNTARY = "voluntary"


class TeamKind(StrEnum):
    """AREA: serves the people of its area (aluetiimi). EXPERT: is consulted across areas (erityisasiantuntijatiimi)."""

    AREA = "area"
    EXPERT = "expert"


class NearKind(StrEnum):
    """FIXED: a place of its own near home (lähipalvelu). MOBILE: moves from stop to stop (liikkuva palvelu)."""

    FIXED = "fixed"
    MOBILE = "mobile"


class ServiceChannel(StrEnum):
    """By which way a resident reaches the county or one unit."""

    CONTACT_FORM = "contact_form"
    PHONE = "phone"
    PHONE_CALLBACK = "phone_callback"
    CHAT = "chat"
    DESK = "desk"
    WALK_IN = "walk_in"
    NOTIFICATION = "notification"


# Channels that keep opening hours in a unit.
HOURED = (ServiceChannel.PHONE, ServiceChannel.DESK, ServiceChannel.WALK_IN, ServiceChannel.CHAT)
# A statutory notification (child protection, concern for an older person, SHL 35 §) can always be made.
CLOSABLE = tuple(channel for channel in ServiceChannel if channel != ServiceChannel.NOTIFICATION)
# Nobody knows the unit before the contact has arrived, so only the whole county can close the form.
COUNTY_ONLY = frozenset({ServiceChannel.CONTACT_FORM})
# Child protection is pending from arrival day and night (domain.md §1): its form stays open whatever is closed.
NEVER_CLOSED_LINES = frozenset({"child_protection"})


class GapState(StrEnum):
    """What the catalogue's owners did about a question without an answer. Every handling can be undone."""

    OPEN = "gap_open"
    WORD_ADDED = "word_added"
    CONTENT_ASKED = "content_asked"
    NOT_OURS = "not_ours"


_HANDLED = frozenset({GapState.WORD_ADDED, GapState.CONTENT_ASKED, GapState.NOT_OURS})
GAP_TRANSITIONS: dict[GapState, frozenset[GapState]] = {
    GapState.OPEN: _HANDLED,
    GapState.WORD_ADDED: frozenset({GapState.OPEN}),
    GapState.CONTENT_ASKED: frozenset({GapState.OPEN}),
    GapState.NOT_OURS: frozenset({GapState.OPEN}),
}
