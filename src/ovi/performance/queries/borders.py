"""Has the county given borders for its maps? GeoJSON of its municipalities or postal areas, in its own folder.

`municipalities.geojson` and `postal_areas.geojson` of definitions/counties/<county>: a FeatureCollection of Polygons
and MultiPolygons in degrees (WGS 84, as RFC 7946 says) or in metres of ETRS-TM35FIN. The area's code is the first of
the properties in _CODES that a feature has; its name, where there is one, `nimi`, `namn` and `name`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from ovi.design.area_map import Ring
from ovi.foundation.definitions import definitions_root
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import Trilingual
from ovi.foundation.tm35 import to_metres
from ovi.plumbing.settings import settings

FILES = {"municipality": "municipalities.geojson", "postal_area": "postal_areas.geojson"}
_DIGITS = {"municipality": 3, "postal_area": 5}
# Our own name first; then those of Statistics Finland (Paavo's postal areas name their municipality too) and of the
# National Land Survey.
_CODES = {
    "municipality": ("code", "kunta", "natcode", "NATCODE", "kuntanro"),
    "postal_area": ("code", "postinumeroalue", "posti_alue"),
}
_LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Borders:
    """Rings by code on a plane in metres, and the names that the file gives."""

    shapes: Mapping[str, tuple[Ring, ...]]
    names: Mapping[str, Trilingual]


def borders(kind: str) -> Borders | None:
    """The borders of this kind of area, None where the county gives none; a broken file is refused with its place."""
    path = definitions_root() / "counties" / settings().county / FILES[kind]
    try:
        stamp = path.stat()
    except OSError:
        return None
    if stamp.st_size > _LARGEST:
        raise _broken(path, "the whole", "is larger than 50 MB: simplify the borders, a map of the page needs 1–2 MB.")
    return _read(path, kind, stamp.st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, kind: str, _stamp: int) -> Borders:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise _broken(path, "the whole", f"is no JSON in UTF-8: {error}") from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features:
        raise _broken(path, "the whole", "is no FeatureCollection with features.")
    shapes: dict[str, tuple[Ring, ...]] = {}
    names: dict[str, Trilingual] = {}
    for number, feature in enumerate(features, 1):
        where = f"feature {number}"
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise _broken(path, where, "has no properties.")
        code = _code(path, where, kind, properties)
        shapes[code] = shapes.get(code, ()) + tuple(_rings(path, where, feature.get("geometry")))
        names[code] = Trilingual.of({
            language: str(properties[key])
            for language, key in (("fi", "nimi"), ("sv", "namn"), ("en", "name")) if properties.get(key)
        })  # fmt: skip
    return Borders(shapes, names)


def _code(path: Path, where: str, kind: str, properties: Mapping[str, Any]) -> str:
    given = next((properties[name] for name in _CODES[kind] if properties.get(name) not in (None, "")), None)
    text = str(given).zfill(_DIGITS[kind]) if isinstance(given, str | int) and not isinstance(given, bool) else ""
    if len(text) != _DIGITS[kind] or not text.isdigit():
        asked = " or ".join(_CODES[kind])
        raise _broken(path, where, f"has no code of {_DIGITS[kind]} digits in its property {asked}.")
    return text


def _rings(path: Path, where: str, geometry: Any) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(coordinates, list):
        raise _broken(path, where, "is no Polygon or MultiPolygon.")
    for polygon in [coordinates] if kind == "Polygon" else coordinates:
        for ring in polygon if isinstance(polygon, list) else [None]:
            if not isinstance(ring, list) or len(ring) < 4:
                raise _broken(path, where, "has a ring of fewer than four points.")
            yield tuple(_point(path, where, point) for point in ring)


def _point(path: Path, where: str, point: Any) -> tuple[float, float]:
    pair: list[Any] = point[:2] if isinstance(point, list) else []
    numbers = [float(one) for one in pair if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) < 2 or not all(map(isfinite, numbers)):
        raise _broken(path, where, f"has a point that is none: {str(point)[:40]}")
    x, y = numbers
    if abs(x) <= 180 and abs(y) <= 90:
        north, east = to_metres(y, x)
        return east, north
    return x, y


def _broken(path: Path, where: str, what: str) -> Refused:
    fault = Fault(f"{path.name}, {where}", what)
    message = f"{path.name} holds no borders that a map can be drawn from: {where} {what}"
    return Refused(message, code="borders.broken", faults=[fault])
