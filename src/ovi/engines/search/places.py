"""How far from a person is each document, and which are open at an instant? Arrays over all documents of an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, floor, radians

import numpy as np
from numpy.typing import NDArray

from ovi.engines.search.model import Document

_KM_A_DEGREE = 111.0  # a little short of any degree of latitude, so a circle's squares are rather too many
_EARTH_KM = 6371.0088  # mean radius; a sphere errs by 0.3 % in Finland, less than a road does


@dataclass(frozen=True, slots=True)
class Near:
    """Where a person is, in degrees WGS84; nothing farther than `within_km`; the nearest first instead of the best."""

    latitude: float
    longitude: float
    within_km: float | None = None
    nearest_first: bool = False


_CELL_LATITUDE, _CELL_LONGITUDE = 0.2, 0.4  # degrees: about 22 km by 22 km in the middle of Finland
_MOST_CELLS = 150  # a wider circle is narrowed afterwards only


def cell(latitude: float, longitude: float) -> str:
    """The name of the square of the map that a point lies in."""
    return f"{floor(latitude / _CELL_LATITUDE)}:{floor(longitude / _CELL_LONGITUDE)}"


def cells_within(near: Near) -> list[str]:
    """The squares that a person's circle touches; none where it is unbounded or too wide to be worth it."""
    if near.within_km is None:
        return []
    tall = near.within_km / _KM_A_DEGREE
    wide = tall / max(0.05, cos(radians(min(89.0, abs(near.latitude) + tall))))
    south, north = (floor((near.latitude + way * tall) / _CELL_LATITUDE) for way in (-1, 1))
    west, east = (floor((near.longitude + way * wide) / _CELL_LONGITUDE) for way in (-1, 1))
    if (north - south + 1) * (east - west + 1) > _MOST_CELLS:
        return []
    return [f"{row}:{column}" for row in range(south, north + 1) for column in range(west, east + 1)]


class Places:
    """The places of all documents: great-circle distance to the nearest place of each."""

    def __init__(self, documents: Sequence[Document]) -> None:
        points = [(number, *point) for number, one in enumerate(documents) for point in one.points]
        self._count = len(documents)
        self._of = np.array([number for number, _, _ in points], dtype=np.int64)
        self._at = _unit_vectors(np.array([(lat, lon) for _, lat, lon in points], dtype=np.float64).reshape(-1, 2))

    def distances_km(self, latitude: float, longitude: float) -> NDArray[np.float64]:
        """For each document its nearest place's distance; infinite for one without a place."""
        here = _unit_vectors(np.array([(latitude, longitude)], dtype=np.float64))[0]
        apart = self._at - here
        chord = np.sqrt(np.einsum("ij,ij->i", apart, apart))  # unlike the arc cosine exact for near places too
        nearest = np.full(self._count, np.inf)
        np.minimum.at(nearest, self._of, 2 * _EARTH_KM * np.arcsin(np.clip(chord / 2, 0, 1)))
        return nearest


_NO_TOWN = -1  # of hours that are tied to no town; a town that nobody has hours in finds only these


class OpenTimes:
    """The times at which each document is open; a mask is made once a minute for each town asked of."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._towns = {town: code for code, town in enumerate(sorted({t for one in documents for t in one.open_in}))}
        spans = [
            (number, town, *span)
            for number, one in enumerate(documents)
            for town, kept in [(_NO_TOWN, one.open), *((self._towns[name], s) for name, s in one.open_in.items())]
            for span in kept
        ]
        table = np.array(spans, dtype=np.int64).reshape(-1, 4)
        self._count = len(documents)
        self._of, self._town, self._start, self._end = table.T
        self._held: tuple[int, dict[str, NDArray[np.bool_]]] = (-1, {})

    def open_at(self, instant: datetime, town: str = "") -> NDArray[np.bool_]:
        """Whether each document is open: there, or by hours that are tied to no town; without a town, anywhere."""
        minute = epoch_minute(instant)
        held = self._held
        if held[0] != minute:
            self._held = held = (minute, {})  # one assignment: threads see the old pair or the new one
        known = town if town in self._towns else "?" if town else ""  # towns come from addresses: hold no more of them
        if known not in held[1]:
            held[1][known] = self._mask(minute, town)
        return held[1][known]

    def _mask(self, minute: int, town: str) -> NDArray[np.bool_]:
        now = (self._start <= minute) & (minute < self._end)
        if town:
            now &= (self._town == _NO_TOWN) | (self._town == self._towns.get(town, _NO_TOWN))
        mask = np.zeros(self._count, dtype=bool)
        mask[self._of[now]] = True
        return mask


def epoch_minute(instant: datetime) -> int:
    """The minute since 1970 UTC of an aware instant; ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return int(instant.timestamp() // 60)


def _unit_vectors(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    lat, lon = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
