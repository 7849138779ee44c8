"""What do the records of one download share: code lists, areas, general descriptions, and what is noted on the way?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ovi.directory.incoming import IncomingArea, IncomingConcept, MalformedError, Reach
from ovi.exchange.importers import reading
from ovi.exchange.importers.ptv_codes import PtvCodes
from ovi.exchange.importers.reading import Row
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.foundation.tm35 import in_finland, to_degrees

_CODE = re.compile(r"/code/([A-Z]+[0-9.]*[0-9])$")
_AREA_KINDS = {
    "municipality": "municipality",
    "region": "region",
    "province": "region",
    "businesssubregion": "business_sub_region",
    "businessregions": "business_sub_region",
    "hospitaldistrict": "hospital_district",
    "hospitalregions": "hospital_district",
    "wellbeingservicecounties": "wellbeing_county",
}
CHARGES = {
    "freeofcharge": "free",
    "free": "free",
    "chargeable": "chargeable",
    "charged": "chargeable",
    "extracharge": "chargeable",
    "other": "other",
}


@dataclass(slots=True)
class Context:
    """Shared while one download is read; `areas` and `concepts` grow with every record."""

    codes: PtvCodes
    version: str = ""
    areas: dict[str, IncomingArea] = field(default_factory=dict)
    concepts: dict[str, IncomingConcept] = field(default_factory=dict)
    general: dict[str, Row] = field(default_factory=dict)
    # v12: the collections of each service, as `details` keeps them.
    collections: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)

    def code(self, uri: str) -> str:
        """The code of a URI or code of a PTV list; an unknown URI stays as it is, never guessed by its label."""
        if known := self.codes.code(uri):
            return known
        found = _CODE.search(uri)
        return found.group(1) if found else uri

    def terms(self, value: Any, where: str) -> list[str]:
        """The codes of a v11 list of classes, groups or events; ontology terms by their URI. Names are remembered."""
        found: dict[str, None] = {}
        for one in reading.rows(value, where):
            uri = reading.text(one.get("newUri") or one.get("uri") or one.get("code"), where)
            if not uri:
                raise MalformedError(f"{where} has an entry without a URI or code")
            code = self.code(uri)
            if code == uri and "/" in uri and where != "ontologyTerms" and self.codes.code(str(one.get("code"))):
                code = str(one.get("code"))
            found[code] = None
            self._remember(uri, code, one, where)
        return list(found)

    def _remember(self, uri: str, code: str, one: Row, where: str) -> None:
        if uri in self.concepts or "/" not in uri or not one.get("name"):
            return
        label = reading.by_language(one.get("name"), where, short=True)
        parent = one.get("parentUri")
        self.concepts[uri] = IncomingConcept(
            uri=uri,
            scheme=str(one.get("ontologyType") or where)[:40],
            label=label,
            code="" if code == uri else code,
            parent_uri=parent if isinstance(parent, str) else "",
            version=self.version,
        )

    def area(self, kind: str, code: str, name: Trilingual, municipalities: Iterable[str]) -> str:
        """The key of an area, which is remembered."""
        area = IncomingArea(kind, code, name, tuple(municipalities))
        self.areas[area.key] = area
        return area.key

    def reach_of(self, keys: Sequence[str]) -> Reach:
        """A limited reach: the areas and all their municipalities."""
        codes = {code for key in keys if key in self.areas for code in self.areas[key].municipalities}
        return Reach("limited", tuple(dict.fromkeys(keys)), tuple(sorted(codes)))


def area_kind(name: str) -> str:
    """Our word for PTV's type of an area; a new type keeps its name."""
    return _AREA_KINDS.get(name.lower(), name[:40])


def padded(value: Any, length: int, where: str) -> str:
    """A code with the zeros that sources drop: "1" is 001, 889 is 889."""
    found = reading.text(value, where)
    return found.zfill(length) if found.isdigit() else found


def charge(value: Any, where: str) -> str:
    """free, chargeable, other, or empty."""
    name = reading.text(value, where)
    if not name:
        return ""
    if name.lower() not in CHARGES:
        raise MalformedError(f"{where} is {name[:40]!r}; known are {', '.join(sorted(CHARGES))}")
    return CHARGES[name.lower()]


def point(northing: Any, easting: Any) -> tuple[float | None, float | None]:
    """WGS84 degrees of EPSG:3067 metres. PTV calls the northing latitude and the easting longitude (catalogue §0)."""
    metres = (_metres(northing), _metres(easting))
    if not metres[0] or not metres[1]:
        return None, None
    if abs(metres[0]) <= 180 and abs(metres[1]) <= 180:
        raise MalformedError(f"coordinates {northing}, {easting} look like degrees, not metres of EPSG:3067")
    if not in_finland(*metres):
        raise MalformedError(f"coordinates {northing}, {easting} lie outside Finland")
    latitude, longitude = to_degrees(*metres)
    return round(latitude, 7), round(longitude, 7)


def _metres(value: Any) -> float:
    if value in (None, ""):
        return 0.0
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise MalformedError(f"a coordinate is no number: {str(value)[:40]!r}") from None
    if not -1e9 < found < 1e9:
        raise MalformedError(f"a coordinate is no number: {str(value)[:40]!r}")
    return found


def listed(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Keywords by language, each once and none too long to be a word."""
    return {lang: list(dict.fromkeys(w for w in values.get(lang, ()) if 0 < len(w) <= 100)) for lang in LANGUAGES}
