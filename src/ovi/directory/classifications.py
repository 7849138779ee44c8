"""What are the national classes, target groups and life events called? From definitions/codes."""

from __future__ import annotations

from functools import lru_cache

from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.text import Trilingual


@lru_cache(maxsize=1)
def _names() -> dict[str, Trilingual]:
    content = read_yaml(definitions_root() / "codes" / "ptv.yaml")
    rows = [row for name in ("service_classes", "target_groups", "life_events") for row in content[name]]
    return {row["code"]: Trilingual(row["fi"] or "", row["sv"] or "", row["en"] or "") for row in rows}


def class_name(code: str) -> Trilingual:
    """The name of a code; empty where our list does not have it."""
    return _names().get(code, Trilingual())


def service_class_codes() -> frozenset[str]:
    """The service classes that exist (P1 … P28.7)."""
    return frozenset(code for code in _names() if code.startswith("P"))


def codes_named(prefix: str) -> list[tuple[str, Trilingual]]:
    """The codes that begin so, in the list's order, with their names."""
    return [(code, name) for code, name in _names().items() if code.startswith(prefix)]


def parent(code: str) -> str:
    """The code above: P5 of P5.10; empty for one at the top."""
    return code.rpartition(".")[0]
