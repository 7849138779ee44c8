"""What do SQLite FTS5 and PostgreSQL's full text find in the same texts, asked as kindly as they allow?

Both get the same texts and the same words with OR between them, and both weigh the name most, as we do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from math import cos, radians
from typing import Protocol

from ovi.engines.search import FIELD_WEIGHTS, Document
from ovi.engines.search.analysers import fold, tokens
from ovi.engines.search.stopwords import STOPWORDS
from ovi.foundation.text import LANGUAGES

_CONFIGURATION = {"fi": "finnish", "sv": "swedish", "en": "english"}


class Peer(Protocol):
    """Another engine over the same documents."""

    name: str
    analysis: str

    def ask(self, text: str, language: str, limit: int = 10) -> Sequence[str]:
        """Ids of what it finds, best first."""


def asked_words(text: str, language: str) -> list[str]:
    words = list(dict.fromkeys(fold(token) for token in tokens(text)))
    return [word for word in words if word not in STOPWORDS[language]] or words


class Fts5:
    """SQLite FTS5, unicode61 tokens, bm25 with our field weights; place and "open now" in a joined table."""

    name, analysis = "sqlite fts5", "unicode61"

    def __init__(self, documents: Sequence[Document], open_ids: Collection[str] = ()) -> None:
        self._base = sqlite3.connect(":memory:")
        self._base.execute("create table place (number integer primary key, lat real, lon real, open integer)")
        places = ((number, *_point(one), one.id in open_ids) for number, one in enumerate(documents, start=1))
        self._base.executemany("insert into place values (?, ?, ?, ?)", places)
        for lang in LANGUAGES:
            self._base.execute(f"create virtual table {lang} using fts5(id unindexed, {', '.join(FIELD_WEIGHTS)})")
            rows = ((number, one.id, *_fields(one, lang)) for number, one in enumerate(documents, start=1))
            self._base.executemany(
                f"insert into {lang} (rowid, id, {', '.join(FIELD_WEIGHTS)}) values (?, ?, ?, ?, ?, ?)", rows
            )

    def ask(self, text: str, language: str, limit: int = 10) -> Sequence[str]:
        return self._found(text, language, limit, "", ())

    def ask_near(
        self, text: str, language: str, here: tuple[float, float], km: float, limit: int = 10
    ) -> Sequence[str]:
        within = "and rowid in (select number from place where open and lat between ? and ? and lon between ? and ?)"
        return self._found(text, language, limit, within, _box(here, km))

    def _found(self, text: str, language: str, limit: int, within: str, given: Sequence[float]) -> Sequence[str]:
        query = " OR ".join('"' + word.replace('"', "") + '"' for word in asked_words(text, language)) or '""'
        weights = ", ".join(str(weight) for weight in FIELD_WEIGHTS.values())
        statement = (
            f"select id from {language} where {language} match ? {within} "
            f"order by bm25({language}, 0, {weights}) limit ?"
        )
        return [row[0] for row in self._base.execute(statement, (query, *given, limit))]


class Postgres:
    """PostgreSQL full text with its own dictionaries, weights A–D by field, ts_rank; GIN and B-tree indexes."""

    name, analysis = "postgresql", "snowball"

    def __init__(self, documents: Sequence[Document], open_ids: Collection[str] = ()) -> None:
        from django.db import connection

        from ovi.plumbing.database import ensure_embedded

        ensure_embedded()
        self._cursor = connection.cursor()
        self._cursor.execute("drop table if exists pg_temp.peer")
        self._cursor.execute(
            "create temporary table peer (id text, language text, lat float, lon float, open boolean, words tsvector)"
        )
        vector = " || ".join(f"setweight(to_tsvector(%s::regconfig, %s), '{weight}')" for weight in "ABCD")
        rows = (
            (one.id, lang, *_point(one), one.id in open_ids, *_typed(one, lang))
            for one in documents
            for lang in LANGUAGES
            if any(_fields(one, lang))
        )
        self._cursor.executemany(f"insert into peer values (%s, %s, %s, %s, %s, {vector})", rows)
        self._cursor.execute("create index on peer using gin (words)")
        self._cursor.execute("create index on peer (lat, lon)")
        self._cursor.execute("analyze peer")

    def ask(self, text: str, language: str, limit: int = 10) -> Sequence[str]:
        return self._found(text, language, limit, "", ())

    def ask_near(
        self, text: str, language: str, here: tuple[float, float], km: float, limit: int = 10
    ) -> Sequence[str]:
        within = "and open and lat between %s and %s and lon between %s and %s"
        return self._found(text, language, limit, within, _box(here, km))

    def _found(self, text: str, language: str, limit: int, within: str, given: Sequence[float]) -> Sequence[str]:
        words = asked_words(text, language)
        # Each word goes through plainto_tsquery, so no operator in a question can break the statement.
        query = " || ".join(["plainto_tsquery(%s::regconfig, %s)"] * len(words)) or "''::tsquery"
        dictionary = [value for word in words for value in (_CONFIGURATION[language], word)]
        self._cursor.execute(
            f"select id from peer, (select {query} as asked) q where language = %s and words @@ asked {within} "
            "order by ts_rank('{0.125, 0.375, 0.625, 1}', words, asked) desc, id limit %s",
            [*dictionary, language, *given, limit],
        )
        return [row[0] for row in self._cursor.fetchall()]


def _fields(one: Document, language: str) -> list[str]:
    return [one.texts.get(language, {}).get(name, "") for name in FIELD_WEIGHTS]


def _typed(one: Document, language: str) -> list[str]:
    return [value for text in _fields(one, language) for value in (_CONFIGURATION[language], text)]


def _point(one: Document) -> tuple[float, float]:
    return one.points[0] if one.points else (0.0, 0.0)


def _box(here: tuple[float, float], km: float) -> tuple[float, float, float, float]:
    """South, north, west, east of a square round the place: what these engines filter by without extensions."""
    tall, wide = km / 111.2, km / (111.2 * cos(radians(here[0])))
    return here[0] - tall, here[0] + tall, here[1] - wide, here[1] + wide
