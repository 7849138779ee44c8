"""Which service paths and reception models are there? Reads definitions/pathways; every fault by file and line.

A template is content: an expert edits it. A path that has been started keeps its own snapshot, so that a changed
template never rewrites running work. Entry conditions are ticked by the professional; nothing computes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from ovi.foundation.definitions import content_hash, definitions_root, fault_at, key_lines, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.law.rules import Filled, Name
from ovi.law.vocabulary import Register, ServiceLine
from ovi.people.states import Profession
from ovi.staffing.queries import known_competences

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
# What a reception model says of how a need is received; what no source says is left for the county to complete.
ASPECTS = ("split_by", "offered_first", "answered_by", "continuity")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(_Part):
    """A thing with a code and a name: an entry condition, a suggested goal, an outcome measure."""

    id: Code
    names: Name


class Guideline(_Part):
    """A guideline that a step rests on; the link only where it is sure."""

    names: Name
    url: Annotated[str, Field(pattern=r"^https://")] | None = None


class Due(_Part):
    """By when a step is done, counted from the start of the path, or by the first visit."""

    days: Annotated[int, Field(ge=0, le=3660)] | None = None
    weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    by_first_visit: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.days is not None) + (self.weeks is not None) + self.by_first_visit != 1:
            raise ValueError("give exactly one of days, weeks and by_first_visit: true")
        return self

    @property
    def after_days(self) -> int | None:
        """Days from the start of the path; None for a step that waits for the first visit."""
        return self.weeks * 7 if self.weeks is not None else self.days


class TemplateStep(_Part):
    """One step: who usually carries it, by when, on what guideline, and whether only a holder of a competence may."""

    id: Code
    names: Name
    professions: tuple[Profession, ...] = ()
    competence: str | None = None
    due: Due
    guideline: Guideline | None = None
    mode: Literal["on_site", "remote", "either"]
    encounter: bool


class _Template(_Part):
    schema_version: Literal[1]
    id: Code
    version: Annotated[int, Field(ge=1)]
    owner: Filled
    source: Filled
    verified_on: date
    next_review: date
    names: Name
    audience: Name
    registers: frozenset[Register] = Field(min_length=1)
    service_lines: frozenset[ServiceLine] = Field(min_length=1)
    to_complete: tuple[Name, ...] = ()
    file_hash: str = ""

    @model_validator(mode="after")
    def _is_reviewed_later(self) -> Self:
        if self.next_review <= self.verified_on:
            raise ValueError("next_review must be after verified_on")
        return self


class PathTemplate(_Template):
    """A service path (palvelupolku, hoitopolku): for whom, the goals it suggests, its steps and how it is reviewed."""

    kind: Literal["path"]
    entry: tuple[Named, ...] = ()
    goals: tuple[Named, ...] = Field(min_length=1)
    steps: tuple[TemplateStep, ...] = Field(min_length=1)
    outcome_measures: tuple[Named, ...] = Field(min_length=1)
    review_weeks: Annotated[int, Field(ge=1, le=104)]
    weight: Annotated[int, Field(ge=1, le=9)] = 1

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        for name in ("entry", "goals", "steps", "outcome_measures"):
            codes = [one.id for one in getattr(self, name)]
            if double := next((code for code in codes if codes.count(code) > 1), None):
                raise ValueError(f"{name} has {double} twice")
        return self


class ReceptionModel(_Template):
    """How a unit receives needs (vastaanottomalli): the key of the split, what is offered first, who answers."""

    kind: Literal["reception_model"]
    split_by: Name | None = None
    offered_first: Name | None = None
    answered_by: Name | None = None
    continuity: Name | None = None
    county_completes: tuple[Literal["split_by", "offered_first", "answered_by", "continuity"], ...] = ()

    @model_validator(mode="after")
    def _says_or_leaves_open(self) -> Self:
        for name in ASPECTS:
            if (getattr(self, name) is None) != (name in self.county_completes):
                raise ValueError(f"{name}: either say it, or leave it out and name it in county_completes; not both")
        return self


@dataclass(frozen=True, slots=True)
class Library:
    """All templates, in the order of their file names."""

    paths: dict[str, PathTemplate]
    models: dict[str, ReceptionModel]


_TEMPLATE: TypeAdapter[PathTemplate | ReceptionModel] = TypeAdapter(
    Annotated[PathTemplate | ReceptionModel, Field(discriminator="kind")]
)


def load_pathways(root: Path | None = None) -> Library:
    """The templates in `root`/pathways (default: the installed definitions); Refused lists every fault.

    Read again only when a file there was added, removed or changed.
    """
    folder = (root or definitions_root()) / "pathways"
    stamps = ((path, path.stat()) for path in sorted(folder.glob("*.yaml")))
    return _load(tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stamps))


def check_pathways(root: Path | None = None) -> tuple[Fault, ...]:
    """Everything wrong with the templates; empty when they can be used (`ovi paths check`)."""
    try:
        load_pathways(root)
    except Refused as refused:
        return refused.faults or (Fault("pathways", refused.message),)
    return ()


@lru_cache(maxsize=8)
def _load(stamps: tuple[tuple[Path, int, int], ...]) -> Library:
    found: list[PathTemplate | ReceptionModel] = []
    faults: list[Fault] = []
    for path, *_ in stamps:
        try:
            found.append(_read(path))
        except Refused as refused:
            faults += refused.faults or [Fault(str(path), refused.message)]
    if faults:
        raise _refused(faults)
    paths = {one.id: one for one in found if isinstance(one, PathTemplate)}
    return Library(paths, {one.id: one for one in found if isinstance(one, ReceptionModel)})


def _refused(faults: list[Fault]) -> Refused:
    listed = "\n".join(f"{fault.where}: {fault.what}" for fault in faults)
    return Refused(
        f"The path templates cannot be used. Correct these:\n{listed}", code="pathways.faults", faults=faults
    )


def _read(path: Path) -> PathTemplate | ReceptionModel:
    """One template, or Refused with all its faults."""
    content = read_yaml(path)
    lines, faults = key_lines(path)
    try:
        template = _TEMPLATE.validate_python(content)
    except ValidationError as error:
        # Pydantic puts the kind first into the place of a fault; the file has no such key.
        for one in error.errors(include_url=False):
            place = one["loc"][1:] if one["loc"][:1] in (("path",), ("reception_model",)) else one["loc"]
            faults.append(fault_at(path, lines, place, one["msg"]))
        raise _refused(faults) from error
    if template.id != path.stem:
        faults.append(fault_at(path, lines, ("id",), f"the file must be named {template.id}.yaml"))
    for index, step in enumerate(template.steps if isinstance(template, PathTemplate) else ()):
        if step.competence is not None and step.competence not in known_competences():
            what = f"{step.competence} is not in definitions/staffing/competences.yaml"
            faults.append(fault_at(path, lines, ("steps", index, "competence"), what))
    if faults:
        raise _refused(faults)
    return template.model_copy(update={"file_hash": content_hash(path)})
