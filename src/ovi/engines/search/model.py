"""What goes into the search and what comes out of it?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

# Weights of catalogue §4.4: a word in the name tells far more than one in the body.
FIELD_WEIGHTS: Mapping[str, float] = {"name": 8.0, "terms": 5.0, "summary": 3.0, "body": 1.0}

CLASS_FACET = "class"  # the facet that holds a document's service classes, which the lexicon may name
CELL_FACET = "cell"  # the index's own: the squares of the map in which a document has a place


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched: texts by language and weighted field (FIELD_WEIGHTS), and facets for filtering.

    Documents with the same `group` are shown once; an empty group stands alone. `points`: its places as (latitude,
    longitude) in degrees WGS84. `open`: when it is open in the coming days, as half-open spans in minutes since
    1970 UTC, holidays and exceptions already in them (so an index serves some days and is then made anew).
    `open_in`: the same of hours that are kept in one town only, by the town's name or code.
    """

    id: str
    texts: Mapping[str, Mapping[str, str]]
    facets: Mapping[str, Collection[str]] = field(default_factory=dict)
    group: str = ""
    points: Sequence[tuple[float, float]] = ()
    open: Sequence[tuple[int, int]] = ()
    open_in: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)


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
    """One found document. `distance_km` where the person said where they are and the document has a place.

    `why` is worked out when it is asked for: a page shows ten of a hundred hits.
    """

    id: str
    score: float
    distance_km: float | None
    explain: Callable[[], tuple[Match, ...]] = field(repr=False, compare=False)

    @property
    def why(self) -> tuple[Match, ...]:
        """The words that answered."""
        return self.explain()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits, best first; `language` is the one in which they were found, when the asked one gave none.

    `instead`: nothing answered what was asked, so these answer the spelling in `did_you_mean`; whoever shows them must
    say so. Otherwise `did_you_mean` is only a question back.
    """

    hits: tuple[Hit, ...]
    did_you_mean: str | None
    analyser: str
    language: str
    instead: bool = False
