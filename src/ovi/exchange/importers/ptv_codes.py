"""Which code does a URI of the national catalogue's code lists stand for, in its new and its old form?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ovi.foundation.definitions import definitions_root, read_yaml

_NEW = re.compile(r"/code/([A-Z]+[0-9.]+)$")
_OLD = "http://urn.fi/URN:NBN:fi:au:ptvl:"
_LISTS = ("service_classes", "target_groups", "life_events")


@dataclass(frozen=True, slots=True)
class PtvCodes:
    """The lists of definitions/codes/ptv.yaml; labels change between years, so none is matched by label."""

    by_urn: Mapping[str, str]
    known: frozenset[str]

    @classmethod
    def load(cls, path: Path | None = None) -> PtvCodes:
        """From the definitions, or from another file of the same shape."""
        content = read_yaml(path or definitions_root() / "codes" / "ptv.yaml")
        rows = [row for name in _LISTS for row in content[name]]
        return cls({row["urn"]: row["code"] for row in rows if row["urn"]}, frozenset(r["code"] for r in rows))

    def code(self, uri: str) -> str | None:
        """The code of a URI, or None when no list knows it: the URI is then kept as it is, never guessed."""
        if found := _NEW.search(uri):
            return found.group(1) if found.group(1) in self.known else None
        if uri in self.known:
            return uri
        return self.by_urn.get(uri.removeprefix(_OLD)) if uri.startswith(_OLD) else None
