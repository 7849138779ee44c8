"""Which expert teams does the county begin with, and who may consult each? From definitions/teams/expert_teams.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.plumbing.actor import Role


@dataclass(frozen=True, slots=True)
class ExpertPreset:
    """One kind of expert team: its name and the roles that it answers to."""

    code: str
    name: Trilingual
    register: str
    consulted_by: tuple[str, ...]


@lru_cache(maxsize=4)
def expert_presets() -> tuple[ExpertPreset, ...]:
    """The presets in the file's order."""
    path = definitions_root() / "teams" / "expert_teams.yaml"
    found = []
    for code, row in read_yaml(path)["presets"].items():
        if unknown := set(row["consulted_by"]) - set(Role):
            raise Refused(f"{path}: {code}: no such role: {', '.join(sorted(unknown))}", code="definitions.broken")
        found.append(ExpertPreset(code, Trilingual.of(row["name"]), row["register"], tuple(row["consulted_by"])))
    return tuple(found)
