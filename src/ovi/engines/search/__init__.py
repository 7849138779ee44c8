"""How does a person find a service in their own words? Analysers, an index, everyday terms and spelling."""

from ovi.engines.search.index import SearchIndex
from ovi.engines.search.lexicon import Lexicon
from ovi.engines.search.model import CLASS_FACET, FIELD_WEIGHTS, Document, Hit, Match, SearchResult
from ovi.engines.search.places import Near

__all__ = [
    "CLASS_FACET",
    "FIELD_WEIGHTS",
    "Document",
    "Hit",
    "Lexicon",
    "Match",
    "Near",
    "SearchIndex",
    "SearchResult",
]
