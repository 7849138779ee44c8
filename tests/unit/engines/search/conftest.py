"""Our own catalogue as an index, with and without Voikko."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ovi.directory.classifications import service_class_codes
from ovi.directory.own_catalogue import OwnService, own_services
from ovi.engines.search import CLASS_FACET, Document, Lexicon, SearchIndex
from ovi.engines.search.analysers import VoikkoAnalyser, analyser_for
from ovi.foundation.definitions import definitions_root
from ovi.foundation.text import LANGUAGES


def as_document(service: OwnService) -> Document:
    texts = {
        lang: {
            "name": getattr(service.name, lang),
            "terms": " ".join(service.keywords[lang]),
            "summary": getattr(service.summary, lang),
            "body": " ".join(getattr(text, lang) for text in (service.description, service.for_whom, service.how)),
        }
        for lang in LANGUAGES
    }
    facets: dict[str, list[str]] = {
        "service_line": [service.service_line],
        "sector": [service.sector],
        "charge": [service.charge],
    }
    facets[CLASS_FACET] = list(service.service_classes)
    return Document(service.id, texts, facets)


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    return [as_document(service) for service in own_services()]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load(definitions_root() / "lexicon", service_class_codes())


@pytest.fixture(scope="session")
def index(documents: list[Document], lexicon: Lexicon) -> SearchIndex:
    return SearchIndex.build(documents, lexicon=lexicon)


@pytest.fixture(scope="session")
def stem_index(documents: list[Document], lexicon: Lexicon) -> SearchIndex:
    """What an installation without Voikko has."""
    return SearchIndex.build(documents, lexicon=lexicon, analysers={"fi": analyser_for("fi", voikko=False)})


@pytest.fixture(scope="session")
def voikko() -> VoikkoAnalyser:
    """Skips where the system has no Voikko, but never in CI, which must have it."""
    try:
        return VoikkoAnalyser()
    except Exception:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("libvoikko is missing: install the packages libvoikko1 and voikko-fi")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    root = Path(os.environ.get("OVI_SHARED") or Path(__file__).parents[5] / "shared") / "data"
    if not root.is_dir():
        pytest.skip("the shared research data is absent (set OVI_SHARED)")
    return root
