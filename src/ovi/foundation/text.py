"""How is a text carried in three languages, and how are names put in Finnish order?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

LANGUAGES = ("fi", "sv", "en")
_FALLBACK = {"fi": ("fi", "sv", "en"), "sv": ("sv", "fi", "en"), "en": ("en", "fi", "sv")}


@dataclass(frozen=True, slots=True)
class Trilingual:
    """A text in Finnish, Swedish and English; any of them may be missing (empty)."""

    fi: str = ""
    sv: str = ""
    en: str = ""

    @classmethod
    def of(cls, mapping: Mapping[str, str | None]) -> Trilingual:
        """From {"fi": …, "sv": …, "en": …}; other keys are an error (ValueError)."""
        if unknown := set(mapping) - set(LANGUAGES):
            raise ValueError(f"unknown language: {', '.join(sorted(unknown))}")
        return cls(**{lang: mapping.get(lang) or "" for lang in LANGUAGES})

    def best(self, language: str) -> tuple[str, str]:
        """The text in `language` or the nearest other one: (text, its language). ("", language) if none."""
        for lang in _FALLBACK.get(language, LANGUAGES):
            if text := getattr(self, lang):
                return text, lang
        return "", language

    def in_(self, language: str) -> str:
        """The text in `language`, or the nearest other one."""
        return self.best(language)[0]


# å ä ö are letters of their own after z; other marks are folded away. The embedded PostgreSQL has no ICU
# collation (design §4), so lists are ordered by this key, stored beside the name.
_ORDER = {"å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"}


@lru_cache(maxsize=4096)
def sort_key(name: str) -> str:
    """A plain ASCII-ordered key that sorts `name` the Finnish and Swedish way: a … z å ä ö, case ignored.

    w sorts as its own letter after v (the practice since 2000s); v and w are not mixed.
    """
    out: list[str] = []
    for char in unicodedata.normalize("NFC", name.casefold()):
        if char in _ORDER:
            out.append(_ORDER[char])
            continue
        for part in unicodedata.normalize("NFKD", char):
            if unicodedata.combining(part):
                continue
            out.append("z0" if part == "z" else part)
    return "".join(out)
