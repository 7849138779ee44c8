"""Which counts of one month and grouping are withheld, so that nobody can work a small one out?

A month of one grouping is a line: rows whose counts add up to the whole county's, which is published too, and so is
every other grouping of that month. All that joins the groupings is the whole. The reader is taken to know what is
published of it, and nothing is withheld of it for a grouping's sake; so each line can be protected by itself, exactly
and without a linear program, and together the groupings are safe because each is, whatever the whole may be.

The reader is taken to know which of the withheld are small (1 to k-1) and which are not: it is told by "<5", by ranges,
or by knowing this rule. A small count must still be able to be each of 1 to k-1 (source of the demand: Fischetti and
Salazar, JASA 95 (2000) 916, with all bounds known to the attacker).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

_MANY = 1 << 40  # more than any count: what is withheld and not small has no upper limit


@dataclass(frozen=True, slots=True)
class Cell:
    """Rows counted (`n`, at least k) and those of them that count for the measure."""

    numerator: int
    n: int

    def small(self, k: int) -> bool:
        """Is the numerator, or what is left of n, 1 to k-1?"""
        return small(self.numerator, k) or small(self.n - self.numerator, k)


Range = tuple[int, int]


def small(count: int, k: int) -> bool:
    return 0 < count < k


def natural(cell: Cell, k: int) -> Range:
    """Between which counts a withheld numerator is said to lie: small, all but a few, or neither.

    Up to n = 2k-2 the two small ends meet, so only "neither none nor all" may be said: 4 of 8 would be exact.
    """
    if cell.n < 2 * k - 1:
        return (1, cell.n - 1) if 0 < cell.numerator < cell.n else (0, cell.n)
    if small(cell.numerator, k):
        return 1, k - 1
    if small(cell.n - cell.numerator, k):
        return cell.n - k + 1, cell.n - 1
    return k, cell.n - k


def withheld(counts: Sequence[int], k: int) -> set[int] | None:
    """Which of the counts of a line, whose total is known, to withhold: the small and as few others as it takes.

    None where even all together would tell of a small one.
    """
    hidden = {place for place, count in enumerate(counts) if small(count, k)}
    # A count with room for a small one's whole range above k goes first, and of those the smallest.
    others = sorted(
        (place for place, count in enumerate(counts) if count >= k),
        key=lambda place: (counts[place] < 2 * k - 2, counts[place], place),
    )
    while hidden and not _all_small_are_free([counts[place] for place in hidden], k):
        if not others:
            return None
        hidden.add(others.pop(0))
    return hidden


def _all_small_are_free(counts: Sequence[int], k: int) -> bool:
    """Can each small one of these be anything from 1 to k-1, when their sum is known and which of them are small?"""
    total, least = sum(counts), sum(1 if small(count, k) else k for count in counts)
    most = sum(k - 1 if small(count, k) else _MANY for count in counts)
    return total - (least - 1) >= k - 1 and total - (most - (k - 1)) <= 1


def ranges(cells: Sequence[Cell], k: int) -> dict[int, Range]:
    """The numerators to withhold, by place, each with the range that the reader can know it to lie in.

    First as few as it takes, when the reader knows which of them are small; where that cannot be, together with rows
    that have nothing to hide and with no word on which is small; at last all of them.
    """
    hidden = {place for place, cell in enumerate(cells) if cell.small(k)}
    if not hidden:
        return {}
    rest = [place for place in range(len(cells)) if place not in hidden]
    mixed = [place for place in rest if 0 < cells[place].numerator < cells[place].n]
    found = _grown(cells, hidden, sorted(mixed, key=_roomy(cells, k)), lambda cell: natural(cell, k), k)
    if found is None:
        by_use = sorted(rest, key=lambda place: (place not in mixed, *_roomy(cells, k)(place)))
        decoy = set(by_use[:1])
        found = _grown(cells, hidden | decoy, by_use[1:], _anything, k)
    return found if found is not None else _bounds(cells, set(range(len(cells))), _anything, k)[0]


def _anything(cell: Cell) -> Range:
    return 0, cell.n


def _roomy(cells: Sequence[Cell], k: int) -> Callable[[int], tuple[bool, int, int, int]]:
    def key(place: int) -> tuple[bool, int, int, int]:
        cell = cells[place]
        less = min(cell.numerator, cell.n - cell.numerator)
        return less < 2 * k - 2, less, cell.n, place

    return key


def _grown(
    cells: Sequence[Cell], hidden: Collection[int], others: list[int], known: Callable[[Cell], Range], k: int
) -> dict[int, Range] | None:
    chosen, more = set(hidden), list(others)
    while True:
        found, covers = _bounds(cells, chosen, known, k)
        narrow = any(high - low < k - 2 for place, (low, high) in found.items() if cells[place].small(k))
        if covers and not narrow:
            return found
        if not more:
            return None
        chosen.add(more.pop(0))


def _bounds(
    cells: Sequence[Cell], hidden: Collection[int], known: Callable[[Cell], Range], k: int
) -> tuple[dict[int, Range], bool]:
    """What the reader can tell of each withheld numerator, and whether all that is said of the whole stays possible."""
    whole = Cell(sum(cell.numerator for cell in cells), sum(cell.n for cell in cells))
    low, high = natural(whole, k) if whole.small(k) else (whole.numerator, whole.numerator)
    shown = sum(cell.numerator for place, cell in enumerate(cells) if place not in hidden)
    of = {place: known(cells[place]) for place in hidden}
    least, most = (sum(ends) for ends in zip(*of.values(), strict=True))
    found = {
        place: (max(bottom, low - shown - (most - top)), min(top, high - shown - (least - bottom)))
        for place, (bottom, top) in of.items()
    }
    return found, least <= low - shown and high - shown <= most
