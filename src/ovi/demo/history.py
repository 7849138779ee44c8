"""Through which states did each contact and case go? The rows that the history triggers would have written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from ovi.demo.assessing import HAND_OVER_ACCEPTED
from ovi.demo.axis import NEVER, Bools, Ints
from ovi.demo.chain_rows import URGENCIES, case_columns, first_lost
from ovi.demo.columns import Tables, ids, moments, named
from ovi.demo.world import World

# Left out of the history (Case: pghistory.track(exclude=…)).
_UNTRACKED = ("next_due_on", "next_event_at", "needs_special_support", "specialty")
Change = Callable[[dict[str, Any], Ints], None]


def history_tables(world: World, contact: pa.Table) -> Tables:
    """The two history tables, oldest row first."""
    return {
        "contact_contactevent": _contact_events(world, contact),
        "casework_caseevent": _case_events(world),
    }


def _contact_events(world: World, contact: pa.Table) -> pa.Table:
    """Received, then in a case."""
    received = contact.set_column(
        contact.column_names.index("state"), "state", pa.array(["received"] * contact.num_rows)
    )
    stages = [
        _stamped(received, world.needs.contact, "insert"),
        _stamped(contact, world.opened, "update"),
    ]
    return _in_order(stages, [world.needs.contact, world.opened])


def _case_events(world: World) -> pa.Table:
    """Opened, begun, assessed, taken over, a time missed, first visit, closed: whichever of these happened.

    Each stage is the case as it stands at the end with what came later taken back.
    """
    ended, assessed = world.ended, world.assessed
    taken_over = np.where(assessed.hand_over == HAND_OVER_ACCEPTED, assessed.answered, NEVER)
    moments_ = [
        world.opened,
        np.where(assessed.began < assessed.at, assessed.began, NEVER),
        assessed.at,
        taken_over,
        first_lost(world),
        ended.first_visit,
        ended.closed,
    ]
    order = np.stack(moments_)
    stages, times = [], []
    for number, at in enumerate(moments_):
        which = np.flatnonzero(at < NEVER)
        stages.append(_stamped(_as_of(world, order, at, which), at[which], "update" if number else "insert"))
        times.append(at[which])
    return _in_order(stages, times)


def _as_of(world: World, order: Ints, at: Ints, which: Ints) -> pa.Table:
    """The tracked columns of these cases as they stood at their moment `at`."""
    now = at[which]
    _, begun, assessed, taken_over, lost, visit, closed = (row[which] <= now for row in order)
    judged = begun | assessed
    state = np.where(closed, 3, np.where(visit, 2, np.where(assessed, 1, 0)))
    final = {name: column for name, column in case_columns(world).items() if name not in _UNTRACKED}
    out = {name: pa.array(column).take(pa.array(which)) for name, column in final.items()}
    line = np.where(assessed, world.needs.line[which], world.needs.contact_line[which])
    urgency = np.where(judged, np.where(world.assessed.urgent[which], 1, 2), 0)
    out |= {
        "state": named(["open", "assessed", "in_service", "closed"], state),
        "service_line": named(world.line_names, line),
        "urgency": named(URGENCIES, urgency),
        "unit_id": pa.array(np.where(taken_over, world.unit[which], world.needs.first_unit[which])),
        "hand_overs": pa.array(taken_over.astype(np.int64)),
        "owner_id": ids(_owner(world, which, judged, taken_over)),
        "assessed_at": _if(assessed, world.assessed.at[which]),
        "first_event_at": _if(visit, world.ended.first_visit[which]),
        "closed_at": _if(closed, world.ended.closed[which]),
        "close_reason": _text_if(closed, out["close_reason"]),
        "segment": _text_if(visit, out["segment"]),
        "wait_reason": _text_if(lost, out["wait_reason"]),
    }
    return pa.table(out)


def _owner(world: World, which: Ints, judged: Bools, taken_over: Bools) -> Ints:
    """Nobody, then who assesses, then whoever accepted the hand-over."""
    return np.where(taken_over, world.owner[which], np.where(judged, world.assessed.assessor[which], 0))


def _if(happened: Bools, at: Ints) -> pa.Array:
    return moments(np.where(happened, at, NEVER))


def _text_if(happened: Bools, column: pa.Array) -> pa.Array:
    return pa.compute.if_else(pa.array(happened), column, "")


def _stamped(rows: pa.Table, at: Ints, label: str) -> pa.Table:
    out = rows.append_column("pgh_created_at", moments(at))
    out = out.append_column("pgh_label", pa.array([label] * len(at), pa.string()))
    return out.append_column("pgh_obj_id", rows["id"])


def _in_order(stages: list[pa.Table], times: list[Ints]) -> pa.Table:
    """All stages as one table, oldest first; of one moment in the order of the stages."""
    whole = pa.concat_tables(stages)
    return whole.take(pa.array(np.argsort(np.concatenate(times), kind="stable")))
