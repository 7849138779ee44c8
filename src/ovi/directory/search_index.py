"""Which index answers now? One a process; made anew beside the serving one when the catalogue or the day changes.

What a killed process leaves behind is at most an unused file of remembered words.
"""

from __future__ import annotations

import logging

from ovi.directory.classifications import service_class_codes
from ovi.directory.kept_making import Keeper
from ovi.directory.queries.offers import catalogue_version, picture_now
from ovi.directory.searchable import documents
from ovi.engines.search import Lexicon, SearchIndex
from ovi.engines.search.analysers import Analyser, analyser_for
from ovi.engines.search.lexicon_files import lexicon_files
from ovi.engines.search.remembered import Remembered
from ovi.foundation.definitions import content_hash, definitions_root
from ovi.foundation.text import LANGUAGES
from ovi.plumbing import clock
from ovi.plumbing.settings import var_folder

log = logging.getLogger(__name__)


def keeper() -> Keeper[SearchIndex]:
    """A keeper of the index: a process has one; tests make others."""
    return Keeper("search index", _version, lambda: build())


def build() -> SearchIndex:
    """An index of the catalogue as it is now."""
    finnish = Remembered(analyser_for("fi"), var_folder() / "search")
    analysers: dict[str, Analyser] = {"fi": finnish}
    lexicon = Lexicon.load(definitions_root() / "lexicon", service_class_codes())
    found = documents(picture_now(), clock.today())
    made = SearchIndex.build(found, LANGUAGES, lexicon=lexicon, analysers=analysers)
    try:
        finnish.remember()
    except OSError:
        log.warning("The analysed words could not be kept; the next process analyses them again.", exc_info=True)
    return made


def _version() -> str:
    """Changes with every change of the catalogue or an everyday term, and every day. One query."""
    terms = "".join(content_hash(path) for path in lexicon_files(definitions_root() / "lexicon"))
    return f"{clock.today()}/{catalogue_version()}/{terms}"


_keeper = keeper()
index = _keeper.get
warm = _keeper.warm
