"""What is the invented county, whole, before it becomes rows?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ovi.demo.assessing import Assessed
from ovi.demo.axis import Bools, Ints
from ovi.demo.clocks import Running
from ovi.demo.closing import Ended
from ovi.demo.geography import Place
from ovi.demo.needs import Needs, Year
from ovi.demo.noted import Noted
from ovi.demo.patterns import Patterns
from ovi.demo.picks import Picks
from ovi.demo.places import Staffed
from ovi.demo.residents import Residents
from ovi.demo.strain import Access
from ovi.demo.visits import Visits
from ovi.people.states import LICENSED

# Services of the catalogue by service line: (id) lists, as they are in the database.
Services = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class World:
    """Needs and visits are in the order of time; a need's id is its index + 1, as is a resident's."""

    county: str
    today: date
    year: Year
    patterns: Patterns
    places: Sequence[Place]
    home: int  # the biggest municipality, where the demonstration's own people are
    demo_person: int
    residents: Residents
    staffed: Staffed
    access: Access
    needs: Needs
    assessed: Assessed
    visits: Visits
    minutes: Ints
    ended: Ended
    noted: Noted
    unit: Ints
    owner: Ints  # who answers for the case at the year's end, 0: nobody
    opened: Ints
    running: Sequence[Running]
    next_due: Ints
    texts: Sequence[str]
    services: Services
    picks: Picks

    @property
    def line_names(self) -> list[str]:
        return list(self.patterns.lines.table)

    def professions(self) -> list[str]:
        """Profession by the professional's id; index 0 is nobody."""
        return ["", *(one.profession for one in self.staffed.professionals)]

    def licensed(self) -> Bools:
        return licensed_of(self.staffed)


def licensed_of(staffed: Staffed) -> Bools:
    """Is the professional of each id licensed? Index 0 is nobody."""
    return np.array([False, *(one.profession in LICENSED for one in staffed.professionals)])
