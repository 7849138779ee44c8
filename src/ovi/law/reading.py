"""Is a file of the shape that its model asks for, and if not, what is wrong on which line?"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from ovi.foundation.definitions import read_yaml
from ovi.foundation.refusals import Fault, Refused

Place = tuple[int | str, ...]
Lines = dict[Place, int]
_Model = TypeVar("_Model", bound=BaseModel)


def read_checked(path: Path, model: type[_Model]) -> tuple[_Model, Lines]:
    """The file as `model`, with the line of every key and item; Refused lists every fault as file:line."""
    content = read_yaml(path)
    lines, faults = _lines(path)
    try:
        found = model.model_validate(content)
    except ValidationError as error:
        faults += [_fault(path, lines, one) for one in error.errors(include_url=False)]
        # What an alias repeats is wrong in one place only.
        raise refused(list(dict.fromkeys(faults))) from error
    if faults:
        raise refused(faults)
    return found, lines


def refused(faults: list[Fault]) -> Refused:
    """The refusal that names all faults, one a line."""
    listed = "\n".join(f"{fault.where}: {fault.what}" for fault in faults)
    return Refused(f"The law files cannot be used. Correct these:\n{listed}", code="law.faults", faults=faults)


def _fault(path: Path, lines: Lines, found: Any) -> Fault:
    """One finding of pydantic at the nearest line that exists in the file (a missing key has none)."""
    place: Place = tuple(found["loc"])
    field = ".".join(str(part) for part in place if not isinstance(part, int)) or "the whole"
    while place and place not in lines:
        place = place[:-1]
    return Fault(f"{path}:{lines.get(place, 1)}", f"{field}: {found['msg'].removeprefix('Value error, ')}")


def _lines(path: Path) -> tuple[Lines, list[Fault]]:
    """The line of every key and item, and the keys written twice (YAML would silently keep the last)."""
    lines: Lines = {}
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
