"""Can the law files be read, and if not, what is wrong on which line? Loads them once per change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from ovi.foundation.definitions import content_hash, definitions_root, served_county
from ovi.foundation.refusals import Fault, Refused
from ovi.law.choices import Choices, ChoicesFile
from ovi.law.counties import counties_in, read_school_year, read_targets
from ovi.law.reading import Lines, read_checked, refused
from ovi.law.rules import ActFile, Law, Row, Rule
from ovi.law.targets import Target, late_targets

CHOICES, SCHOOL_YEAR, TARGETS = "choices.yaml", "school_year.yaml", "targets.yaml"
Stamps = tuple[tuple[Path, int, int], ...]


def load_law(root: Path | None = None, *, county: str | None = None) -> Law:
    """The law in `root`/law (default: the installed definitions); Refused lists every fault as file:line.

    With the school days of `county` (default: the one this installation serves), where that county has given
    them. Read again only when a file there was added, removed or changed.
    """
    base = root or definitions_root()
    return _load(base / "law", _stamps((base / "law").glob("*.yaml")), _stamps([_home(base, county) / SCHOOL_YEAR]))


def load_targets(root: Path | None = None, *, county: str | None = None) -> tuple[Target, ...]:
    """The stricter goals of a county beside the law; none where it has set none. Arguments and refusals as above."""
    base = root or definitions_root()
    found = _stamps([_home(base, county) / TARGETS])
    return _targets(found, _Same(load_law(base, county=county))) if found else ()


def check(root: Path | None = None) -> tuple[Fault, ...]:
    """Everything wrong with the law files and the counties' targets and school years (`ovi law check`)."""
    base = root or definitions_root()
    try:
        load_law(base, county="-")  # no county's school year: those are checked one by one below
    except Refused as wrong:
        return wrong.faults or (Fault("law", wrong.message),)
    faults: list[Fault] = []
    for county in counties_in(base):
        try:
            load_law(base, county=county)
            load_targets(base, county=county)
        except Refused as wrong:
            faults += wrong.faults or [Fault(county, wrong.message)]
    return tuple(faults)


def _home(base: Path, county: str | None) -> Path:
    return base / "counties" / (county or served_county())


def _stamps(paths: Iterable[Path]) -> Stamps:
    stamps = ((path, path.stat()) for path in sorted(paths) if path.is_file())
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stamps)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A law as a key of the cache, by identity: to compare two laws row by row would cost more than to read them."""

    law: Law

    def __hash__(self) -> int:
        return id(self.law)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.law is self.law


@lru_cache(maxsize=8)
def _targets(stamps: Stamps, same: _Same) -> tuple[Target, ...]:
    path = stamps[0][0]
    targets, lines = read_targets(path)
    faults = [Fault(f"{path}:{lines['targets', index]}", what) for index, what in late_targets(targets, same.law)]
    if faults:
        raise refused(faults)
    return targets


@lru_cache(maxsize=8)
def _load(folder: Path, stamps: Stamps, school: Stamps) -> Law:
    acts = [path for path, *_ in stamps if path.name != CHOICES]
    if not acts:
        raise Refused(f"No law files (*.yaml) were found in {folder}.", code="law.missing")
    rules: list[Rule] = []
    faults: list[Fault] = []
    homes: dict[str, Path] = {}
    choices = Choices()
    if len(acts) < len(stamps):
        choices = read_checked(folder / CHOICES, ChoicesFile)[0].choices()
    for path in acts:
        try:
            found = _read_act(path, choices)
        except Refused as wrong:
            faults += wrong.faults or [Fault(str(path), wrong.message)]
            continue
        for rule in found:
            if rule.id in homes:
                faults.append(Fault(str(path), f"{rule.id} already stands in {homes[rule.id].name}"))
            homes[rule.id] = path
        rules += found
    if faults:
        raise refused(faults)
    return Law(tuple(rules), choices, read_school_year(school[0][0]) if school else None)


def _read_act(path: Path, choices: Choices) -> list[Rule]:
    """The rules of one file, or Refused with all its faults."""
    act_file, lines = read_checked(path, ActFile)
    if faults := _clashes(path, lines, act_file.rules):
        raise refused(faults)
    version = content_hash(path)
    order = list(dict.fromkeys(row.id for row in act_file.rules))
    rows = [row.model_copy(update={"scope": row.scope.settled(choices)}) for row in act_file.rules]
    rows.sort(key=lambda row: (order.index(row.id), row.valid_from))
    return [
        Rule(rule_id, act_file.act, tuple(dated), version, act_file.next_review)
        for rule_id, dated in groupby(rows, key=lambda row: row.id)
    ]


def _clashes(path: Path, lines: Lines, rows: tuple[Row, ...]) -> list[Fault]:
    """Rows of one rule id that are in force on the same day, and days between them without a reason."""
    applied = [(index, row) for index, row in enumerate(rows) if row.never_in_force is None]
    applied.sort(key=lambda item: (item[1].id, item[1].valid_from))
    faults = []
    for (_, earlier), (index, row) in pairwise(applied):
        if row.id != earlier.id:
            continue
        where, what = f"{path}:{lines['rules', index]}", f"{row.id} from {row.valid_from}"
        if row.validity.overlaps(earlier.validity):
            what += f" overlaps its row from {earlier.valid_from}: end that one first"
            faults.append(Fault(where, what))
        elif row.gap_reason is None and (gap := row.validity.gap(earlier.validity)):
            what += f" leaves no row in force from {gap.start} to {gap.end}: say why in gap_reason"
            faults.append(Fault(where, what))
    return faults
