"""Which kinds of notes stand on a chart?"""

from __future__ import annotations

from enum import StrEnum


class NoteKind(StrEnum):
    """A measure that was taken (toimenpide), or a day from which the usual level is counted anew (uusi taso)."""

    MEASURE = "measure"
    NEW_LEVEL = "new_level"
