"""How continuous was the care of each client? One pass over events that lie client by client.

For each client and profession: how many visits with a known professional, how many without, the sum of squares of
visits per professional and the largest of them; COC and UPC follow (definition/sources.py, continuity).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import get_num_threads, njit, prange

from ovi.engines.indicators.persons import MILLION


@dataclass(frozen=True, slots=True)
class Continuity:
    """int64 arrays [clients, professions]."""

    visits: np.ndarray
    missing: np.ndarray
    squares: np.ndarray
    most: np.ndarray

    def coc(self) -> np.ndarray:
        """Bice–Boxerman index in millionths, cut; -1 under two visits."""
        pairs = self.visits * (self.visits - 1)
        found = (self.squares - self.visits) * MILLION // np.maximum(pairs, 1)
        return np.where(self.visits >= 2, found, -1)

    def upc(self) -> np.ndarray:
        """Share of visits with the most seen professional, in millionths, cut; -1 without visits."""
        return np.where(self.visits >= 1, self.most * MILLION // np.maximum(self.visits, 1), -1)


@njit(parallel=True, cache=True, nogil=True)
def _continuity(first, profession, professional, seen, visits, missing, squares, most):  # type: ignore[no-untyped-def]
    threads, professions = seen.shape[0], visits.shape[1]
    clients = first.shape[0] - 1
    for thread in prange(threads):
        times = seen[thread]  # how often the client of the moment saw each professional in each profession
        for client in range(clients * thread // threads, clients * (thread + 1) // threads):
            for row in range(first[client], first[client + 1]):
                kind = profession[row]
                if kind < 0:
                    continue
                if professional[row] < 0:
                    missing[client, kind] += 1
                    continue
                place = professional[row] * professions + kind
                before = times[place]
                times[place] = before + 1
                visits[client, kind] += 1
                squares[client, kind] += 2 * before + 1
                most[client, kind] = max(most[client, kind], before + 1)
            for row in range(first[client], first[client + 1]):
                if profession[row] >= 0 and professional[row] >= 0:
                    times[professional[row] * professions + profession[row]] = 0


def continuity(
    client: np.ndarray, profession: np.ndarray, professional: np.ndarray, professions: int, professionals: int
) -> Continuity:
    """The counts of each client, in the order in which clients first stand.

    client: any integers, equal ones side by side; profession: code, negative leaves the row out; professional: code,
    negative when it is not known. ValueError when the columns differ in length.
    """
    if not len(client) == len(profession) == len(professional):
        raise ValueError("the columns differ in length")
    starts = np.flatnonzero(client[1:] != client[:-1]) + 1 if len(client) else np.empty(0, np.int64)
    ends = [len(client)] if len(client) else []
    first = np.concatenate(([0], starts, ends)).astype(np.int64)
    shape = (len(first) - 1, professions)
    made = [np.zeros(shape, np.int64) for _ in range(4)]
    seen = np.zeros((get_num_threads(), professions * max(professionals, 1)), np.int32)
    if len(client):
        _continuity(first, profession, professional, seen, *made)
    return Continuity(*made)
