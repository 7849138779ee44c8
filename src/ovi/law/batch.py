"""What are the clocks of many matters? JSON Lines in, JSON Lines out, one line at a time (design §8)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ovi.foundation.refusals import Fault, Refused
from ovi.law.clocks import Clock, clocks_for
from ovi.law.matters import Matter
from ovi.law.rules import Law

_FAULTS_LISTED = 100  # a file of a million wrong lines must not fill the memory with faults


def due_batch(lines: Iterable[str], law: Law) -> Iterator[str]:
    """The answer to each line, without its newline; empty lines are passed over.

    The first wrong line ends the answers: the rest is only checked, and Refused (code law.batch) lists the faults of
    all lines. To refuse a file whole, before anything is written, read it once through `batch_faults`.
    """
    numbered = _numbered(lines)
    for number, line in numbered:
        try:
            matter = _matter(number, line)
        except Refused as refused:
            raise Refused(
                f"The answers end before line {number}, which is wrong. The lines above it are answered, those below "
                "were only checked. Correct these faults and send the batch from there again.",
                code="law.batch",
                faults=_listed(refused.faults, numbered),
            ) from refused
        clocks, not_applied = clocks_for(matter, law)
        answer = {
            "id": matter.id,
            "clocks": [_shown(clock) for clock in clocks],
            "not_applied": [{"rule_id": rule.rule_id, "why": rule.why} for rule in not_applied],
        }
        yield json.dumps(answer, ensure_ascii=False)


def batch_faults(lines: Iterable[str]) -> list[Fault]:
    """Everything wrong with the lines, as "line N: field"; the first hundred and how many more there are."""
    return _listed((), _numbered(lines))


def _listed(found: Sequence[Fault], numbered: Iterator[tuple[int, str]]) -> list[Fault]:
    """The faults found already and those of the lines left, as many as are listed."""
    faults = list(found[:_FAULTS_LISTED])
    more = len(found) - len(faults)
    for number, line in numbered:
        try:
            _matter(number, line)
        except Refused as refused:
            room = _FAULTS_LISTED - len(faults)
            faults += refused.faults[:room]
            more += len(refused.faults[room:])
    return [*faults, Fault("the rest", f"{more} more faults")] if more else faults


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _matter(number: int, line: str) -> Matter:
    where = f"line {number}"
    try:
        fields = json.loads(line, object_pairs_hook=_without_doubles)
        if not isinstance(fields, dict):
            raise ValueError("a line holds one JSON object")
        return Matter.of(fields)
    except Refused as refused:
        faults = [Fault(f"{where}: {fault.where}", fault.what) for fault in refused.faults]
    except (ValueError, RecursionError) as error:  # JSONDecodeError is a ValueError
        faults = [Fault(where, f"cannot be read as JSON: {error}")]
    raise Refused(f"{where} is no matter.", code="law.batch", faults=faults)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field is given twice")
    return fields


def _shown(clock: Clock) -> dict[str, str | None]:
    return {
        "rule_id": clock.rule_id,
        "legal_ref": clock.legal_ref,
        "status": clock.status,
        "start": clock.start,
        "starts_on": clock.starts_on.isoformat(),
        "stop": clock.stop,
        "due_on": None if clock.due_on is None else clock.due_on.isoformat(),
    }
