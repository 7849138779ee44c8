"""What does every definition carry? Texts in three languages, owner and review, limit, suppression, source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ovi.foundation.text import Trilingual

Shown = Literal["share", "days", "number", "euros", "index"]


class Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Texts(Frozen):
    """A text in all three languages; none may be missing."""

    fi: str = Field(min_length=1)
    sv: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def trilingual(self) -> Trilingual:
        return Trilingual(self.fi, self.sv, self.en)


class ClockLimit(Frozen):
    """The need's own lawful due day: the earliest of its clocks with this start and stop."""

    start: str
    stop: str


class Limit(Frozen):
    """Within what? Calendar days, calendar months (same-numbered day, not 90 days) or the lawful due day."""

    days: int | None = Field(default=None, ge=0, le=366)
    months: int | None = Field(default=None, ge=1, le=24)
    clock: ClockLimit | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for value in (self.days, self.months, self.clock)) != 1:
            raise ValueError("give exactly one of days, months, clock")
        return self


class Suppression(Frozen):
    """Counts of people from 1 to k-1 are not published; below `small_n` a share is marked as unsteady."""

    k: int = Field(default=5, ge=3)
    small_n: int = Field(default=20, ge=1)


class HoldsWhen(Frozen):
    """When does the measure hold in one municipality or unit in one month? `min_n`: below it, not measured."""

    share: float | None = Field(default=None, gt=0, le=1)
    min_n: int = Field(ge=1)
    text: Texts


class Common(Frozen):
    """What every kind has. `numerator` and `denominator` say in words what the rest says to the engines."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    theme: Literal["access", "supply", "queue", "contact", "continuity", "use", "cost", "quality", "law", "tray"]
    names: Texts
    why_it_matters: Texts
    numerator: Texts
    denominator: Texts
    unit_of_count: Texts
    pitfalls: Texts
    owner: str
    checked_by: str | None  # null: nobody from outside the project has checked it, and pages say so
    reviewed_on: date
    next_review_on: date
    stratifiers: tuple[str, ...]
    direction: Literal["higher_is_better", "lower_is_better", "neither"]
    period: Literal["month", "12_months", "month_end"]
    statutory: bool = False
    law: tuple[str, ...] = ()
    limit_basis: Literal["law", "programme_target", "none"]
    holds_when: HoldsWhen | None = None
    source: str
    content_hash: str = ""

    @model_validator(mode="after")
    def _review_is_ahead(self) -> Self:
        if self.next_review_on <= self.reviewed_on:
            raise ValueError("next_review_on must be after reviewed_on")
        return self

    @property
    def shown_as(self) -> Shown:
        """In what the value is said."""
        return "share"

    @property
    def judges_places(self) -> bool:
        """Can it be said of one municipality in one month whether the measure holds?"""
        return False


def require_known(field: str, given: Iterable[str], known: Iterable[str]) -> None:
    """ValueError that names what is unknown and what is known."""
    known = tuple(known)
    if unknown := [code for code in given if code not in known]:
        raise ValueError(f"{field}: unknown {', '.join(unknown)}; known are {', '.join(known)}")
