"""What did the programme promise? Goals with baseline and target, from the county's programme.yaml."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES, Trilingual

Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Share = Annotated[float, Field(ge=0, le=1)]


def _complete(value: Any) -> Trilingual:
    if not isinstance(value, dict) or any(not value.get(language) for language in LANGUAGES):
        raise ValueError("write the text in three languages: fi, sv, en")
    return Trilingual.of(value)


Text = Annotated[Trilingual, BeforeValidator(_complete)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Beside(_Part):
    """The figure that stands beside the goal's own."""

    indicator: str
    reading: Literal["share_of_clients"]


class Goal(_Part):
    """One promise: from baseline to target (a range where low and high differ). Empty: the county has set none."""

    id: str
    phrase: str | None
    names: Text
    indicator: str
    reading: Literal["share_of_municipalities"]
    beside: Beside
    baseline_on: Month | None
    baseline: Share | None
    target_on: Month | None
    target_low: Share | None
    target_high: Share | None

    @model_validator(mode="after")
    def _whole_or_not_at_all(self) -> Self:
        parts = (self.baseline_on, self.baseline, self.target_on, self.target_low, self.target_high)
        if any(part is None for part in parts) and any(part is not None for part in parts):
            raise ValueError("give baseline and target with their months, or leave all of them empty")
        if self.target_low is not None and self.target_high is not None and self.target_low > self.target_high:
            raise ValueError("target_low must not be over target_high")
        return self

    @property
    def is_set(self) -> bool:
        return self.target_low is not None


class StandingTexts(_Part):
    """The words of each standing."""

    reached: Text
    on_track: Text
    behind: Text
    not_reached: Text
    near: Text
    not_set: Text
    not_measured: Text


class StandingRule(_Part):
    """How a goal's standing is judged: against the straight line until the target's month, then only reached or not."""

    rule: Literal["straight_line"]
    near_margin: Share
    texts: StandingTexts


class Reading(_Part):
    """How the goals are read, in words; `assumption` tells what the source leaves open."""

    id: Literal["share_of_municipalities"]
    text: Text
    assumption: str = ""


class Programme(_Part):
    """One development programme of one county."""

    id: str
    county: str
    names: Text
    owner: str
    funding: Text | None
    starts_on: date
    ends_on: date | None
    source: str
    verified_on: date
    next_review_on: date
    standing: StandingRule
    reading: Reading
    goals: tuple[Goal, ...]


def programme(county_id: str) -> Programme | None:
    """The county's programme; None where it has none. A broken file is refused with every fault."""
    path = definitions_root() / "counties" / county_id / "programme.yaml"
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Programme:
    try:
        return Programme.model_validate(read_yaml(path))
    except ValidationError as error:
        faults = [Fault(f"{path.name}: {'.'.join(map(str, one['loc']))}", one["msg"]) for one in error.errors()]
        listed = "; ".join(f"{fault.where}: {fault.what}" for fault in faults)
        raise Refused(f"{path} is no programme: {listed}", code="programme.invalid", faults=faults) from error
