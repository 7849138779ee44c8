"""Which group at the county's sign-in gives which role, unit and profession? A file that the county keeps.

groups:
  - {group: ta-hatanpaa-hoitajat, role: nurse, unit: hatanpaan-terveysasema, profession: nurse}
  - {group: hanketoimisto, role: programme_office}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from ovi.foundation.refusals import Fault, Refused
from ovi.people.states import CARE_ROLES, Profession
from ovi.plumbing.actor import Role

_FIELDS = {"group", "role", "unit", "profession"}
_NEVER = {Role.RESIDENT, Role.SYSTEM}


@dataclass(frozen=True, slots=True)
class Grant:
    """What one group gives. `unit` is a slug of the directory; empty: the whole county."""

    group: str
    role: Role
    unit: str = ""
    profession: str = ""


def read_grants(path: str) -> tuple[Grant, ...]:
    """The rows of the file; Refused with every fault listed if one cannot be used. An empty path gives none."""
    if not path:
        return ()
    try:
        read = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise Refused(f"The file of roles {path} cannot be read.", code="county_roles.file") from error
    rows = read.get("groups") if isinstance(read, dict) else None
    if not isinstance(rows, list):
        raise Refused(f"The file of roles {path} has no list 'groups'.", code="county_roles.file")
    faults = [Fault(f"groups[{n}]", why) for n, row in enumerate(rows) for why in _faults(row)]
    if faults:
        raise Refused("The file of roles cannot be used.", code="county_roles.invalid", faults=faults)
    return tuple(
        Grant(str(row["group"]), Role(row["role"]), row.get("unit") or "", row.get("profession") or "") for row in rows
    )


def _faults(row: object) -> Iterable[str]:
    if not isinstance(row, dict) or not row.get("group"):
        yield "name the group"
        return
    if unknown := set(row) - _FIELDS:
        yield f"unknown: {', '.join(sorted(map(str, unknown)))}"
    role = row.get("role")
    if role not in set(Role) or role in _NEVER:
        yield f"'{role}' is no role that a group can give"
    if row.get("profession") and row["profession"] not in set(Profession):
        yield f"'{row['profession']}' is no profession; choose one of: {', '.join(Profession)}"
    if role in CARE_ROLES and not (row.get("unit") and row.get("profession")):
        yield f"the role {role} works in a unit and has a profession"
