"""Which rows of outside figures can be used, and what is wrong with the others? Row by row, then all or nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ovi.directory.geography import municipality_of_postal_code
from ovi.exchange.importers.facts.fixes import LEFT_OUT, Summary, fault_kinds, write_fix_lists
from ovi.foundation.identifiers import mask_hetu
from ovi.foundation.refusals import Fault, Refused
from ovi.performance.actions import AreaReport, load_area_figures
from ovi.performance.incoming import AreaPoint, IncomingFigure, IncomingMeasure, SourceFile
from ovi.performance.states import AreaKind, WhyMissing
from ovi.plumbing.actor import Actor
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

COUNTRY = "FI"
_LARGEST = 200_000_000
_MOST_LEFT_OUT = 0.2  # of the rows of our areas: more, and something else is wrong than rows
_FEWEST = 5  # answers behind a figure, as for our own (design §5.7)
_FIRST_YEAR = 1950
_TOLD = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, for the fix list: its file, its line or number there, and what it is of."""

    file: str
    line: int
    record: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import is asked to do."""

    fixes: Path
    by: Actor
    now: datetime
    languages: Sequence[str] = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How an import went: what changed, rows judged, rows of other areas passed over, and the fix lists written."""

    report: AreaReport
    summary: Summary
    elsewhere: int
    fix_lists: list[Path] = field(default_factory=list)


class RowFault(ValueError):  # noqa: N818 - a finding about a row, caught where rows are read
    """A row cannot be used: a code of definitions/codes/fix_list.yaml, the column and its value."""

    def __init__(self, code: str, column: str, value: object) -> None:
        super().__init__(code)
        self.code, self.column, self.value = code, column, value


class Judge:
    """Takes rows one by one, keeps those that can be used, and remembers what is wrong with the rest."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.rows, self.elsewhere = plan, 0, 0
        self.figures: dict[str, dict[AreaPoint, IncomingFigure]] = {}
        self._places: dict[tuple[str, AreaPoint], Place] = {}
        self._conflicts: set[tuple[str, AreaPoint]] = set()
        self._faults: list[tuple[Place, RowFault]] = []

    def take(self, place: Place, measure: str, point: AreaPoint, figure: IncomingFigure, *, twin: bool = False) -> None:
        """A row that reads well. `twin`: the source has one area under two ids, so that the same again is no fault."""
        self.rows += 1
        if not _FIRST_YEAR <= point.year <= self.plan.now.year + 1:
            self.fault(place, RowFault("impossible_year", "year", point.year), counted=True)
            return
        if figure.n is not None and figure.n < _FEWEST:
            self.fault(place, RowFault("area_too_few", "n", figure.n), counted=True)
            figure = IncomingFigure(None, None, WhyMissing.TOO_FEW)
        known, key = self.figures.setdefault(measure, {}), (measure, point)
        if key in self._conflicts or (point in known and known[point] != figure):
            self._conflict(key, place)
        elif point in known:
            if not twin:
                self.fault(place, RowFault("duplicate_same", "", None), counted=True)
        else:
            known[point], self._places[key] = figure, place

    def _conflict(self, key: tuple[str, AreaPoint], place: Place) -> None:
        """Nothing tells which of them is right: neither is taken."""
        if key not in self._conflicts:
            self._conflicts.add(key)
            del self.figures[key[0]][key[1]]
            self.fault(self._places[key], RowFault("duplicate_differs", "", None), counted=True)
        self.fault(place, RowFault("duplicate_differs", "", None), counted=True)

    def fault(self, place: Place, fault: RowFault, *, counted: bool = False) -> None:
        """A row that cannot be used as it is; `counted`: it has been counted among the rows already."""
        self.rows += not counted
        self._faults.append((place, fault))

    def pass_over(self) -> None:
        """A row of an area that is none of ours."""
        self.elsewhere += 1

    def load(self, measures: Sequence[IncomingMeasure], files: Sequence[SourceFile], source: str) -> Loaded:
        """The fix list first, so that a refused file can be mended; then all of it in one transaction, or nothing."""
        summary = self._summary()
        lists = self._fix_lists(summary, source) if self._faults else []
        told = [
            Fault(
                f"{place.file}, {place.line}", f"{fault.code}: {fault.column} {_shown(fault.value) or ''}".strip(": ")
            )
            for place, fault in self._faults[:_TOLD]
        ]
        if not any(self.figures.values()):
            message = "The files hold no figure of this county's areas. Nothing was changed."
            raise Refused(message, code="area.nothing", faults=told)
        if summary.left_out > summary.rows * _MOST_LEFT_OUT:
            share = f"{summary.left_out} of {summary.rows} rows cannot be used, over {_MOST_LEFT_OUT:.0%}"
            message = f"{share}. Nothing was changed. What to mend: {lists[1] if len(lists) > 1 else lists}"
            raise Refused(message, code="area.ruin", faults=told)
        used = [one for one in measures if self.figures.get(one.key)]
        report = load_area_figures(
            measures=used, figures=self.figures, files=files, by=self.plan.by, now=self.plan.now
        )  # fmt: skip
        return Loaded(report, summary, self.elsewhere, lists)

    def _summary(self) -> Summary:
        by_fault = Counter(fault.code for _, fault in self._faults)
        effects = {code: fault_kinds()[code].effect for code in by_fault}
        left_out = sum(count for code, count in by_fault.items() if effects[code] == LEFT_OUT)
        return Summary(self.rows, left_out, len(self._faults) - left_out, dict(by_fault))

    def _fix_lists(self, summary: Summary, source: str) -> list[Path]:
        names = ("unit", "file", "line", "record", "named", "value", "code")
        rows = [
            (None, place.file, place.line, place.record, fault.column, _shown(fault.value), fault.code)
            for place, fault in self._faults
        ]
        kinds = [pa.int64() if name == "line" else pa.string() for name in names]
        columns = [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds, strict=True)]
        with duckdb.connect() as connection:
            found = connection.from_arrow(pa.table(columns, names=names))
            head = {"source": source, "files": sorted({place.file for place, _ in self._faults})}
            return write_fix_lists(self.plan.fixes, found, summary, self.plan.languages, head)


def _shown(value: object) -> str | None:
    return None if value is None else mask_hetu(str(value))[:80]


@lru_cache(maxsize=1)
def _finnish_municipalities() -> frozenset[str]:
    return frozenset(municipality_of_postal_code().values())


def ours(kind: AreaKind, code: str) -> bool:
    """Is the area of our county, or all of Finland? RowFault for a code that there is not."""
    here = county(settings().county)
    if kind is AreaKind.MUNICIPALITY:
        known, inside = code in _finnish_municipalities() or code in here.municipalities, code in here.municipalities
    elif kind is AreaKind.POSTAL_AREA:
        found = municipality_of_postal_code().get(code)
        known, inside = found is not None, found in here.municipalities
    elif kind is AreaKind.COUNTY:
        known, inside = len(code) == 2 and code.isdigit(), code == here.code
    else:
        known, inside = code == COUNTRY, True
    if not known:
        raise RowFault("area_unknown", "area", code)
    return inside


def number(value: Any, column: str) -> float:
    """A finite number; a text of digits with a point or comma is one too."""
    try:
        if isinstance(value, str):
            bare = value.replace("\N{NO-BREAK SPACE}", "").replace(" ", "").replace(",", ".")
            found = float(bare) if bare[:1] in "-0123456789." else float("nan")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found = float(value)
        else:
            raise RowFault("figure_unreadable", column, value)
    except (ValueError, OverflowError):
        found = float("nan")
    if not isfinite(found):
        raise RowFault("figure_unreadable", column, value)
    return found


def whole(value: Any, column: str, code: str) -> int:
    """A whole number, else RowFault of that code."""
    try:
        found = number(value, column)
    except RowFault:
        raise RowFault(code, column, value) from None
    if not found.is_integer() or abs(found) > 1e9:
        raise RowFault(code, column, value)
    return int(found)


def read_bytes(path: Path) -> tuple[bytes, SourceFile]:
    """The file and what is kept of it; refused when it is not there or too large."""
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(f"{path.name} is larger than {_LARGEST // 1_000_000} MB. Split it.", code="area.too_large")
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.", code="area.no_file") from error
    return data, SourceFile(mask_hetu(path.name)[:200], hashlib.sha256(data).hexdigest())


def require_no_persons(name: str, lines: Iterable[str]) -> None:
    """Outside figures are aggregates: a file with a personal identity code in it is not read at all."""
    for line_number, line in enumerate(lines, 1):
        if mask_hetu(line) != line:
            what = "holds what looks like a personal identity code."
            message = f"{name}, line {line_number} {what} Only figures of areas may be loaded: take the persons out."
            raise Refused(message, code="area.persons", faults=[Fault(f"{name}, line {line_number}", what)])
