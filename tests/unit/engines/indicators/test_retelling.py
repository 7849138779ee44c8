"""Can what was recorded late be found by who keeps every night's figures? An attacking program compares them all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ovi.engines.indicators.publishing import publishable
from ovi.engines.indicators.retelling import months_of, told_again
from tests.examples import examples

from .attack import WHOLE, given_away
from .test_attack import LAWFUL, PLAIN, row, rows_of

GROUPS = [("unit", "A"), ("unit", "B"), ("unit", "C"), ("municipality", "x"), ("municipality", "y")]
WEIGHTS = {"unit": [0.05, 0.35, 0.6], "municipality": [0.3, 0.7]}


def joined_by(rng, truth, month, many):
    """The county when so many more people of the month are known."""
    more = {place: list(counts) for place, counts in truth.items()}
    for _ in range(many):
        layer, places = int(rng.random() < 0.4), [WHOLE]
        for by, weights in WEIGHTS.items():
            places.append(rng.choice(np.array([g for g in GROUPS if g[0] == by], dtype="U20"), p=weights))
        for group in places:
            counts = more.setdefault((tuple(group) if group is not WHOLE else WHOLE, month), [0, 0])
            counts[layer] += 1
    return {place: tuple(counts) for place, counts in more.items()}


def nights(rng, often):
    """The truth of each night: late entries by ones and twos, now and then a whole batch."""
    truth = {}
    for month, many in (("2026-01", 60), ("2026-02", 25)):
        truth = joined_by(rng, truth, month, rng.poisson(many))
    for _ in range(often):
        yield truth
        many = rng.choice([0, 1, 2, 3, 60, 200], p=[0.2, 0.2, 0.15, 0.15, 0.15, 0.15])
        truth = joined_by(rng, truth, rng.choice(["2026-01", "2026-02"]), many)


def kept_by_the_attacker(definition, truths, tell):
    """Rows, truth, periods and growth over all nights, each telling of a month under a name of its own."""
    told, seen, rows, known = [], {}, [], {}
    for truth in truths:
        told = tell(definition, rows_of(truth), told)
        by_months = {}
        for one in told:
            by_months.setdefault(months_of(one), []).append(one)
        for months, telling in by_months.items():
            if not seen.get(months) or seen[months][-1][1] != telling:
                seen.setdefault(months, []).append((len(seen.get(months, [])), telling))
                night = seen[months][-1][0]
                names = [f"{month}#{night}" for month in months]
                rows += [replace(one, month=names[0], extra={**one.extra, "merged_months": names}) for one in telling]
                known |= {
                    (group, f"{month}#{night}"): counts for (group, month), counts in truth.items() if month in months
                }
    grown = [(f"{month}#{i}", f"{month}#{i + 1}") for months, all_ in seen.items() for month in months
             for i in range(len(all_) - 1)]  # fmt: skip
    return rows, known, sorted({months_of(one) for one in rows}), grown


def by_the_rule(definition, tables, told):
    return told_again(definition, tables, told)[0]


def carelessly(definition, tables, _told):
    return [one for table in tables for one in publishable(definition, table)]


@pytest.mark.parametrize("definition", [PLAIN, LAWFUL], ids=["plain", "lawful"])
def test_no_late_entry_is_found_by_comparing_all_nights(definition):
    anew = 0
    for seed in range(examples(25)):
        kept = kept_by_the_attacker(definition, nights(np.random.default_rng(seed), 8), by_the_rule)
        assert given_away(*kept) == []
        anew += len(kept[3])
    assert anew  # months are told anew when enough has changed


def test_the_attacker_wins_where_each_night_tells_what_it_knows():
    found = [
        one for seed in range(5)
        for one in given_away(*kept_by_the_attacker(PLAIN, nights(np.random.default_rng(seed), 8), carelessly))
    ]  # fmt: skip
    assert any(lowest == highest for *_, lowest, highest in found)


def one_month(*units):
    counted, others = (sum(counts) for counts in zip(*units, strict=True))
    return [[row("2026-01", {}, counted, others)],
            [row("2026-01", {"unit": name}, *unit) for name, unit in zip("ABC", units, strict=False)]]  # fmt: skip


def figures(told):
    return [(one.strata.get("unit"), one.numerator, one.n) for one in told]


def test_a_month_stays_until_every_figure_is_the_same_or_differs_by_five():
    first = by_the_rule(PLAIN, one_month((20, 30), (40, 50)), [])
    one_more, kept = told_again(PLAIN, one_month((21, 30), (40, 50)), first)
    assert (one_more, kept) == (first, {"2026-01"})
    lopsided = by_the_rule(PLAIN, one_month((28, 30), (42, 50)), first)  # 8 in A, but 2 in B
    assert lopsided == first
    enough, kept = told_again(PLAIN, one_month((28, 30), (40, 50)), first)
    assert (figures(enough), kept) == ([(None, 68, 148), ("A", 28, 58), ("B", 40, 90)], frozenset())


def test_a_month_stays_where_other_rows_would_be_withheld():
    first = by_the_rule(PLAIN, one_month((3, 0), (20, 30), (40, 50)), [])
    assert (
        by_the_rule(PLAIN, one_month((9, 8), (20, 30), (40, 50)), first) == first
    )  # A was withheld, now it would show


def test_a_new_month_is_told_beside_those_that_stay():
    first = by_the_rule(PLAIN, one_month((20, 30), (40, 50)), [])
    tables = [[*table, replace(table[0], month="2026-02")] for table in one_month((21, 30), (40, 50))]
    both, kept = told_again(PLAIN, tables, first)
    assert kept == {"2026-01"}
    assert [one for one in both if one.month == "2026-01"] == first
    assert {one.month for one in both} == {"2026-01", "2026-02"}
