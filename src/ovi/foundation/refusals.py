"""How is something refused? One exception with a code a machine can test and words a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: where (field, file:line) and what to do about it."""

    where: str
    what: str


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a programming error
    """The request is refused whole and nothing has changed.

    `code` is stable and meant for programs and tests (e.g. "case.not_yours"); `message` says in plain words
    what to do next; `faults` lists everything that is wrong, not only the first thing.
    """

    def __init__(self, message: str, *, code: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.faults = tuple(faults)
