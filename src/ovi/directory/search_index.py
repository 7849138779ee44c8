"""Which index answers now? One a process; made anew beside the serving one when the catalogue or the day changes.

Every process looks at the catalogue's fingerprint (at most once a second), so each notices a change by itself. While a
new index is made the old one answers; it is exchanged by one assignment. What a killed process leaves behind is at
most an unused file of remembered words.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connection, connections

from ovi.directory.classifications import service_class_codes
from ovi.directory.searchable import documents
from ovi.engines.search import Lexicon, SearchIndex
from ovi.engines.search.analysers import Analyser, analyser_for
from ovi.engines.search.lexicon_files import lexicon_files
from ovi.engines.search.remembered import Remembered
from ovi.foundation.definitions import content_hash, definitions_root
from ovi.foundation.text import LANGUAGES
from ovi.plumbing import clock
from ovi.plumbing.settings import var_folder

_LOOKS_EACH_SECONDS = 1.0
_TRIES_AGAIN_SECONDS = 30.0
log = logging.getLogger(__name__)


class Keeper:
    """Holds the serving index of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # of making: one thread makes an index
        self._made: tuple[str, SearchIndex] | None = None
        self._looks_at = 0.0
        self._maker: threading.Thread | None = None

    def index(self) -> SearchIndex:
        """The index to ask: the newest that is ready. The first caller of a process waits until there is one."""
        made = self._made
        # Rows of an open transaction are seen by this connection only, so nobody else could make the index.
        here_and_now = connection.in_atomic_block
        if made and not here_and_now and time.monotonic() < self._looks_at:
            return made[1]
        version = _version()
        self._looks_at = time.monotonic() + _LOOKS_EACH_SECONDS
        if made and made[0] == version:
            return made[1]
        if made and not here_and_now:
            self._make_beside()
            return made[1]
        return self._make(version)

    def _make(self, version: str) -> SearchIndex:
        with self._lock:
            if self._made is None or self._made[0] != version:
                self._made = version, build()
            return self._made[1]

    def _make_beside(self) -> None:
        if self._maker is None or not self._maker.is_alive():
            self._maker = threading.Thread(target=self._make_quietly, name="search-index", daemon=True)
            self._maker.start()

    def _make_quietly(self) -> None:
        try:
            self._make(_version())
        except Exception:
            self._looks_at = time.monotonic() + _TRIES_AGAIN_SECONDS
            log.exception("The search index could not be made anew; the old one goes on answering.")
        finally:
            connections.close_all()

    def warm(self) -> None:
        """Make the first index beside other work, so that the first person need not wait for it."""
        if self._made is None:
            self._make_beside()


_keeper = Keeper()
index = _keeper.index
warm = _keeper.warm


def build() -> SearchIndex:
    """An index of the catalogue as it is now."""
    finnish = Remembered(analyser_for("fi"), var_folder() / "search")
    analysers: dict[str, Analyser] = {"fi": finnish}
    lexicon = Lexicon.load(definitions_root() / "lexicon", service_class_codes())
    made = SearchIndex.build(documents(clock.today()), LANGUAGES, lexicon=lexicon, analysers=analysers)
    try:
        finnish.remember()
    except OSError:
        log.warning("The analysed words could not be kept; the next process analyses them again.", exc_info=True)
    return made


def _version() -> str:
    """Changes with every change of a service, channel, unit or everyday term, and every day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        rows = "/".join(map(str, cursor.fetchone() or ()))
    terms = "".join(content_hash(path) for path in lexicon_files(definitions_root() / "lexicon"))
    return f"{clock.today()}/{rows}/{terms}"


_NEWEST = """
select (select count(*) from directory_service), (select max(id) from directory_service),
       (select max(updated_at) from directory_service),
       (select count(*) from directory_channel), (select max(updated_at) from directory_channel),
       (select max(id) from directory_servicechannellink), (select count(*) from directory_servicechannellink),
       (select max(id) from directory_unitinfo), (select count(*) from directory_unit)
"""
