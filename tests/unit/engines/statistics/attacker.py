"""What can somebody work out who knows all that is published? Written from the published table alone.

An unknown for every hidden figure, every line's parts make its total, and what is hidden is at least 1, for zeros
are shown. Each unknown is driven to its lowest and highest value by linear programming (HiGHS).
"""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import linprog


def figures(published):
    """Name → shown value or None. A single row or column is its own total."""
    rows, columns = len(published.cells), len(published.cells[0])
    out = {(r, c): published.cells[r][c] for r, c in product(range(rows), range(columns))}
    out |= {(r, "all"): value for r, value in enumerate(published.row_totals)}
    out |= {("all", c): value for c, value in enumerate(published.column_totals)}
    return out | {("all", "all"): published.total}


def lines(published):
    """Parts and total of every line, as names of figures."""
    rows, columns = range(len(published.cells)), range(len(published.cells[0]))
    for r in (*rows, "all"):
        yield [(r, c) for c in columns], (r, "all")
    for c in (*columns, "all"):
        yield [(r, c) for r in rows], ("all", c)


def bounds(published):
    """Lowest and highest possible value of every hidden figure; infinity where there is no highest."""
    known = figures(published)
    unknown = [name for name, value in known.items() if value is None]
    place = {name: i for i, name in enumerate(unknown)}
    left, right = [], []
    for parts, total in lines(published):
        row, constant = np.zeros(len(unknown)), 0
        for name, sign in [*((part, 1) for part in parts), (total, -1)]:
            if known[name] is None:
                row[place[name]] += sign
            else:
                constant -= sign * known[name]
        left.append(row)
        right.append(constant)
    out = {}
    for name, i in place.items():
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(unknown))
            aim[i] = sign
            solved = linprog(aim, A_eq=np.array(left), b_eq=np.array(right), bounds=[(1, None)] * len(unknown))
            assert solved.status in (0, 3), solved.message
            ends.append(solved.fun * sign if solved.status == 0 else np.inf)
        out[name] = tuple(round(end, 6) for end in ends)
    return out
