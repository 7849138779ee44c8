"""How are tens of millions of waits counted at the speed of memory? Compiled loops over whole-day columns.

Each wait is one increment in a dense table month × cell × day. Facts lie mostly in the order of their days, so the
part of the table in use stays in the processor's cache; each thread has a table of its own, added up at the end.
"""

from __future__ import annotations

import numpy as np
from numba import get_num_threads, njit, prange

from ovi.engines.indicators.percentiles import BINS, CAP

NO_DAY = np.int32(-(2**31))  # an empty day
OUTSIDE = BINS  # the column of events that cannot be judged
WIDTH = BINS + 1


@njit(parallel=True, cache=True, nogil=True)
def _count(start, stop, codes, allowed, flag, wanted, cell_of, shape, month_of, first_day, tables, touched):  # type: ignore[no-untyped-def]
    # Places are unsigned, so that no row is asked whether they count from the end: a fifth of the time.
    threads, days, rows = tables.shape[0], month_of.shape[0], start.shape[0]
    unit, profession, line, covered, urgency, mode = codes
    some_covered, some_urgency, some_mode = allowed
    professions, lines, cells, width = shape
    for thread in prange(threads):
        table = tables[thread]
        low, high = np.int64(1 << 30), np.int64(-1)
        for number in range(rows * thread // threads, rows * (thread + 1) // threads):
            row = np.uint64(number)
            day = np.int64(stop[row]) - first_day
            if day < 0 or day >= days:  # an empty day lies before them all
                continue
            if wanted >= 0 and (flag[row >> np.uint64(3)] >> (row & np.uint64(7))) & 1 != wanted:
                continue
            met = some_covered[np.uint32(covered[row])] & some_urgency[np.uint32(urgency[row])]
            if met & some_mode[np.uint32(mode[row])] == 0:
                continue
            month = month_of[np.uint64(day)]
            place = (np.uint64(unit[row]) * professions + np.uint64(profession[row])) * lines + np.uint64(line[row])
            wait = np.uint64(OUTSIDE)
            if start[row] != NO_DAY and start[row] <= stop[row]:
                wait = np.uint64(min(stop[row] - start[row], CAP))
            table[(np.uint64(month) * cells + np.uint64(cell_of[place])) * width + wait] += 1
            low, high = min(low, np.int64(month)), max(high, np.int64(month))
        touched[thread, 0], touched[thread, 1] = low, high + 1


@njit(parallel=True, cache=True, nogil=True)
def _add(tables, touched):  # type: ignore[no-untyped-def]
    """Add the months that other threads touched to the first table."""
    for month in prange(tables.shape[1]):
        for thread in range(1, tables.shape[0]):
            if touched[thread, 0] <= month < touched[thread, 1]:
                for cell in range(tables.shape[2]):
                    for wait in range(tables.shape[3]):
                        tables[0, month, cell, wait] += tables[thread, month, cell, wait]


def histograms(
    start: np.ndarray, stop: np.ndarray, codes: tuple[np.ndarray, ...], allowed: tuple[np.ndarray, ...],
    flag: np.ndarray, wanted: int, cell_of: np.ndarray, month_of: np.ndarray, first_day: int,
) -> np.ndarray:  # fmt: skip
    """int32 [months, cells, WIDTH]: how many waited 0…399, CAP or more days, and how many cannot be judged.

    start, stop: int32 days, NO_DAY for none; codes: int32 of unit, profession, line and of three conditions;
    allowed: uint8, 1 for each code that meets its condition; flag: bits (Arrow's) that must be `wanted`, -1: whatever;
    cell_of: [units, professions, lines] → cell; month_of: month of each day from `first_day`.
    """
    months, cells = int(month_of.max()) + 1 if len(month_of) else 0, int(cell_of.max()) + 1 if cell_of.size else 0
    threads = min(get_num_threads(), max(1, len(start) // 100_000))
    tables = np.zeros((threads, months, cells, WIDTH), np.int32)
    touched = np.zeros((threads, 2), np.int64)
    if len(start):
        shape = tuple(np.uint64(size) for size in (*cell_of.shape[1:], cells, WIDTH))
        flat = tables.reshape(threads, -1)
        _count(
            start, stop, codes, allowed, flag, wanted, cell_of.reshape(-1), shape, month_of, first_day, flat, touched
        )
        if threads > 1:
            _add(tables, touched)
    first: np.ndarray = tables[0]
    return first


@njit(parallel=True, cache=True, nogil=True)
def _cells_used(unit, profession, line, used):  # type: ignore[no-untyped-def]
    threads, rows = used.shape[0], unit.shape[0]
    for thread in prange(threads):
        mine = used[thread]
        for row in range(rows * thread // threads, rows * (thread + 1) // threads):
            mine[unit[row], profession[row], line[row]] = 1


def cells_used(codes: tuple[np.ndarray, ...], shape: tuple[int, ...]) -> np.ndarray:
    """uint8 [units, professions, lines]: which combinations occur."""
    used = np.zeros((get_num_threads(), *shape), np.uint8)
    _cells_used(*codes, used)
    return used.max(axis=0)


@njit(parallel=True, cache=True, nogil=True)
def _figures(counts, limit, edges, percents, within, judged, bands, days):  # type: ignore[no-untyped-def]
    for group in prange(counts.shape[0]):
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


def figures(
    counts: np.ndarray, limit: int, edges: tuple[int, ...], percents: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of histograms [groups, WIDTH]: within the limit, judged, bands [groups, edges + 1], percentiles (-1: none)."""
    groups = len(counts)
    within, judged = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    bands = np.zeros((groups, len(edges) + 1), np.int64)
    days = np.full((groups, len(percents)), -1, np.int32)
    _figures(counts, limit, np.array(edges, np.int64), np.array(percents, np.int64), within, judged, bands, days)
    return within, judged, bands, days
