"""Can the law files be read, and if not, what is wrong on which line? Loads them once per change."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

from pydantic import ValidationError

from ovi.foundation.definitions import Place, content_hash, definitions_root, fault_at, key_lines, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.law.rules import ActFile, Law, Row, Rule


def load_law(root: Path | None = None) -> Law:
    """The law in `root`/law (default: the installed definitions); Refused lists every fault as file:line.

    Read again only when a file there was added, removed or changed.
    """
    folder = (root or definitions_root()) / "law"
    stamps = ((path, path.stat()) for path in sorted(folder.glob("*.yaml")))
    return _load(folder, tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stamps))


def check(root: Path | None = None) -> tuple[Fault, ...]:
    """Everything wrong with the law files; empty when they can be used (`ovi law check`)."""
    try:
        load_law(root)
    except Refused as refused:
        return refused.faults or (Fault("law", refused.message),)
    return ()


@lru_cache(maxsize=8)
def _load(folder: Path, stamps: tuple[tuple[Path, int, int], ...]) -> Law:
    if not stamps:
        raise Refused(f"No law files (*.yaml) were found in {folder}.", code="law.missing")
    rules: list[Rule] = []
    faults: list[Fault] = []
    homes: dict[str, Path] = {}
    for path, *_ in stamps:
        try:
            found = _read_act(path)
        except Refused as refused:
            faults += refused.faults or [Fault(str(path), refused.message)]
            continue
        for rule in found:
            if rule.id in homes:
                faults.append(Fault(str(path), f"{rule.id} already stands in {homes[rule.id].name}"))
            homes[rule.id] = path
        rules += found
    if faults:
        raise _refused(faults)
    return Law(tuple(rules))


def _refused(faults: list[Fault]) -> Refused:
    listed = "\n".join(f"{fault.where}: {fault.what}" for fault in faults)
    return Refused(f"The law files cannot be used. Correct these:\n{listed}", code="law.faults", faults=faults)


def _read_act(path: Path) -> list[Rule]:
    """The rules of one file, or Refused with all its faults."""
    content = read_yaml(path)
    lines, faults = key_lines(path)
    try:
        act_file = ActFile.model_validate(content)
    except ValidationError as error:
        faults += [fault_at(path, lines, found["loc"], found["msg"]) for found in error.errors(include_url=False)]
        raise _refused(faults) from error
    faults += _clashes(path, lines, act_file.rules)
    if faults:
        raise _refused(faults)
    version = content_hash(path)
    order = list(dict.fromkeys(row.id for row in act_file.rules))
    rows = sorted(act_file.rules, key=lambda row: (order.index(row.id), row.valid_from))
    return [
        Rule(rule_id, act_file.act, tuple(dated), version) for rule_id, dated in groupby(rows, key=lambda row: row.id)
    ]


def _clashes(path: Path, lines: dict[Place, int], rows: tuple[Row, ...]) -> list[Fault]:
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
