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
def _count(start, stop, keep, unit, profession, line, cell_of, month_of, first_day, tables, touched):  # type: ignore[no-untyped-def]
    threads = tables.shape[0]
    professions, lines, days = cell_of.shape[1], cell_of.shape[2], month_of.shape[0]
    rows = start.shape[0]
    for thread in prange(threads):
        table = tables[thread]
        low, high = np.int64(1 << 30), np.int64(-1)
        for row in range(rows * thread // threads, rows * (thread + 1) // threads):
            if keep[row] == 0 or stop[row] == NO_DAY:
                continue
            day = np.int64(stop[row]) - first_day
            if day < 0 or day >= days:
                continue
            month = month_of[day]
            cell = cell_of[unit[row], profession[row], line[row]]
            waited = np.int64(stop[row]) - np.int64(start[row])
            wait = min(waited, np.int64(CAP))
            if start[row] == NO_DAY or waited < 0:
                wait = np.int64(OUTSIDE)
            table[month, cell, wait] += 1
            low, high = min(low, np.int64(month)), max(high, np.int64(month))
        touched[thread, 0], touched[thread, 1] = low, high + 1
    return professions + lines


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
    start: np.ndarray,
    stop: np.ndarray,
    keep: np.ndarray,
    codes: tuple[np.ndarray, np.ndarray, np.ndarray],
    cell_of: np.ndarray,
    month_of: np.ndarray,
    first_day: int,
) -> np.ndarray:
    """int32 [months, cells, WIDTH]: how many waited 0…399, CAP or more days, and how many cannot be judged.

    start, stop: int32 days, NO_DAY for none; keep: uint8, 0 leaves the row out; codes: unit, profession, line as
    whole numbers; cell_of: [units, professions, lines] → cell; month_of: month of each day from `first_day`.
    """
    months, cells = int(month_of.max()) + 1 if len(month_of) else 0, int(cell_of.max()) + 1 if cell_of.size else 0
    threads = min(get_num_threads(), max(1, len(start) // 100_000))
    tables = np.zeros((threads, months, cells, WIDTH), np.int32)
    touched = np.zeros((threads, 2), np.int64)
    if len(start):
        _count(start, stop, keep, *codes, cell_of, month_of, first_day, tables, touched)
        if threads > 1:
            _add(tables, touched)
    first: np.ndarray = tables[0]
    return first


@njit(cache=True, nogil=True)
def _cells_used(unit, profession, line, used):  # type: ignore[no-untyped-def]
    for row in range(unit.shape[0]):
        used[unit[row], profession[row], line[row]] = 1


def cells_used(codes: tuple[np.ndarray, np.ndarray, np.ndarray], shape: tuple[int, int, int]) -> np.ndarray:
    """uint8 [units, professions, lines]: which combinations occur."""
    used = np.zeros(shape, np.uint8)
    _cells_used(*codes, used)
    return used


@njit(parallel=True, cache=True, nogil=True)
def _figures(counts, limit, edges, percents, within, judged, bands, days):  # type: ignore[no-untyped-def]
    for group in prange(counts.shape[0]):
        total = np.int64(0)
        for wait in range(BINS):
            total += counts[group, wait]
        judged[group] = total
        below, band, place = np.int64(0), 0, 0
        for wait in range(BINS):
            if band < edges.shape[0] and wait > edges[band]:
                band += 1
            count = counts[group, wait]
            if count:
                below += count
                bands[group, band] += count
                while place < percents.shape[0] and below * 100 >= total * percents[place]:
                    days[group, place] = wait
                    place += 1
            if wait == limit:
                within[group] = below


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
