"""Which columns and codes does an AvoHILMO-shaped extract have? Read from definitions/codes/avohilmo.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from ovi.engines.facts import codes
from ovi.foundation.definitions import content_hash, definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Code(_Part):
    """One code of the extract and the word of the facts that it becomes."""

    code: str
    facts: str
    status: Literal["read", "memory"]
    licensed: bool | None = None
    note: str = ""


class SideTable(_Part):
    """A side table, known by the column that only it has."""

    column: str
    codes_reason: bool = False


class CodeTables(_Part):
    """The whole file."""

    owner: str
    source: str
    verified_on: object
    next_review: object
    columns: dict[str, tuple[str, ...]]
    side_tables: dict[str, SideTable]
    modes: tuple[Code, ...]
    covered_classes: tuple[Code, ...]
    urgencies: tuple[Code, ...]
    services: tuple[Code, ...]
    profession_classes: tuple[Code, ...]
    profession_rights: tuple[Code, ...]
    assessment_results: tuple[Code, ...]
    cancel_reasons: tuple[Code, ...]
    version: str = ""

    def from_memory(self) -> int:
        """How many codes nobody has yet checked against the code server."""
        lists = (self.modes, self.urgencies, self.services, self.profession_classes, self.profession_rights)
        return sum(one.status == "memory" for codes_ in lists for one in codes_)


# Which words each list may give: a slip in the file must not become an unknown code of every row.
_WORDS = {
    "modes": codes.MODES,
    "covered_classes": codes.COVERED_CLASSES,
    "urgencies": codes.URGENCIES,
    "services": codes.SERVICE_LINES,
    "profession_classes": codes.PROFESSIONS,
    "profession_rights": codes.PROFESSIONS,
    "assessment_results": ("resolved", "goes_on"),
    "cancel_reasons": ("no_show", "cancelled"),
}


def code_tables(path: Path | None = None) -> CodeTables:
    """The tables, checked; Refused with every fault."""
    path = path or definitions_root() / "codes" / "avohilmo.yaml"
    try:
        found = CodeTables(**read_yaml(path), version=content_hash(path))
    except (ValidationError, TypeError) as error:
        if isinstance(error, ValidationError):
            faults = [Fault(f"{path.name}: {'.'.join(map(str, one['loc']))}", one["msg"]) for one in error.errors()]
        else:
            faults = [Fault(path.name, f"is no table: {error}")]
        raise Refused(f"{path.name} is no table of codes.", code="definitions.broken", faults=faults) from error
    faults = [fault for name in _WORDS for fault in _faults(path.name, name, getattr(found, name))]
    if faults:
        raise Refused(f"{path.name} has wrong codes.", code="definitions.broken", faults=faults)
    return found


def _faults(file: str, name: str, rows: tuple[Code, ...]) -> list[Fault]:
    known = _WORDS[name]
    odd = [
        Fault(f"{file}: {name}", f"{one.facts} is none of {', '.join(known)}.")
        for one in rows
        if one.facts not in known
    ]
    given = [one.code for one in rows]
    twice = sorted({one for one in given if given.count(one) > 1})
    return odd + [Fault(f"{file}: {name}", f"the code {one} is given twice.") for one in twice]
