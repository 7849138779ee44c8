"""For whom is a service picked from the tray in the invented year, and what comes of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ovi.demo.assessing import Assessed
from ovi.demo.axis import DAY, HOUR, MINUTE, NEVER, Bools, Ints
from ovi.demo.closing import Ended
from ovi.demo.columns import moments, named, numbered, table
from ovi.demo.draws import Rng, pick
from ovi.demo.needs import Needs, Year
from ovi.demo.patterns import demo_file

_NOT_TOLD = 0


@dataclass(frozen=True, slots=True)
class Picks:
    """One row a pick, in the order of the needs. `outcome` 0: nobody has told; `told` then NEVER."""

    need: Ints
    service: Ints
    reasons: list[str]
    at: Ints
    outcome: Ints
    told: Ints
    by_client: Bools

    def __len__(self) -> int:
        return len(self.need)


def draw_picks(
    rng: Rng, needs: Needs, assessed: Assessed, ended: Ended, lines: list[str], services: Mapping[str, int], year: Year
) -> Picks:
    """At most one pick a need, after its assessment, by the lines that use the tray; more of them as the year goes on.

    `services`: the catalogue's own services by their name there; one that is missing is not picked.
    """
    spec: dict[str, Any] = demo_file("tray.yaml")["picks"]
    size = len(needs)
    share = np.array([spec["share"].get(line, 0.0) for line in lines])[needs.line]
    gone = np.clip((assessed.at - year.first_day * DAY) / ((year.until - year.first_day) * DAY), 0, 1)
    share = share * (spec["at_first"] + (1 - spec["at_first"]) * gone)
    at = np.where(assessed.at < NEVER, assessed.at + rng.integers(5, 25, size) * MINUTE, NEVER)
    chosen = np.flatnonzero((rng.random(size) < share) & (at < np.minimum(ended.closed, year.cutoff)))
    rows = [[one for one in spec["reasons"] if line in one["lines"] and one["service"] in services] for line in lines]
    chosen = chosen[np.array([bool(rows[line]) for line in needs.line[chosen]], dtype=bool)]
    which = rng.random(len(chosen))
    given = [
        rows[line][int(draw * len(rows[line]))]
        for line, draw in zip(needs.line[chosen].tolist(), which.tolist(), strict=True)
    ]
    return Picks(
        chosen,
        np.array([services[one["service"]] for one in given], dtype=np.int64),
        [one["reason"] for one in given],
        at[chosen],
        *_told(rng, at[chosen], spec, year),
    )


def _told(rng: Rng, at: Ints, spec: Mapping[str, Any], year: Year) -> tuple[Ints, Ints, Bools]:
    """The outcome, when it was told, and whether the client told it. What would be told after the year is not yet."""
    first, last = spec["told_after_days"]
    told = (at // DAY + rng.integers(first, last, len(at))) * DAY + rng.integers(8, 16, len(at)) * HOUR
    known = (rng.random(len(at)) < spec["told"]) & (told < year.cutoff)
    outcome = np.where(known, 1 + pick(rng, list(spec["outcomes"].values()), len(at)), _NOT_TOLD)
    return outcome, np.where(known, told, NEVER), rng.random(len(at)) < spec["told_by_client"]


def pick_table(picks: Picks, lines: list[str], line: Ints, owner: Ints) -> pa.Table:
    """The rows of the database. `line` and `owner` are those of every need."""
    outcomes = ["", *demo_file("tray.yaml")["picks"]["outcomes"]]
    return table(
        {
            "id": numbered(len(picks)),
            "case_id": picks.need + 1,
            "service_id": picks.service,
            "reason": pa.array(picks.reasons, pa.string()),
            "service_line": named(lines, line[picks.need]),
            "picked_at": moments(picks.at),
            "picked_by_id": owner[picks.need],
            "take_up": named(outcomes, picks.outcome),
            "told_at": moments(picks.told),
            "told_by_client": pa.array(picks.by_client, mask=picks.outcome == _NOT_TOLD),
        }
    )
