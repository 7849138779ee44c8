"""Which counts of a table with totals must be hidden, so that nobody can work out a small one?

Counts 1 to k-1 are hidden, 0 is shown, and as few others as possible are hidden with them: whoever knows all that is
shown, that totals are sums and that a hidden count is at least 1 (zeros are shown) must be left with at least k-1
possible values for every small count. Source of the method: Fischetti and Salazar, Models and algorithms for optimizing
cell suppression in tabular data, JASA 95 (2000) 916: an attacker's linear programs give the cuts of the covering one.
A table of rows and columns is a network, so that its linear bounds are exact in whole counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from ovi.engines.statistics.counts import Numbers

K = 5
_ROUNDING = 1e-6
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it may be shown: None is hidden. Small counts and those hidden for their sake must look alike.

    In a table of one row the column totals are its cells again, and likewise for one column.
    """

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def protect(table: ArrayLike, k: int = K) -> Published:
    """The table (rows × columns of counts) with its totals as it may be published; the same for the same table.

    The number of hidden figures is the least possible, totals counted; among such choices small figures are hidden
    rather than large ones. A share by unit is a table too, of two columns: those counted and the others, so that
    neither is given away. Raises ValueError for anything but a filled two-dimensional table of counts, and for k < 2.
    """
    inner = np.asarray(table)
    if inner.ndim != 2 or not inner.size or inner.dtype.kind not in "iu" or inner.min() < 0 or k < 2:
        raise ValueError("a table has rows and columns of whole counts from 0 on, and k is at least 2")
    whole = with_totals(inner.astype(np.int64))
    hidden = _hide(whole.ravel(), _sums(inner.shape), k).reshape(whole.shape)
    shown = [[None if h else int(a) for a, h in zip(*pair, strict=True)] for pair in zip(whole, hidden, strict=True)]
    rows, columns = inner.shape
    return Published(
        cells=tuple(tuple(row[:columns]) for row in shown[:rows]),
        row_totals=tuple(row[-1] for row in shown[:rows]),
        column_totals=tuple(shown[-1][:columns]),
        total=shown[-1][-1],
    )


def with_totals(inner: Counts) -> Counts:
    """The table with a last row and column of totals; a single row or column is its own total and gets none."""
    rows = np.vstack([inner, inner.sum(0)]) if inner.shape[0] > 1 else inner
    return np.hstack([rows, rows.sum(1, keepdims=True)]) if inner.shape[1] > 1 else rows


def _sums(shape: tuple[int, ...]) -> Numbers:
    """The equations that everybody knows, a row each: the parts of a line minus its total make 0."""
    rows, columns = (size + 1 if size > 1 else 1 for size in shape)
    number = np.arange(rows * columns).reshape(rows, columns)
    lines = [*(number if columns > 1 else []), *(number.T if rows > 1 else [])]
    equations = np.zeros((len(lines), rows * columns))
    for equation, line in zip(equations, lines, strict=True):
        equation[line[:-1]], equation[line[-1]] = 1, -1
    return equations


def _hide(counts: Counts, equations: Numbers, k: int) -> Mask:
    """Which of `counts` (totals among them) to hide, when everybody knows that `equations` @ counts = 0."""
    small: Mask = (counts > 0) & (counts < k)
    room = k - 2
    up, down = np.full(len(counts), room), np.clip(counts - 1, 0, room)
    cuts: list[Numbers] = []
    hidden = small
    while True:
        found = [_cut(int(p), hidden, equations, up, down) for p in np.flatnonzero(small)] if room else []
        broken = [np.minimum(cut, room) for cut in found if cut @ hidden < room - _ROUNDING]
        if not broken:
            return hidden
        cuts += broken
        hidden = _cheapest(counts, small, np.array(cuts), room)


def _cut(p: int, hidden: Mask, equations: Numbers, up: Counts, down: Counts) -> Numbers:
    """How much each figure, if hidden, widens what is possible for count p; their sum over `hidden` is its width.

    The width is the attacker's highest less lowest value of p, by two linear programs in the changes from the truth.
    Their dual prices bound the width for every other choice of hidden figures too. No change need exceed the
    width asked for, since a change of p runs in circles through the table, one unit each.
    """
    widens = np.zeros(len(hidden))
    bounds = np.column_stack([-down * hidden, up * hidden])
    for way in (1, -1):
        aim = np.zeros(len(hidden))
        aim[p] = -way
        solved = linprog(aim, A_eq=equations, b_eq=np.zeros(len(equations)), bounds=bounds)
        if solved.status != 0:
            raise RuntimeError(f"the bounds of a count were not found: {solved.message}")
        widens += -solved.upper.marginals * up + solved.lower.marginals * down
    return widens


def _cheapest(counts: Counts, small: Mask, cuts: Numbers, room: int) -> Mask:
    """The fewest hidden figures that meet all cuts; of those the ones of lowest rank by size, then by place."""
    rank = np.empty(len(counts))
    rank[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    solved = milp(
        1 + rank / len(counts) ** 2,  # all ranks together weigh less than one figure
        integrality=np.ones(len(counts)),
        bounds=Bounds(small.astype(float), (counts > 0).astype(float)),
        constraints=LinearConstraint(sparse.csr_array(cuts), lb=room),
        options={"mip_rel_gap": 0.0},
    )
    if solved.x is None:
        raise RuntimeError(f"no choice of hidden figures was found: {solved.message}")
    chosen: Mask = solved.x > 0.5
    return chosen
