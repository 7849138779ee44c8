"""What does a source tell about one service, and is it the same as last time? Pure; every importer speaks this."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ovi.directory.own_catalogue import OwnService
from ovi.foundation.text import Trilingual


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
    raw: Mapping[str, Any] = field(default_factory=dict)

    def content_hash(self) -> str:
        """Equal for equal content: the order of a source's lists, stray spaces and empty fields do not count."""
        canonical = json.dumps(_canonical(asdict(self)), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


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


def _canonical(value: Any) -> Any:
    # Sources reorder lists and blanks between saves (catalogue.md §1.2); that is no change.
    if isinstance(value, Mapping):
        pairs = {str(key): _canonical(inner) for key, inner in value.items()}
        return {key: inner for key, inner in pairs.items() if inner not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return sorted((_canonical(inner) for inner in value), key=lambda inner: json.dumps(inner, sort_keys=True))
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split())
    return value
