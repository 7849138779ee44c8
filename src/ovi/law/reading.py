"""Is a file of the shape that its model asks for, and if not, what is wrong on which line?"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ovi.foundation.definitions import Place, fault_at, key_lines, read_yaml
from ovi.foundation.refusals import Fault, Refused

Lines = dict[Place, int]
_Model = TypeVar("_Model", bound=BaseModel)


def read_checked(path: Path, model: type[_Model]) -> tuple[_Model, Lines]:
    """The file as `model`, with the line of every key and item; Refused lists every fault as file:line."""
    content = read_yaml(path)
    lines, faults = key_lines(path)
    try:
        found = model.model_validate(content)
    except ValidationError as error:
        faults += [fault_at(path, lines, one["loc"], one["msg"]) for one in error.errors(include_url=False)]
        # What an alias repeats is wrong in one place only.
        raise refused(list(dict.fromkeys(faults))) from error
    if faults:
        raise refused(faults)
    return found, lines


def refused(faults: list[Fault]) -> Refused:
    """The refusal that names all faults, one a line."""
    listed = "\n".join(f"{fault.where}: {fault.what}" for fault in faults)
    return Refused(f"The law files cannot be used. Correct these:\n{listed}", code="law.faults", faults=faults)
