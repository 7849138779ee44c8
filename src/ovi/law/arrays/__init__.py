"""What are the clocks of millions of matters, and how do they stand? `ovi.law` as columns of numbers (NumPy).

Days are int32 numbers counted from 1 January 1970 (as in the facts), in Finnish time; NULL_DAY where there is
none. Minutes of the day are int16, -1 for a bare day. Words and booleans are int8 codes, -1 where missing.
The answers are those of `clocks_for` and `standing_between`, case by case; tests compare the two.
"""

from ovi.law.arrays.clocks import ClockTable, clocks_of_many
from ovi.law.arrays.columns import CODED, DATED, Columns, code_of, columns_of
from ovi.law.arrays.days import NULL_DAY
from ovi.law.arrays.kinds import WHY_CODES
from ovi.law.arrays.needs import columns_of_needs
from ovi.law.arrays.standing import STATE_CODES, Standings, standings

__all__ = [
    "CODED",
    "DATED",
    "NULL_DAY",
    "STATE_CODES",
    "WHY_CODES",
    "ClockTable",
    "Columns",
    "Standings",
    "clocks_of_many",
    "code_of",
    "columns_of",
    "columns_of_needs",
    "standings",
]
