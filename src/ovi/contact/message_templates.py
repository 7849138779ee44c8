"""Which ready texts are there for messages? Reads definitions/messages; every fault by file and line.

An expert edits them. A text has only the placeholders named here, and none of them tells of a person: what is
filled in is the writer's own name, the unit, its telephone and the number of the matter. A gap in square brackets is
the writer's to fill, and a message with a gap left is not sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ovi.foundation.definitions import definitions_root, fault_at, key_lines, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.law.rules import Name
from ovi.law.vocabulary import Register

PLACEHOLDERS = ("worker", "unit", "phone", "number")
_PLACEHOLDER = re.compile(r"{([^{}]*)}")
_GAP = re.compile(r"\[[^\[\]\n]{0,60}(?:…|\.\.\.)\]")


class MessageTemplate(BaseModel):
    """One ready text in three languages, for the registers it names (none: for all)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
    owner: str
    source: str
    verified_on: date
    next_review: date
    registers: tuple[Register, ...] = ()
    names: Name
    wants_answer: bool = True
    text: Name

    @model_validator(mode="after")
    def _fills_only_what_is_known(self) -> Self:
        for language in LANGUAGES:
            for word in _PLACEHOLDER.findall(self.text.in_(language)):
                if word not in PLACEHOLDERS:
                    known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
                    raise ValueError(f"text.{language}: {{{word}}} is not filled in; known are {known}")
        return self

    def filled(self, language: str, values: Mapping[str, str]) -> str:
        """The text with its placeholders filled; one that is not known just now becomes a gap."""
        return _PLACEHOLDER.sub(lambda found: values.get(found[1]) or "[…]", self.text.in_(language)).strip()


@lru_cache(maxsize=1)
def load_templates() -> tuple[MessageTemplate, ...]:
    """All ready texts by id; Refused with every fault when one cannot be used."""
    paths = sorted((definitions_root() / "messages").glob("*.yaml"))
    return tuple(_read(path) for path in paths)


def templates_for(register: str) -> tuple[MessageTemplate, ...]:
    """Those that a worker of this register can use."""
    return tuple(one for one in load_templates() if not one.registers or register in one.registers)


def require_filled(text: str) -> None:
    """Raise Refused where a gap or a placeholder of a ready text is still in what would be sent."""
    left = [found.group(0) for found in _GAP.finditer(text)]
    left += [f"{{{word}}}" for word in _PLACEHOLDER.findall(text) if word in PLACEHOLDERS]
    if left:
        raise Refused(
            gettext_noop("Fill in or remove what stands in brackets, then send."), code="message.gap",
            faults=[Fault("text", ", ".join(left))],
        )  # fmt: skip


def _read(path: Path) -> MessageTemplate:
    raw = read_yaml(path)
    lines, faults = key_lines(path)
    try:
        made = MessageTemplate.model_validate(raw)
    except ValidationError as error:
        faults += [fault_at(path, lines, one["loc"], one["msg"]) for one in error.errors()]
        raise _refused(faults) from error
    if made.id != path.stem:
        faults.append(fault_at(path, lines, ("id",), f"the file must be named {made.id}.yaml"))
    if faults:
        raise _refused(faults)
    return made


def _refused(faults: list[Fault]) -> Refused:
    said = "; ".join(f"{one.where}: {one.what}" for one in faults)
    return Refused(f"The ready texts cannot be used. {said}", code="definitions.messages", faults=faults)
