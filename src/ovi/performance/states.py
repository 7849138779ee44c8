"""Which words may stand in a note on a chart, and in an outside figure: of what area, how good, and of whom?"""

from __future__ import annotations

from enum import StrEnum


class NoteKind(StrEnum):
    """A measure that was taken (toimenpide), or a day from which the usual level is counted anew (uusi taso)."""

    MEASURE = "measure"
    NEW_LEVEL = "new_level"


class AreaKind(StrEnum):
    """What an outside figure is of. A code of three digits, two, five, or FI."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"
    POSTAL_AREA = "postal_area"
    COUNTRY = "country"


class Quality(StrEnum):
    """How an outside figure was made, as whoever loads it says: it is shown beside every figure, never worked out."""

    OFFICIAL_STATISTICS = "official_statistics"
    REGISTER = "register"
    SURVEY = "survey"
    OWN_ESTIMATE = "own_estimate"


class Sex(StrEnum):
    """Of whom an outside figure is."""

    TOTAL = "total"
    FEMALE = "female"
    MALE = "male"


class WhyMissing(StrEnum):
    """Why an outside figure has no value. Missing is never zero."""

    NOT_GIVEN = "not_given"
    TOO_FEW = "too_few"
