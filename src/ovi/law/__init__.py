"""Which statutory clocks run for a need, from when, until when? Pure; reads definitions/law."""

from ovi.law.batch import batch_faults, due_batch
from ovi.law.clocks import Clock, NotApplied, clocks_for
from ovi.law.files import check, load_law, load_targets
from ovi.law.matters import Matter
from ovi.law.rules import Law
from ovi.law.standing import Standing, StandingState, standing_between, standing_of
from ovi.law.targets import TargetDue, targets_for

__all__ = [
    "Clock",
    "Law",
    "Matter",
    "NotApplied",
    "Standing",
    "StandingState",
    "TargetDue",
    "batch_faults",
    "check",
    "clocks_for",
    "due_batch",
    "load_law",
    "load_targets",
    "standing_between",
    "standing_of",
    "targets_for",
]
