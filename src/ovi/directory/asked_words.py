"""May a searched question be counted, and as which words? Cleaned, short, and nothing in it that tells who one is."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from ovi.foundation.identifiers import mask_hetu
from ovi.plumbing.settings import kept_secret

LENGTH_MAX, WORDS_MAX = 60, 6
DAYS_NEEDED = 5  # on so many different days must a question come before its words are kept
MANY, RARELY = 20, 10  # "not opened": asked at least so often, and opened less than once in so many
_NOISE = re.compile(r"[^\w\s'’-]", re.UNICODE)
_LONG_NUMBER = re.compile(r"\d[\d\s().-]{2,}\d")  # a telephone, a postal code, a date of birth, a case number
_ADDRESS = re.compile(r"@|https?:|www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is counted: `digest` stands for it, `text` is what may be kept of its words later."""

    digest: str
    text: str


def asked(question: str, language: str) -> Asked | None:
    """The question if it may be counted; None where it is long, has a number or an address, or says nothing."""
    said = normalize("NFC", question)
    if mask_hetu(said) != said or _ADDRESS.search(said) or _LONG_NUMBER.search(said):
        return None
    text = " ".join(re.sub(r"\d", "#", _NOISE.sub(" ", said)).casefold().split())
    if not any(letter.isalpha() for letter in text) or len(text) > LENGTH_MAX or len(text.split()) > WORDS_MAX:
        return None
    return Asked(hmac.digest(_key(), f"{language} {text}".encode(), "sha256").hex()[:32], text)


@lru_cache(maxsize=1)
def _key() -> bytes:
    """Without the key nobody can try out names against the stored digests."""
    return kept_secret("search_questions").encode()
