"""How do we read what the law leaves open? Named choices with the safe default (definitions/law/choices.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

DeadlineOnFreeDay = Literal["keep", "next_working_day"]
AgeDay = Literal["clock_start", "contact"]
OverAge = Literal["from_birthday", "from_next_birthday"]
_Filled = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen; the defaults are the safe side for the client.

    `deadline_on_free_day`: does a limit in days or months that ends on a Saturday or holiday move on (laki
    150/1930 5 §)? `age_day`: on which day is age judged? `over_age`: does "yli 75-vuotias" begin on the 75th
    birthday or only on the next?
    """

    deadline_on_free_day: DeadlineOnFreeDay = "keep"
    age_day: AgeDay = "clock_start"
    over_age: OverAge = "from_birthday"


class _Choice(BaseModel):
    """Why one choice was made, for the lawyer who reads the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    source: _Filled
    why: _Filled


class _DeadlineOnFreeDay(_Choice):
    value: DeadlineOnFreeDay


class _AgeDay(_Choice):
    value: AgeDay


class _OverAge(_Choice):
    value: OverAge


class ChoicesFile(BaseModel):
    """The whole of choices.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    schema_version: Literal[1]
    owner: _Filled
    verified_on: date
    next_review: date
    deadline_on_free_day: _DeadlineOnFreeDay
    age_day: _AgeDay
    over_age: _OverAge

    def choices(self) -> Choices:
        """Only what is chosen."""
        return Choices(self.deadline_on_free_day.value, self.age_day.value, self.over_age.value)
