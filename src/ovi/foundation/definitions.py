"""Where do the definitions lie, and how is one read so that a fault names file and line?"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ovi.foundation.refusals import Fault, Refused

DEFAULT_COUNTY = "pirkanmaa"
# The same safe loader in C where PyYAML has it: the catalogue takes a tenth of the time.
_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Model = TypeVar("Model", bound=BaseModel)
# A key or item of a file: the keys and numbers that lead to it.
Place = tuple[int | str, ...]


def definitions_root() -> Path:
    """The folder of definitions: OVI_DEFINITIONS, else the checkout's, else the one inside the wheel."""
    if override := os.environ.get("OVI_DEFINITIONS"):
        root = Path(override)
        if not root.is_dir():
            raise Refused(
                f"OVI_DEFINITIONS points to {root}, which is no folder. Correct it or unset it.",
                code="definitions.missing",
            )
        return root
    package = Path(__file__).resolve().parents[1]
    for candidate in (package.parents[1] / "definitions", package / "_definitions"):
        if candidate.is_dir():
            return candidate
    raise Refused("The definitions folder is missing from this installation.", code="definitions.missing")


def served_county() -> str:
    """The county whose folder of definitions/counties this installation serves (OVI_COUNTY)."""
    return os.environ.get("OVI_COUNTY", DEFAULT_COUNTY)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; a broken file is refused with file, line and what is wrong."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_SAFE_LOADER)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        what = getattr(error, "problem", None) or str(error)
        raise Refused(
            f"{where} cannot be read as YAML: {what}.", code="definitions.broken", faults=[Fault(where, what)]
        ) from error
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.", code="definitions.unreadable") from error


def key_lines(path: Path) -> tuple[dict[Place, int], list[Fault]]:
    """The line of every key and item, and the keys written twice (YAML would silently keep the last)."""
    lines: dict[Place, int] = {}
    doubles: list[Fault] = []

    def walk(node: yaml.Node | None, place: Place) -> None:
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                lines[(*place, index)] = item.start_mark.line + 1
                walk(item, (*place, index))
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = (*place, str(key.value))
                if inner in lines:
                    doubles.append(Fault(f"{path}:{key.start_mark.line + 1}", f"{key.value} is given twice"))
                lines[inner] = key.start_mark.line + 1
                walk(value, inner)

    walk(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader), ())
    return lines, doubles


def fault_at(path: Path, lines: dict[Place, int], place: Place, what: str) -> Fault:
    """One finding at the nearest line that exists in the file (a missing key has none)."""
    field = ".".join(str(part) for part in place if not isinstance(part, int)) or "the whole"
    what = what.removeprefix("Value error, ")
    if what.startswith(f"{field}: "):  # our own messages begin with the field
        field, _, what = what.partition(": ")
    while place and place not in lines:
        place = place[:-1]
    return Fault(f"{path}:{lines.get(place, 1)}", f"{field}: {what}")


def read_model(path: Path, model: type[Model], *, what: str, code: str) -> Model:
    """The YAML file as this model; Refused with every fault and its line. `what` it is for: "no mapping of facts"."""
    raw = read_yaml(path)
    lines, faults = key_lines(path)
    try:
        found = model.model_validate(raw)
    except ValidationError as error:
        faults += [fault_at(path, lines, one["loc"], one["msg"]) for one in error.errors()]
    if faults:
        raise Refused(f"{path.name} is {what} ({len(faults)} faults).", code=code, faults=faults)
    return found


def content_hash(path: Path) -> str:
    """A short hash of the file's bytes, to say which version of a definition a figure used."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
