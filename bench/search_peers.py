"""What do SQLite FTS5 and PostgreSQL's full text find in the same texts, asked as kindly as they allow?

Both get the same texts and the same words with OR between them, and both weigh the name most, as we do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
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
    """SQLite FTS5, unicode61 tokens, bm25 with our field weights."""

    name, analysis = "sqlite fts5", "unicode61"

    def __init__(self, documents: Sequence[Document]) -> None:
        self._base = sqlite3.connect(":memory:")
        columns = ", ".join(FIELD_WEIGHTS)
        for lang in LANGUAGES:
            self._base.execute(f"create virtual table {lang} using fts5(id unindexed, {columns})")
            rows = ((one.id, *(one.texts[lang].get(name, "") for name in FIELD_WEIGHTS)) for one in documents)
            self._base.executemany(f"insert into {lang} values (?, ?, ?, ?, ?)", rows)

    def ask(self, text: str, language: str, limit: int = 10) -> Sequence[str]:
        query = " OR ".join('"' + word.replace('"', "") + '"' for word in asked_words(text, language))
        weights = ", ".join(str(weight) for weight in FIELD_WEIGHTS.values())
        found = self._base.execute(
            f"select id from {language} where {language} match ? order by bm25({language}, 0, {weights}) limit ?",
            (query or '""', limit),
        )
        return [row[0] for row in found]


class Postgres:
    """PostgreSQL full text with its own dictionaries, weights A–D by field, GIN index, ts_rank."""

    name, analysis = "postgresql", "snowball"

    def __init__(self, documents: Sequence[Document]) -> None:
        from django.db import connection

        from ovi.plumbing.database import ensure_embedded

        ensure_embedded()
        self._cursor = connection.cursor()
        self._cursor.execute("create temporary table peer (id text, language text, words tsvector)")
        vector = " || ".join(f"setweight(to_tsvector(%s::regconfig, %s), '{weight}')" for weight in "ABCD")
        rows = [
            (
                one.id,
                lang,
                *(v for name in FIELD_WEIGHTS for v in (_CONFIGURATION[lang], one.texts[lang].get(name, ""))),
            )
            for one in documents
            for lang in LANGUAGES
        ]
        self._cursor.executemany(f"insert into peer values (%s, %s, {vector})", rows)
        self._cursor.execute("create index on peer using gin (words)")
        self._cursor.execute("analyze peer")

    def ask(self, text: str, language: str, limit: int = 10) -> Sequence[str]:
        words = asked_words(text, language)
        # Each word goes through plainto_tsquery, so no operator in a question can break the statement.
        query = " || ".join(["plainto_tsquery(%s::regconfig, %s)"] * len(words)) or "''::tsquery"
        given = [value for word in words for value in (_CONFIGURATION[language], word)]
        self._cursor.execute(
            f"select id from peer, (select {query} as asked) q where language = %s and words @@ asked "
            "order by ts_rank('{0.125, 0.375, 0.625, 1}', words, asked) desc, id limit %s",
            [*given, language, limit],
        )
        return [row[0] for row in self._cursor.fetchall()]
