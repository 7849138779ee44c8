"""Which needs are always there to be shown? Reads definitions/demo/stories.yaml and finds people for them."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from ovi.demo.axis import Bools, Ints
from ovi.demo.patterns import demo_file
from ovi.demo.residents import Residents

_AGES = {"demo": (35, 55), "child": (7, 12), "young": (14, 20), "adult": (30, 60), "older": (66, 84)}


class Story(BaseModel):
    """One need that is told: `ago` days before today, `wait` days to the first care event (none: not yet)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    who: Literal["demo", "child", "young", "adult", "older"]
    line: str
    ago: int = Field(gt=0)
    wait: int | None = None
    profession: str = ""
    follow_ups: int = 0
    assessed: bool = True
    completed: bool = True  # of an assessment of service needs: false, when it has only begun
    booked: bool = False
    closed: bool = False


def load_stories() -> list[Story]:
    return [Story(**one) for one in demo_file("stories.yaml")["stories"]]


def cast(stories: list[Story], residents: Residents, place: int, today: int) -> tuple[Ints, int]:
    """The resident (index) of each story, all of one municipality; and the demonstration's own resident."""
    at_home = residents.place == place
    ages = residents.ages(today)
    language = np.array(residents.languages)
    plain = at_home & (language == "fi") & ~residents.non_disclosure & ~residents.highest_allowance
    taken: set[int] = set()
    anybody = np.flatnonzero(plain).astype(np.int64)  # in a county of few residents an age group may run out
    by_group: dict[str, Ints] = {group: _of_age(plain, ages, *_AGES[group]) for group in _AGES}
    demo = int((by_group["demo"] if len(by_group["demo"]) else np.flatnonzero(at_home))[0])
    taken.add(demo)
    out = []
    for story in stories:
        found = demo if story.who == "demo" else _first_free(np.r_[by_group[story.who], anybody], taken, demo)
        taken.add(found)
        out.append(found)
    return np.array(out, dtype=np.int64), demo


def _of_age(plain: Bools, ages: Ints, first: int, last: int) -> Ints:
    return np.flatnonzero(plain & (ages >= first) & (ages <= last)).astype(np.int64)


def _first_free(candidates: Ints, taken: set[int], otherwise: int) -> int:
    return next((int(one) for one in candidates if int(one) not in taken), otherwise)
