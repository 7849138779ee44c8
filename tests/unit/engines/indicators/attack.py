"""What can somebody work out who knows all that is published of a measure? Written from the published rows alone.

An unknown for how many of each group counted and did not count in each month, under every grouping at once. What is
known: every figure shown, every range said, that each grouping of a month makes up the county's own figure whether it
is shown or not, that groups not listed have nobody, which months and groups were put together, and, of what is
withheld, even which of it is small. Each question is answered by linear programming (HiGHS), both ways.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

K = 5
WHOLE = ("", None)


def months_of(row):
    return tuple(row.extra.get("merged_months") or [row.month])


def groups_of(row):
    """(grouping, group) of each group the row holds."""
    merged = row.extra.get("merged_strata") or [row.strata]
    return [next(iter(strata.items()), WHOLE) for strata in merged]


class Attack:
    """`small(group, months)` says of a withheld group whether it is small: what only a guesser knows.

    `grown`: (earlier, later) names of one month as it was told on two nights: nobody has gone from the later.
    """

    def __init__(self, rows, small, grown=()):
        self.place, self.equal, self.between = {}, [], []
        told = defaultdict(set)  # grouping and month → the groups that may have somebody
        for row in rows:
            for grouping, group in groups_of(row):
                for month in months_of(row):
                    told[grouping, month].add((grouping, group))
        for (_, month), groups in sorted(told.items(), key=str):
            for group in sorted(groups, key=str):
                self.place[group, month] = 2 * len(self.place)
        for (grouping, month), groups in told.items():
            if grouping and (WHOLE, month) in self.place:
                for layer in (0, 1):
                    self.equal.append(([(one, month, layer, 1) for one in groups] + [(WHOLE, month, layer, -1)], 0))
        for row in rows:
            self._learn(row, small)
        for earlier, later in grown:
            for group, month in [place for place in self.place if place[1] == later]:
                before = [(group, earlier, layer, -1) for layer in (0, 1) if (group, earlier) in self.place]
                self.between += [
                    ([(group, month, layer, 1), *before[layer : layer + 1]], 0, np.inf) for layer in (0, 1)
                ]
        self._build()

    def _learn(self, row, small):
        cells = [(group, month) for group in groups_of(row) for month in months_of(row)]
        both = [(group, month, layer, 1) for group, month in cells for layer in (0, 1)]
        if row.n is None:
            for group in groups_of(row):
                few = small(group, months_of(row))
                one = [term for term in both if term[0] == group]
                self.between.append((one, 1 if few else K, K - 1 if few else np.inf))
            return
        self.equal.append((both, row.n))
        for group in groups_of(row) if len(groups_of(row)) > 1 else []:
            few = small(group, months_of(row))
            one = [term for term in both if term[0] == group]
            self.between.append((one, 1 if few else K, K - 1 if few else np.inf))
        counted = [(group, month, 0, 1) for group, month in cells]
        if row.numerator is not None:
            self.equal.append((counted, row.numerator))
        elif "value_low" in row.extra:
            self.between.append(
                (counted, round(row.extra["value_low"] * row.n), round(row.extra["value_high"] * row.n))
            )

    def _row(self, terms):
        row = np.zeros(2 * len(self.place))
        for group, month, layer, sign in terms:
            row[self.place[group, month] + layer] += sign
        return row

    def _build(self):
        self.left = sparse.csr_array(np.array([self._row(t) for t, _ in self.equal])) if self.equal else None
        self.right = [value for _, value in self.equal] or None
        upper = [(self._row(t), high) for t, _, high in self.between if np.isfinite(high)]
        upper += [(-self._row(t), -low) for t, low, _ in self.between]
        self.upper = sparse.csr_array(np.array([row for row, _ in upper])) if upper else None
        self.most = [value for _, value in upper] if upper else None

    def can_be(self, group, months, layers):
        """Lowest and highest that the count can be; None where nothing is told of the group."""
        return self._ends([(group, month, layer, 1) for month in months for layer in layers])

    def can_have_come(self, group, earlier, later, layers):
        """How few and how many can have come to the group between two nights."""
        return self._ends(
            [(group, month, layer, sign) for month, sign in ((later, 1), (earlier, -1)) for layer in layers]
        )

    def _ends(self, terms):
        if any((one, month) not in self.place for one, month, _, _ in terms):
            return None
        aim, ends = self._row(terms), []
        for sign in (1, -1):
            found = linprog(sign * aim, A_ub=self.upper, b_ub=self.most, A_eq=self.left, b_eq=self.right)
            assert found.status in (0, 3), found.message  # what was published must be possible at all
            ends.append(np.inf if found.status == 3 else sign * found.fun)
        return int(np.ceil(ends[0] - 1e-6)), ends[1] if np.isinf(ends[1]) else int(np.floor(ends[1] + 1e-6))


N, COUNTED, OTHERS = (0, 1), (0,), (1,)


def given_away(rows, truth, periods, grown=()):
    """Small counts with fewer than k-1 possible values, as (group, months, what, truth, lowest, highest).

    `truth`: (group, month) → (counted, others). `periods`: the months that are told together.
    """

    def sum_of(group, months, layers):
        return sum(truth.get((group, month), (0, 0))[layer] for month in months for layer in layers)

    attack = Attack(rows, lambda group, months: 0 < sum_of(group, months, N) < K, grown)
    out = []
    for group in sorted({group for group, _ in truth}, key=str):
        for months in periods:
            for what, layers in (("n", N), ("counted", COUNTED), ("others", OTHERS)):
                true = sum_of(group, months, layers)
                if 0 < true < K and (ends := attack.can_be(group, months, layers)) is not None:
                    assert ends[0] <= true <= ends[1]
                    if ends[1] - ends[0] + 1 < K - 1:
                        out.append((group, months, what, true, *ends))
        for earlier, later in grown:
            for what, layers in (("n", N), ("counted", COUNTED), ("others", OTHERS)):
                came = sum_of(group, [later], layers) - sum_of(group, [earlier], layers)
                if 0 < came < K and (ends := attack.can_have_come(group, earlier, later, layers)) is not None:
                    assert ends[0] <= came <= ends[1]
                    if ends[1] - ends[0] + 1 < K - 1:
                        out.append((group, (earlier, later), what, came, *ends))
    return out
