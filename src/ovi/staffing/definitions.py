"""Which competences are there by name, and which caps does the law set on a worker's clients? Read from definitions."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ovi.foundation.definitions import definitions_root, fault_at, key_lines, read_yaml
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.law.rules import Filled, Name
from ovi.law.vocabulary import RuleStatus, ServiceLine
from ovi.people.states import Profession


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _File(_Part):
    schema_version: int
    owner: Filled
    source: Filled
    verified_on: date
    next_review: date


class CompetenceKind(_Part):
    """One competence: its code, its name and what proves it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,39}$")]
    names: Name
    proved_by: Name
    source: Filled


class CompetenceFile(_File):
    """definitions/staffing/competences.yaml."""

    competences: tuple[CompetenceKind, ...]


class CaseloadCap(_Part):
    """How many clients of a service line one worker of a profession may have, during [valid_from, valid_to)."""

    id: Filled
    names: Name
    service_line: ServiceLine
    profession: Profession
    amount: Annotated[int, Field(ge=1)]
    act: Filled
    section: Filled
    valid_from: date
    valid_to: date | None
    source: Filled
    verified_on: date
    status: RuleStatus

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to is the first day without the row: it must be after valid_from")
        return self


class CaseloadFile(_File):
    """definitions/staffing/caseload_caps.yaml."""

    caps: tuple[CaseloadCap, ...]


Content = TypeVar("Content", bound=_File)


def competence_kinds() -> dict[str, CompetenceKind]:
    """Every competence by its code."""
    path = _path("competences.yaml")
    return {one.id: one for one in _read(path, CompetenceFile, path.stat().st_mtime_ns).competences}


def competence_name(code: str) -> Trilingual:
    """What the competence is called; a code that has left the file says itself."""
    kind = competence_kinds().get(code)
    return kind.names if kind else Trilingual(fi=code)


def caseload_caps() -> tuple[CaseloadCap, ...]:
    """The lawful caps, past and present."""
    path = _path("caseload_caps.yaml")
    caps: tuple[CaseloadCap, ...] = _read(path, CaseloadFile, path.stat().st_mtime_ns).caps
    return caps


def _path(name: str) -> Path:
    path = definitions_root() / "staffing" / name
    if not path.is_file():
        raise Refused(f"{path} is missing. Put it back from the project's definitions.", code="definitions.missing")
    return path


@lru_cache(maxsize=8)
def _read(path: Path, kind: type[Content], stamp: int) -> Content:
    """The file as `kind`, read again when it has changed; Refused lists every fault as file:line."""
    content = read_yaml(path)
    lines, faults = key_lines(path)
    try:
        made = kind.model_validate(content)
    except ValidationError as error:
        faults += [fault_at(path, lines, one["loc"], one["msg"]) for one in error.errors(include_url=False)]
    if faults:
        listed = "\n".join(f"{fault.where}: {fault.what}" for fault in faults)
        raise Refused(f"Correct these:\n{listed}", code="definitions.broken", faults=faults)
    return made
