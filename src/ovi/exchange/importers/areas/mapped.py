"""How does any CSV of figures by area come in? By a mapping file that says which column is what."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ovi.exchange.importers.areas.judging import (
    Judge,
    Loaded,
    Place,
    Plan,
    RowFault,
    number,
    ours,
    read_bytes,
    require_no_persons,
    whole,
)
from ovi.exchange.importers.facts.encodings import text_form
from ovi.foundation.definitions import read_model
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import Trilingual
from ovi.performance.incoming import AreaPoint, IncomingFigure, IncomingMeasure
from ovi.performance.states import AreaKind, Quality, Sex, WhyMissing

_DIGITS = {AreaKind.MUNICIPALITY: 3, AreaKind.COUNTY: 2, AreaKind.POSTAL_AREA: 5, AreaKind.COUNTRY: 2}
Row = Mapping[str, str]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Part):
    """A text in one to three languages."""

    fi: str = Field(default="", max_length=400)
    sv: str = Field(default="", max_length=400)
    en: str = Field(default="", max_length=400)

    def trilingual(self) -> Trilingual:
        return Trilingual(self.fi, self.sv, self.en)


class _Column(_Part):
    """A column of the file (`from`), or the same value in every row."""

    from_: str | None = Field(default=None, alias="from")
    value: str | int | None = None
    codes: dict[str, str] = {}

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.from_ is None) == (self.value is None):
            raise ValueError("give either from: (a column of the file) or value: (the same in every row)")
        return self

    def of(self, row: Row) -> str:
        given = row[self.from_].strip() if self.from_ else str(self.value)
        return self.codes.get(given, given)


class _Area(_Column):
    """Of which area a row is."""

    kind: AreaKind


class MappedMeasure(_Part):
    """One measure: its column of values, its title, and, where rows hold several measures, which rows are its own."""

    id: str = Field(default="", max_length=80)
    value: str
    title: _Text | None = None
    title_from: str = ""
    unit: _Text = _Text()
    about: _Text = _Text()
    where: dict[str, str] = {}

    @model_validator(mode="after")
    def _has_a_title(self) -> Self:
        if (self.title is None) == (self.title_from == ""):
            raise ValueError("give either title: (by language) or title_from: (a column of the file)")
        if self.title is not None and not self.title.trilingual().in_("fi"):
            raise ValueError("title is empty in every language")
        return self

    @property
    def key(self) -> str:
        """The source's own id: told, else the rows' own code, else the column's name."""
        return (self.id or "/".join(self.where.values()) or self.value)[:80]


class AreaMapping(_Part):
    """A mapping file."""

    area_figures: Literal[1]
    source: str = Field(min_length=1, max_length=120)
    licence: str = Field(default="", max_length=200)
    quality: Quality
    area: _Area
    year: _Column
    sex: _Column | None = None
    n: _Column | None = None
    missing: tuple[str, ...] = ("", "-", "–", ".", "..", "...")
    measures: tuple[MappedMeasure, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_measure_once(self) -> Self:
        keys = [one.key for one in self.measures]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"two measures have the id {', '.join(twice)}: give each an id of its own")
        return self

    def columns(self) -> dict[str, None]:
        """The columns of the file that it names, in order."""
        told = [self.area.from_, self.year.from_, self.sex and self.sex.from_, self.n and self.n.from_]
        for one in self.measures:
            told += [one.value, one.title_from, *one.where]
        return dict.fromkeys(name for name in told if name)


def read_mapping(path: Path) -> AreaMapping:
    """The mapping, checked; Refused with every fault and its place."""
    return read_model(path, AreaMapping, what="no mapping of outside figures", code="area.invalid_mapping")


def import_area_figures(path: Path, mapping_file: Path, plan: Plan) -> Loaded:
    """The figures of our areas in the file. One transaction, or a fix list and nothing."""
    mapping = read_mapping(mapping_file)
    data, told = read_bytes(path)
    form = text_form(path)
    if missing := [name for name in mapping.columns() if name not in form.header]:
        has = ", ".join(form.header)[:400]
        faults = [Fault(f"{told.name}, column {name}", f"is missing; the file has: {has}") for name in missing]
        message = f"{told.name} does not fit {mapping_file.name}: it lacks {', '.join(missing)}."
        raise Refused(message, code="area.mapping_misfits", faults=faults)
    text = data.decode("utf-8-sig" if form.encoding == "utf-8" else form.encoding)
    require_no_persons(told.name, text.splitlines())
    judge, titles = Judge(plan), dict[str, Trilingual]()
    for line, row in _rows(text, form.separator, told.name, judge):
        _take(row, Place(told.name, line), mapping, judge, titles)
    return judge.load([_measure(one, mapping, titles) for one in mapping.measures], [told], mapping.source)


def _rows(text: str, separator: str, name: str, judge: Judge) -> Iterator[tuple[int, Row]]:
    """Rows with the number of their last line; one of another length is a fault, for its cells may have slipped."""
    reader = csv.reader(StringIO(text), delimiter=separator, strict=True)
    try:
        header = [one.strip() for one in next(reader)]
        for cells in reader:
            if len(cells) == len(header):
                yield reader.line_num, dict(zip(header, cells, strict=True))
            elif any(cells):
                judge.fault(Place(name, reader.line_num), RowFault("broken_line", "", None))
    except csv.Error as error:
        what = f"line {reader.line_num} cannot be read ({error}): is a quotation mark left open?"
        raise Refused(f"{name}, {what}", code="area.unreadable", faults=[Fault(name, what)]) from error


def _take(row: Row, place: Place, mapping: AreaMapping, judge: Judge, titles: dict[str, Trilingual]) -> None:
    """Every measure that the row holds, to the judge."""
    own = [one for one in mapping.measures if all(row[name].strip() == value for name, value in one.where.items())]
    if not own:
        judge.fault(place, RowFault("measure_unknown", ", ".join({n for m in mapping.measures for n in m.where}), None))
    for one in own:
        at = Place(place.file, place.line, one.key)
        try:
            point = _point(row, mapping)
            if point is None:
                judge.pass_over()
                continue
            if one.title_from:
                _title(row[one.title_from], one, titles)
            judge.take(at, one.key, point, _figure(row, one, mapping))
        except RowFault as fault:
            judge.fault(at, fault)


def _point(row: Row, mapping: AreaMapping) -> AreaPoint | None:
    kind = mapping.area.kind
    code = mapping.area.of(row)
    code = code.zfill(_DIGITS[kind]) if code.isdigit() else code
    if not ours(kind, code):
        return None
    year = whole(mapping.year.of(row), mapping.year.from_ or "year", "impossible_year")
    sex = mapping.sex.of(row) if mapping.sex else Sex.TOTAL.value
    if sex not in tuple(Sex):
        raise RowFault("sex_unknown", (mapping.sex and mapping.sex.from_) or "sex", sex)
    return AreaPoint(kind, code, year, Sex(sex))


def _figure(row: Row, one: MappedMeasure, mapping: AreaMapping) -> IncomingFigure:
    given, n = row[one.value].strip(), mapping.n.of(row) if mapping.n else ""
    answers = None if n in mapping.missing else whole(n, (mapping.n and mapping.n.from_) or "n", "figure_unreadable")
    if answers is not None and answers < 0:
        raise RowFault("figure_unreadable", (mapping.n and mapping.n.from_) or "n", n)
    if given in mapping.missing:
        return IncomingFigure(None, None, WhyMissing.NOT_GIVEN)
    return IncomingFigure(number(given, one.value), answers)


def _title(given: str, one: MappedMeasure, titles: dict[str, Trilingual]) -> None:
    """The title that stands in the rows, which must be the same in all of them."""
    text = " ".join(given.split())[:400]
    if not text or titles.setdefault(one.key, Trilingual(fi=text)).fi != text:
        raise RowFault("measure_unknown", one.title_from, given)


def _measure(one: MappedMeasure, mapping: AreaMapping, titles: Mapping[str, Trilingual]) -> IncomingMeasure:
    title = one.title.trilingual() if one.title else titles.get(one.key, Trilingual(fi=one.key))
    about = {language: text for language, text in one.about.model_dump().items() if text}
    return IncomingMeasure(
        source=mapping.source, key=one.key, title=title, quality=mapping.quality,
        unit=Trilingual(one.unit.fi[:120], one.unit.sv[:120], one.unit.en[:120]), about=about, licence=mapping.licence,
    )  # fmt: skip
