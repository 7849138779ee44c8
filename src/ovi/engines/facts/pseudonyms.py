"""How does a key become a pseudonym? A keyed hash whose key lies apart from the facts.

The same key and purpose always give the same pseudonym, so tables and snapshots join; without the key nobody can
tell whose it is, not even by hashing every possible henkilötunnus.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from ovi.foundation.refusals import Refused

# Column → what its key names; two tables that mean the same thing get the same pseudonym.
PURPOSES = {
    "need_key": b"need",
    "person_key": b"person",
    "professional_key": b"professional",
    "holder_key": b"professional",
    "post_key": b"post",
    "feedback_key": b"feedback",
}
_FEWEST = 16


class Pseudonyms:
    """Pseudonyms under one secret. `fingerprint` tells two secrets apart and gives neither away."""

    def __init__(self, secret: str) -> None:
        if len(secret) < _FEWEST:
            message = (
                f"The key of the pseudonyms is shorter than {_FEWEST} characters. Make one: openssl rand -base64 48"
            )
            raise Refused(message, code="facts.weak_key")
        self._secret = hashlib.sha256(secret.encode()).digest()
        self.fingerprint = self.of(b"finger", "print")[:12]

    def of(self, purpose: bytes, key: str) -> str:
        """The pseudonym of one key: 32 hexadecimal digits."""
        return hashlib.blake2b(key.encode(), key=self._secret, digest_size=16, person=purpose).hexdigest()

    def column(self, purpose: bytes, keys: pa.ChunkedArray | pa.Array) -> pa.Array:
        """The pseudonym of each key; nulls stay null. Each distinct key is hashed once."""
        whole = keys.combine_chunks() if isinstance(keys, pa.ChunkedArray) else keys
        coded = whole.dictionary_encode()
        hashed = pa.array([self.of(purpose, str(key)) for key in coded.dictionary.to_pylist()], pa.string())
        return pa.DictionaryArray.from_arrays(coded.indices, hashed).cast(pa.string())


def require_apart(key_files: Iterable[Path], facts: Path) -> None:
    """Refused when a key would lie in one folder with the facts: who takes the folder would have both."""
    folder = facts.resolve()
    for key_file in key_files:
        place = key_file.resolve()
        if place.is_relative_to(folder) or folder.is_relative_to(place.parent):
            message = (
                f"The key of the pseudonyms ({key_file}) and the facts ({facts}) would lie in one folder, and whoever "
                "gets the folder could tell the people. Keep the key elsewhere (--key-file, or OVI_FACTS_KEY) or write "
                "the facts to another folder."
            )
            raise Refused(message, code="facts.key_beside")
