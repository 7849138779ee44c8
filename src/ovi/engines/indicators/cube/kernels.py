"""How are tens of millions of waits counted at the speed of memory? Compiled loops over whole-day columns.

Each wait is one increment in a dense table month × cell × day. Facts lie mostly in the order of their days, so the
part of the table in use stays in the processor's cache. Each thread has a table of its own; a month that two threads
met is added up at the end.
"""

from __future__ import annotations

import numpy as np
from numba import get_num_threads, njit, prange

from ovi.engines.indicators.percentiles import BINS, CAP

NO_DAY = np.int32(-(2**31))  # an empty day
OUTSIDE = BINS  # the column of events that cannot be judged
WIDTH = BINS + 1
PIECE = 4096  # rows at a time, so that what is found of them stays in the nearest cache


@njit(cache=True, nogil=True)
def _mark(conditions, allowed, flag, wanted, begin, met):  # type: ignore[no-untyped-def]
    """`met`: 1 for each row of the piece that meets every condition. One that all rows meet has no codes."""
    met[:] = 1
    for number in range(len(conditions)):
        codes, good = conditions[number], allowed[number]
        if codes.shape[0]:
            some = codes[begin : begin + met.shape[0]]
            for row in range(met.shape[0]):
                met[row] &= good[np.uint32(some[row])]
    if wanted >= 0:
        for row in range(met.shape[0]):
            bit = np.uint64(begin + row)
            met[row] &= np.int32((flag[bit >> np.uint64(3)] >> np.uint8(bit & np.uint64(7))) & np.uint8(1)) == wanted


@njit(cache=True, nogil=True)
def _find(codes, sizes, begin, place):  # type: ignore[no-untyped-def]
    """`place`: where each row of the piece stands among all combinations. A code that never varies has no codes."""
    place[:] = 0
    for number in range(len(codes)):
        if codes[number].shape[0]:
            some, size = codes[number][begin : begin + place.shape[0]], sizes[number]
            for row in range(place.shape[0]):
                place[row] = place[row] * size + some[row]


@njit(cache=True, nogil=True)
def _take(start, stop, wait):  # type: ignore[no-untyped-def]
    """`wait`: the days of each row of the piece. Gives its first and last day; an empty day is none."""
    low, high = np.int32(2**31 - 1), NO_DAY
    for row in range(wait.shape[0]):
        days = np.int64(stop[row]) - np.int64(start[row])
        wait[row] = OUTSIDE if days < 0 or start[row] == NO_DAY else min(days, CAP)
        low = min(low, low if stop[row] == NO_DAY else stop[row])
        high = max(high, stop[row])
    return low, high


@njit(parallel=True, cache=True, nogil=True)
def _count(start, stop, codes, sizes, conditions, allowed, flag, wanted, cell_at, month_at, first_day, tables, ends):  # type: ignore[no-untyped-def]
    # Piece by piece and column by column: each short loop reads few columns at once, which the processor does many
    # rows at a time. Places are unsigned, so that none is asked whether it counts from the end.
    threads, days, rows = tables.shape[0], np.uint64(month_at.shape[0]), start.shape[0]
    for thread in prange(threads):
        table = tables[thread]
        met, place, wait = np.empty(PIECE, np.int32), np.empty(PIECE, np.int32), np.empty(PIECE, np.int32)
        last = rows * (thread + 1) // threads
        for begin in range(rows * thread // threads, last, PIECE):
            size = min(PIECE, last - begin)
            _mark(conditions, allowed, flag, wanted, begin, met[:size])
            _find(codes, sizes, begin, place[:size])
            until = stop[begin : begin + size]
            low, high = _take(start[begin : begin + size], until, wait[:size])
            ends[thread, 0], ends[thread, 1] = min(ends[thread, 0], low), max(ends[thread, 1], high)
            for row in range(size):
                day = np.uint64(np.int64(until[row]) - first_day)
                if day < days:  # an empty day lies before them all
                    table[month_at[day] + cell_at[np.uint64(place[row])] + np.uint64(wait[row])] += met[row]


def histograms(
    start: np.ndarray, stop: np.ndarray, codes: tuple[np.ndarray, ...], conditions: tuple[np.ndarray, ...],
    allowed: tuple[np.ndarray, ...], flag: np.ndarray, wanted: int, cell_of: np.ndarray, month_of: np.ndarray,
    first_day: int,
) -> list[np.ndarray]:  # fmt: skip
    """For each month int32 [cells, WIDTH]: how many waited 0…399, CAP or more days, and how many cannot be judged.

    start, stop: int32 days, NO_DAY for none; codes: int32 of unit, profession, line, and conditions the same of three
    more, empty where all rows have code 0; allowed: int32, 1 for each code that meets its condition; flag: bits
    (Arrow's) that must be `wanted`, -1: whatever; cell_of: [units, professions, lines] → cell; month_of: month of each
    day from `first_day`.
    """
    months, cells = int(month_of.max()) + 1, int(cell_of.max()) + 1
    threads = min(get_num_threads(), max(1, len(start) // 100_000))
    tables = np.zeros((threads, months, cells, WIDTH), np.int32)  # memory is taken where a thread counts, not before
    ends = np.full((threads, 2), (2**31 - 1, NO_DAY), np.int64)
    _count(
        start, stop, codes, cell_of.shape, conditions, allowed, flag, wanted,
        cell_of.reshape(-1).astype(np.uint64) * np.uint64(WIDTH), month_of.astype(np.uint64) * np.uint64(cells * WIDTH),
        first_day, tables.reshape(threads, -1), ends,
    )  # fmt: skip
    first: list[np.ndarray | None] = [None] * months
    for table, (low, high) in zip(tables, ends, strict=True):
        for month in range(month_of[low - first_day], month_of[high - first_day] + 1) if low <= high else ():
            held = first[month]
            if held is None:  # where facts lie by day, nearly every month is one thread's alone
                first[month] = table[month]
            else:
                held += table[month]
    return [tables[0, month] if held is None else held for month, held in enumerate(first)]


@njit(cache=True, nogil=True)
def cells_with_events(counts):  # type: ignore[no-untyped-def]
    """Which rows of int32 histograms hold anything."""
    held = np.zeros(counts.shape[0], np.bool_)
    for cell in range(counts.shape[0]):
        for wait in range(counts.shape[1]):
            if counts[cell, wait]:
                held[cell] = True
                break
    return held


@njit(parallel=True, cache=True, nogil=True)
def _cells_used(unit, profession, line, used):  # type: ignore[no-untyped-def]
    threads, rows = used.shape[0], max(1, unit.shape[0], profession.shape[0], line.shape[0])
    for thread in prange(threads):
        mine = used[thread]
        for row in range(rows * thread // threads, rows * (thread + 1) // threads):
            a = unit[row] if unit.shape[0] else 0
            b = profession[row] if profession.shape[0] else 0
            mine[a, b, line[row] if line.shape[0] else 0] = 1


def cells_used(codes: tuple[np.ndarray, ...], shape: tuple[int, ...]) -> np.ndarray:
    """uint8 [units, professions, lines]: which combinations occur in these rows, of which there is one at least."""
    unit, profession, line = codes
    used = np.zeros((get_num_threads(), *shape), np.uint8)
    _cells_used(unit, profession, line, used)
    found: np.ndarray = used.max(axis=0)
    return found


@njit(cache=True, nogil=True)
def add_rows(counts, rows, groups, sums):  # type: ignore[no-untyped-def]
    """Add each of the `rows` of int32 histograms to its group's sum, int64."""
    for place in range(rows.shape[0]):
        row, group = rows[place], groups[place]
        for wait in range(counts.shape[1]):
            sums[group, wait] += counts[row, wait]


@njit(cache=True, nogil=True)
def _figures_of(group, counts, limit, edges, percents, within, judged, bands, days):  # type: ignore[no-untyped-def]
    total = np.int64(0)
    for wait in range(BINS):
        total += counts[group, wait]
    judged[group] = total
    below, band, place = np.int64(0), 0, 0
    for wait in range(BINS):
        if below == total:  # longer waits there are none
            break
        while band < edges.shape[0] and wait > edges[band]:
            band += 1
        count = counts[group, wait]
        if count:
            below += count
            bands[group, band] += count
            if wait <= limit:
                within[group] = below
            while place < percents.shape[0] and below * 100 >= total * percents[place]:
                days[group, place] = wait
                place += 1


@njit(cache=True, nogil=True)
def _figures(counts, limit, edges, percents, within, judged, bands, days):  # type: ignore[no-untyped-def]
    for group in range(counts.shape[0]):
        _figures_of(group, counts, limit, edges, percents, within, judged, bands, days)


@njit(parallel=True, cache=True, nogil=True)
def _many_figures(counts, limit, edges, percents, within, judged, bands, days):  # type: ignore[no-untyped-def]
    for group in prange(counts.shape[0]):
        _figures_of(group, counts, limit, edges, percents, within, judged, bands, days)


_FEW = 2_000  # groups, a millisecond or so; waking the other threads may take longer, and does on a busy machine


def figures(
    counts: np.ndarray, limit: int, edges: tuple[int, ...], percents: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of histograms [groups, WIDTH]: within the limit, judged, bands [groups, edges + 1], percentiles (-1: none)."""
    groups = len(counts)
    within, judged = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    bands = np.zeros((groups, len(edges) + 1), np.int64)
    days = np.full((groups, len(percents)), -1, np.int32)
    told = _figures if groups <= _FEW else _many_figures
    told(counts, limit, np.array(edges, np.int64), np.array(percents, np.int64), within, judged, bands, days)
    return within, judged, bands, days
