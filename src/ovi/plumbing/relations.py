"""On what relation may somebody see a person's data? A table: each room registers the relations that it can prove.

A permission asks what kind of worker one is; a relation is a fact in the rows that joins this worker to this person
(asiakastietolaki 703/2023). The access log keeps the code of the relation that opened what was shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ovi.plumbing.actor import Actor

Proof = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation. `code` is what the access log keeps; `own`: by one's own work, so that writing is allowed too."""

    code: str
    description: str
    of: str
    prove: Proof
    own: bool


RELATIONS: dict[str, Relation] = {}


def relation(code: str, description: str, *, of: str, prove: Proof, own: bool = True) -> Relation:
    """Register a relation to a kind of object (`of`: case, person, log). The first that is proved is the one logged."""
    if code in RELATIONS:
        raise ValueError(f"relation {code} is declared twice")
    RELATIONS[code] = made = Relation(code, description, of, prove, own)
    return made


def proved(of: str, actor: Actor, scope: Any, *, own_only: bool = False) -> Relation | None:
    """The first relation of the table that joins the actor to this object, in the order of registration."""
    rows = (one for one in RELATIONS.values() if one.of == of and (one.own or not own_only))
    return next((one for one in rows if one.prove(actor, scope)), None)
