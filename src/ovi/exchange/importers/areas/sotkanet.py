"""How do figures of Sotkanet come in? From files of its interface: descriptions of measures, regions, and rows.

The JSON of https://sotkanet.fi/rest/1.1: `indicators/{id}` (one object, or a list of them), `regions`, and `json`
(flat rows of indicator, region, year, gender, value). Which file is which is seen from what is in it. Ids only join the
files to each other: titles are taken from the files as they are now, and `region` is Sotkanet's own number of an area,
whose code and title the regions tell. Counties were renumbered, so a county is known by its title, never by number or
code. Figures: THL, Sotkanet, CC BY 4.0.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ovi.directory.incoming import MalformedError
from ovi.exchange.importers.areas.judging import (
    COUNTRY,
    Judge,
    Loaded,
    Place,
    Plan,
    RowFault,
    number,
    read_bytes,
    require_no_persons,
    whole,
)
from ovi.exchange.importers.ptv_text import BrokenRichTextError, plain
from ovi.exchange.importers.reading import kind as kind_of
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.performance.incoming import AreaPoint, IncomingFigure, IncomingMeasure, SourceFile
from ovi.performance.states import AreaKind, Quality, Sex, WhyMissing
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

SOURCE = "THL, Sotkanet"
LICENCE = "CC BY 4.0"
_COUNTRY_TITLE = "koko maa"
_OUR_MUNICIPALITY, _OUR_COUNTY = "KUNTA", "HYVINVOINTIALUE"


@dataclass(slots=True)
class _Files:
    """What the files hold: measures and areas by Sotkanet's id, and the rows with their places."""

    measures: dict[str, IncomingMeasure] = field(default_factory=dict)
    regions: dict[int, tuple[AreaKind, str] | None] = field(default_factory=dict)
    rows: list[tuple[Place, Mapping[str, Any]]] = field(default_factory=list)
    read: list[SourceFile] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


def import_sotkanet(paths: Sequence[Path], quality: Quality, plan: Plan) -> Loaded:
    """The rows of our areas, joined to titles and areas of the same files, in one transaction or not at all."""
    files = _Files()
    for path in paths:
        _read(path, quality, files)
    lacking = [what for what in ("descriptions of measures", "regions", "rows of figures") if what not in files.kinds]
    if lacking:
        message = f"The files hold no {' and no '.join(lacking)}. Give all three together: titles are never guessed."
        raise Refused(message, code="area.incomplete", faults=[Fault("files", f"no {one}") for one in lacking])
    judge, twins = Judge(plan), _twins(files)
    for place, row in files.rows:
        try:
            found = _judged(row, files)
        except RowFault as fault:
            judge.fault(place, fault)
            continue
        if found is None:
            judge.pass_over()
        else:
            judge.take(place, *found, twin=(found[1].kind, found[1].code) in twins)
    return judge.load(list(files.measures.values()), files.read, SOURCE)


def _twins(files: _Files) -> set[tuple[AreaKind, str]]:
    """Areas that stand in the regions under two numbers, as the counties do since they were renumbered."""
    return {area for area, times in Counter(files.regions.values()).items() if area is not None and times > 1}


def _read(path: Path, quality: Quality, files: _Files) -> None:
    data, told = read_bytes(path)
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text)
    except UnicodeDecodeError as error:
        raise _unreadable(
            told.name, f"is not UTF-8 (byte {error.start}). Save it again as the interface gave it."
        ) from None
    except (ValueError, RecursionError) as error:
        raise _unreadable(told.name, f"is no whole JSON ({error}). Fetch it again.") from None
    require_no_persons(told.name, text.splitlines())
    files.read.append(told)
    items = found if isinstance(found, list) else [found]
    if not items or not all(isinstance(one, Mapping) for one in items):
        raise _unreadable(told.name, "holds no list of objects.")
    if all("category" in one and "title" in one for one in items):
        files.kinds.add("regions")
        for place, one in enumerate(items, 1):
            _region(one, f"{told.name}, item {place}", files)
    elif all("title" in one for one in items):
        files.kinds.add("descriptions of measures")
        for place, one in enumerate(items, 1):
            _describe(one, f"{told.name}, item {place}", quality, files)
    elif any("indicator" in one for one in items):
        files.kinds.add("rows of figures")
        files.rows += [
            (Place(told.name, place, str(one.get("indicator", ""))[:40]), one) for place, one in enumerate(items, 1)
        ]
    else:
        raise _unreadable(told.name, "holds neither descriptions of measures, regions, nor rows of figures.")


def _unreadable(where: str, what: str) -> Refused:
    return Refused(f"{where} {what} Nothing was changed.", code="area.unreadable", faults=[Fault(where, what)])


def _number_of(one: Mapping[str, Any], name: str, where: str) -> int:
    found = one.get(name)
    if isinstance(found, str) and found.isdigit():
        found = int(found)
    if not isinstance(found, int) or isinstance(found, bool):
        raise _unreadable(where, f"has no number as its {name}.")
    return found


def _texts(value: Any, where: str) -> Trilingual:
    """The texts by language, as plain text; other languages are not ours to show."""
    if value is None:
        return Trilingual()
    if not isinstance(value, Mapping):
        raise _unreadable(where, f"is {kind_of(value)}, not texts by language.")
    found: dict[str, str] = {}
    for language in LANGUAGES:
        said = value.get(language)
        if said is not None and not isinstance(said, str):
            raise _unreadable(where, f"is {kind_of(said)} in {language}, not text.")
        try:
            found[language] = plain(said or "").strip()
        except (BrokenRichTextError, MalformedError) as error:
            raise _unreadable(where, f"cannot be read in {language} ({error}).") from error
    return Trilingual.of(found)


def _describe(one: Mapping[str, Any], where: str, quality: Quality, files: _Files) -> None:
    key, title = str(_number_of(one, "id", where)), _texts(one.get("title"), f"{where}: title")
    if not title.in_("fi"):
        raise _unreadable(where, "has no title.")
    shown = one.get("primaryValueType")
    unit = _texts(shown.get("title"), f"{where}: unit") if isinstance(shown, Mapping) else Trilingual()
    about = _texts(one.get("description"), f"{where}: description")
    measure = IncomingMeasure(
        source=SOURCE, key=key, quality=quality, title=_cut(title, 400), unit=_cut(unit, 120),
        about={lang: text for lang in LANGUAGES if (text := getattr(about, lang))}, licence=LICENCE,
        updated_on=_day(one.get("data-updated"), where),
    )  # fmt: skip
    if files.measures.setdefault(key, measure) != measure:
        raise _unreadable(where, f"describes measure {key} otherwise than another of the files.")


def _cut(text: Trilingual, length: int) -> Trilingual:
    """On one line, no longer than that."""
    return Trilingual(*(" ".join(getattr(text, lang).split())[:length] for lang in LANGUAGES))


def _day(value: Any, where: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise _unreadable(where, f"has no day as data-updated: {str(value)[:40]}") from None


def _region(one: Mapping[str, Any], where: str, files: _Files) -> None:
    """None: an area that is none of ours."""
    region, title = _number_of(one, "id", where), _texts(one.get("title"), f"{where}: title").fi.casefold()
    code, here = str(one.get("code") or ""), county(settings().county)
    found: tuple[AreaKind, str] | None = None
    if one.get("category") == _OUR_MUNICIPALITY and code.zfill(3) in here.municipalities:
        found = (AreaKind.MUNICIPALITY, code.zfill(3))
    elif one.get("category") == _OUR_COUNTY and title in (here.name.fi.casefold(), here.short_name.fi.casefold()):
        found = (AreaKind.COUNTY, here.code)
    elif one.get("category") == "MAA" and title == _COUNTRY_TITLE:
        found = (AreaKind.COUNTRY, COUNTRY)
    files.regions[region] = found


def _judged(row: Mapping[str, Any], files: _Files) -> tuple[str, AreaPoint, IncomingFigure] | None:
    """The row as a figure; None where it is of an area that is not ours."""
    region = whole(row.get("region"), "region", "area_unknown")
    if region not in files.regions:
        raise RowFault("area_unknown", "region", region)
    area = files.regions[region]
    if area is None:
        return None
    measure = str(whole(row.get("indicator"), "indicator", "measure_unknown"))
    if measure not in files.measures:
        raise RowFault("measure_unknown", "indicator", measure)
    if (sex := row.get("gender")) not in tuple(Sex):
        raise RowFault("sex_unknown", "gender", sex)
    point = AreaPoint(*area, whole(row.get("year"), "year", "impossible_year"), Sex(sex))
    if row.get("value") in (None, ""):
        return measure, point, IncomingFigure(None, None, WhyMissing.NOT_GIVEN)
    return measure, point, IncomingFigure(number(row["value"], "value"))
