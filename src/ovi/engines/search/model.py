"""What goes into the search and what comes out of it?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

# Weights of catalogue §4.4: a word in the name tells far more than one in the body.
FIELD_WEIGHTS: Mapping[str, float] = {"name": 8.0, "terms": 5.0, "summary": 3.0, "body": 1.0}

CLASS_FACET = "class"  # the facet that holds a document's service classes, which the lexicon may name


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched: texts by language and weighted field (FIELD_WEIGHTS), and facets for filtering.

    Documents with the same `group` are shown once; an empty group stands alone.
    """

    id: str
    texts: Mapping[str, Mapping[str, str]]
    facets: Mapping[str, Collection[str]] = field(default_factory=dict)
    group: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One reason for a hit: the asked word, the word in the text that answers it, and the field it stands in.

    `added_by` names the lexicon entry when the word was not the person's own.
    """

    asked: str
    found: str
    field: str
    added_by: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One found document."""

    id: str
    score: float
    why: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits, best first; `language` is the one in which they were found, when the asked one gave none."""

    hits: tuple[Hit, ...]
    did_you_mean: str | None
    analyser: str
    language: str


def fingerprint(documents: Iterable[Document], lexicon_version: str = "") -> str:
    """A short hash of everything that an index is made from; equal hash, equal index. No analysis is run."""
    seen = hashlib.sha256(lexicon_version.encode())
    for document in sorted(documents, key=lambda d: d.id):
        facets = {name: sorted(values) for name, values in document.facets.items()}
        row = [
            document.id,
            {lang: dict(texts) for lang, texts in document.texts.items()},
            facets,
            document.group,
        ]
        seen.update(json.dumps(row, sort_keys=True, ensure_ascii=True).encode())
    return seen.hexdigest()[:16]
