"""What does a source tell about one service, channel or organisation, and is it the same as last time? Pure.

Every importer speaks these types; what the database then does with them is actions' matter.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from ovi.directory.contacts import Contacts
from ovi.directory.own_catalogue import OwnService
from ovi.directory.service_hours import ServiceHours
from ovi.directory.states import ServiceSource
from ovi.foundation.text import Trilingual

# Part of every hash: raise it when the same source is read into other columns, and the next import fills them.
READING = 2

T = TypeVar("T")


class MalformedError(ValueError):
    """One record of a source cannot be taken in; the text says why, in words that its owner can act on."""


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """One record of a source, not yet read: most are the same as last time and need no reading.

    `read` raises MalformedError. `line_hash` covers the very bytes and all else that decides how they are read.
    `gone`: the source itself says that it is no longer published.
    """

    source_id: str
    line_hash: str
    read: Callable[[], T]
    gone: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class IncomingArea:
    """An area with its municipalities; `key` is what services refer to."""

    kind: str
    code: str
    name: Trilingual = Trilingual()
    municipalities: Sequence[str] = ()

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class Reach:
    """How wide a service or channel reaches: a kind, areas by key, and their municipalities' codes."""

    kind: str = ""
    areas: Sequence[str] = ()
    municipalities: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class IncomingOrganisation:
    """Somebody who organises or produces services."""

    source_id: str
    name: Trilingual
    kind: str = ""
    business_code: str = ""
    oid: str = ""
    parent_id: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)

    def content_hash(self) -> str:
        """Equal for equal content; raw holds everything that was read."""
        return hash_of(self.raw)


@dataclass(frozen=True, slots=True)
class IncomingPlace:
    """One address of a channel, WGS84 degrees. `entrances` as ChannelPlace.entrances keeps them."""

    street: Trilingual = Trilingual()
    postal_code: str = ""
    post_office: Trilingual = Trilingual()
    info: Trilingual = Trilingual()
    municipality_code: str = ""
    municipality: Trilingual = Trilingual()
    latitude: float | None = None
    longitude: float | None = None
    postal: bool = False
    entrances: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class IncomingChannel:
    """One service channel."""

    source_id: str
    kind: str
    name: Trilingual
    organisation_id: str = ""
    summary: Trilingual = Trilingual()
    description: Trilingual = Trilingual()
    reach: Reach = Reach()
    languages: Sequence[str] = ()
    hours: ServiceHours = ServiceHours()
    contacts: Contacts = Contacts()
    places: Sequence[IncomingPlace] = ()
    source_modified_at: datetime | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    def content_hash(self) -> str:
        """Equal for equal content; raw holds everything that was read."""
        return hash_of(self.raw)


@dataclass(frozen=True, slots=True)
class IncomingLink:
    """A service in a channel, with what the connection itself says."""

    channel_id: str
    charge: str = ""
    description: Trilingual = Trilingual()
    hours: ServiceHours = ServiceHours()
    contacts: Contacts = Contacts()
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IncomingActivity:
    """When a group meets and how many fit in; `times` as Activity.times keeps them."""

    kind: str
    themes: Sequence[str] = ()
    formats: Sequence[str] = ()
    age_from: int | None = None
    age_to: int | None = None
    times: Sequence[Mapping[str, Any]] = ()
    capacity: int | None = None
    registration_url: str = ""


@dataclass(frozen=True, slots=True)
class IncomingConcept:
    """A word of a controlled list; `alternatives` by language are what people call it otherwise."""

    uri: str
    scheme: str
    label: Trilingual
    code: str = ""
    parent_uri: str = ""
    alternatives: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes_fi: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class IncomingService:
    """One service as a source gives it. `raw` is the source's own record, whole, also what we do not understand."""

    source_id: str
    name: Trilingual
    summary: Trilingual = Trilingual()
    description: Trilingual = Trilingual()
    how: Trilingual = Trilingual()
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    service_classes: Sequence[str] = ()
    target_groups: Sequence[str] = ()
    life_events: Sequence[str] = ()
    ontology_terms: Sequence[str] = ()
    service_line: str = ""
    register: str = ""
    contactable: bool = False
    charge: str = ""
    organisation_id: str = ""
    reach: Reach = Reach()
    languages: Sequence[str] = ()
    voucher: bool = False
    general_description_id: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    source_modified_at: datetime | None = None
    links: Sequence[IncomingLink] = ()
    activity: IncomingActivity | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    def content_hash(self) -> str:
        """Equal for equal content: the order of a source's lists, stray spaces and empty fields do not count."""
        texts = {"name": self.name, "summary": self.summary, "description": self.description, "how": self.how}
        said = {name: {"fi": text.fi, "sv": text.sv, "en": text.en} for name, text in texts.items()}
        coded = {name: getattr(self, name) for name in ("service_classes", "target_groups", "life_events", "keywords")}
        plain = {name: getattr(self, name) for name in ("ontology_terms", "service_line", "register", "charge")}
        plain["contactable"] = self.contactable
        links = {link.channel_id: link.raw for link in self.links}
        return hash_of({"said": said, "coded": coded, "plain": plain, "raw": self.raw, "links": links})


def from_own_catalogue(service: OwnService) -> IncomingService:
    """A service of our own catalogue as the directory takes it in."""
    return IncomingService(
        source_id=service.id,
        name=service.name,
        summary=service.summary,
        description=service.description,
        how=service.how,
        keywords={language: list(words) for language, words in service.keywords.items()},
        service_classes=service.service_classes,
        target_groups=service.target_groups,
        service_line=service.service_line,
        register=service.register_,
        contactable=service.contactable,
        charge=service.charge,
        raw=service.model_dump(mode="json", by_alias=True),
    )


def hash_of(value: Any) -> str:
    """A hash that the order of lists, stray spaces and empty fields do not change."""
    canonical = json.dumps([READING, canonical_form(value)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def canonical_form(value: Any) -> Any:
    """The value without what sources change between saves though nothing changed (catalogue.md §1.2)."""
    if isinstance(value, str):
        return " ".join((value if value.isascii() else unicodedata.normalize("NFC", value)).split())
    if isinstance(value, dict | Mapping):
        pairs = {str(key): canonical_form(inner) for key, inner in value.items()}
        return {key: inner for key, inner in pairs.items() if inner not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        found = [canonical_form(inner) for inner in value]
        return sorted(found, key=_order) if len(found) > 1 else found
    return value


def _order(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that one download holds, read as it is asked for.

    `complete`: what is known and not in it has left the source. `gone`: ids that the source says it has archived.
    """

    source: ServiceSource
    file_name: str
    complete: bool
    areas: Iterable[IncomingArea] = ()
    concepts: Iterable[IncomingConcept] = ()
    organisations: Iterable[Line[IncomingOrganisation]] = ()
    channels: Iterable[Line[IncomingChannel]] = ()
    services: Iterable[Line[IncomingService]] = ()
    gone: frozenset[str] = frozenset()
    # Filled while lines are read: what was taken in otherwise than it was written.
    notes: set[str] = field(default_factory=set)
