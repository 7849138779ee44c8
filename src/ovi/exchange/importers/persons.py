"""Does a contact field name a person? Then it is kept in raw only: the catalogue is of services, not of workers.

Known by the given names of definitions/codes/given_names.yaml; a rare name slips through, a service's address
such as perhe.neuvola@ does not fall.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ovi.foundation.definitions import definitions_root, read_yaml

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    content = read_yaml(definitions_root() / "codes" / "given_names.yaml")
    return frozenset(_folded(name) for name in content["names"])


def personal_address(email: str) -> bool:
    """Is it given.family@…?"""
    parts = email.partition("@")[0].split(".")
    return len(parts) >= 2 and _folded(parts[0].split("-")[0]) in _given_names() and parts[-1].isalpha()


def names_a_person(text: str) -> bool:
    """Does a given name stand before another capitalised word?"""
    words = _WORD.findall(text)
    return any(
        _folded(first.split("-")[0]) in _given_names() and first[:1].isupper() and second[:1].isupper()
        for first, second in zip(words, words[1:], strict=False)
    )


def _folded(name: str) -> str:
    return name.casefold().replace("ä", "a").replace("ö", "o").replace("å", "a")
