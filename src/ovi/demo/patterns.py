"""By which patterns is the invented year made? Reads definitions/demo, where each figure names its source."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused

Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Between = tuple[float, float]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(_Part):
    """One figure with where it comes from."""

    value: Weight
    source: str


class Pair(_Part):
    value: Between
    source: str


class Swedish(_Part):
    default: Share
    by_municipality: dict[str, Share]
    source: str


class OtherLanguage(_Part):
    share: Share
    languages: dict[str, Share]
    needs_interpreter: Share
    source: str


class Residents(_Part):
    female_share: Value
    swedish_share: Swedish
    other_language: OtherLanguage
    non_disclosure: Value
    highest_care_allowance_from_75: Value
    has_phone: Value
    has_email: Value


class ByNumber(_Part):
    """Weights by a number: the first age of a band, or an hour of the day."""

    weights: dict[int, Weight]
    source: str


class InOrder(_Part):
    weights: tuple[Weight, ...]
    source: str


class Named(_Part):
    weights: dict[str, Weight]
    source: str


class Channels(_Part):
    weights: dict[str, Weight]
    older_from: int
    older_web_factor: Weight
    source: str


class Contacts(_Part):
    per_resident_a_year: Value
    inequality_shape: Value
    backlog_days: Value
    rate_by_age: ByNumber
    weekday: InOrder
    month: InOrder
    hour_of_web: ByNumber
    hour_of_office: ByNumber
    channel: Channels
    reply_by_phone: Value


class SameDay(_Part):
    health: Between
    social: Between
    source: str


class NextDay(_Part):
    health: Share
    social: Share
    source: str


class Assessing(_Part):
    same_day: SameDay
    next_day_chance: NextDay
    urgent_served_same_day: Value
    service_needs_take: Pair


class Decisions(_Part):
    days: dict[str, Between]
    share: dict[str, Share]
    source: str


class Moments(_Part):
    special_support: Value
    decision_takes: Decisions
    application_complete_at_once: Value
    supplement_asked_after: Pair
    supplement_given_after: Pair
    assistance_decided_after: Pair
    child_protection_informed_after: Pair
    therapy_under_23: Value
    support_under_23: Value


class OwnWorkers(_Part):
    share: dict[str, Share]
    source: str


class Redirected(_Part):
    share: dict[str, Share]
    from_line: str
    source: str


class After(_Part):
    booked_at_assessment: Value
    no_show: Value
    cancelled: Value
    withdrew: Value
    not_reached: Value
    other_service: Value
    closed_at_last_visit: Value
    redirected: Redirected
    hand_over_declined: Value
    read_share: Value
    free_days_ahead: Value


class Pace(_Part):
    """Median and sigma of lognormal days: to the first care event, and to the third free time."""

    wait: Between
    third_free: Between


class Strain(_Part):
    start: Share
    end: Share
    wobble: Share


class AccessGroup(_Part):
    calm: Pace
    strained: Pace
    strained_share: Strain


class Flags(_Part):
    general_medicine: Share
    plan_based: Share
    certificate_only: Share
    preventive: Share


class Line(_Part):
    """One service line: whom it concerns, and what becomes of its needs."""

    register_: str = Field(alias="register")
    by_age: dict[int, Weight]
    urgent: Share
    resolved: Share
    flags: Flags
    professions: dict[str, Share]
    access: dict[str, str]
    assessed_by: tuple[str, ...]
    modes: dict[str, Share]
    follow_ups: Weight

    @property
    def assesses_service_needs(self) -> bool:
        """Is the assessment one of service needs (SHL 36 §), begun on one day and completed on another?"""
        return self.register_ == "social_welfare" and set(self.access.values()) == {"social"}

    @property
    def sector(self) -> str:
        return "health" if self.register_ == "patient" else "social"


class CareReasons(_Part):
    health: dict[str, Share]
    social: dict[str, Share]
    source: str


class Minutes(_Part):
    by_mode: dict[str, tuple[int, int]]
    source: str


class Lines(_Part):
    source: str
    table: dict[str, Line]
    care_reasons: CareReasons
    minutes: Minutes
    follow_up_gap_days: Pair
    segments: Named


class Patterns(_Part):
    owner: str
    source: str
    verified_on: str
    next_review: str
    residents: Residents
    contacts: Contacts
    assessment: Assessing
    moments: Moments
    own_workers: OwnWorkers
    after: After
    access: dict[str, AccessGroup]
    lines: Lines


def load_patterns(root: Path | None = None) -> Patterns:
    """The patterns in `root` (default: the installed definitions); refused with every fault."""
    return _load((root or definitions_root()) / "demo" / "patterns.yaml")


@lru_cache(maxsize=4)
def _load(path: Path) -> Patterns:
    try:
        return Patterns(**read_yaml(path))
    except ValidationError as error:
        faults = [Fault(f"{path.name}: {'.'.join(map(str, one['loc']))}", one["msg"]) for one in error.errors()]
        raise Refused(
            f"{path} cannot be used: " + "; ".join(f"{one.where}: {one.what}" for one in faults),
            code="definitions.broken",
            faults=faults,
        ) from error


def demo_file(name: str) -> Any:
    """The content of another file in definitions/demo."""
    return read_yaml(definitions_root() / "demo" / name)
