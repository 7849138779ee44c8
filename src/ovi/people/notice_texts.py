"""What does a notice say, in three languages? Read from definitions/notices; it never tells what the matter is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from django.utils import translation
from pydantic import BaseModel, ConfigDict, ValidationError

from ovi.design.dates import said_moment
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.people.states import NotifyKind, Purpose, Way
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

_IF_OWN = re.compile(r"\[([^\]]*)\]")


class Text(BaseModel):
    """A text in the three languages; none may be missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fi: str
    sv: str
    en: str

    def in_(self, language: str) -> str:
        said: str = getattr(self, language)
        return said


class KindOfNotice(BaseModel):
    """The words of one kind. `at_once`: the person waits for it, so quiet hours do not hold it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    purpose: Purpose
    at_once: bool = False
    subject: Text
    short: Text
    body: Text


class Notices(BaseModel):
    """The file definitions/notices/notices.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    owner: str
    source: str
    verified_on: str
    next_review: str
    frame: dict[Literal["read", "foot"], Text]
    kinds: dict[NotifyKind, KindOfNotice]


@dataclass(frozen=True, slots=True)
class Filled:
    """What may stand in a text. `shared`: others use the address, so the sentences in [ ] are left out."""

    number: str = ""
    at: datetime | None = None
    code: str = ""
    valid: str = ""
    shared: bool = False


@lru_cache(maxsize=1)
def notices() -> Notices:
    """The words of all kinds; a faulty file is refused with every fault."""
    path = definitions_root() / "notices" / "notices.yaml"
    try:
        read = Notices(**read_yaml(path))
    except ValidationError as error:
        faults = [Fault(f"{path}: {'.'.join(map(str, one['loc']))}", one["msg"]) for one in error.errors()]
        raise Refused(f"{path} cannot be used.", code="definitions.broken", faults=faults) from error
    if missing := set(NotifyKind) - set(read.kinds):
        raise Refused(f"{path} has no words for: {', '.join(sorted(missing))}.", code="definitions.broken")
    return read


def language_of(spoken: str) -> str:
    """The language of notices to who speaks this one: their own where we have it, otherwise Finnish."""
    return spoken if spoken in LANGUAGES else "fi"


def composed(kind: NotifyKind, *, language: str, way: Way, filled: Filled) -> tuple[str, str]:
    """Subject and body. A text message has no subject and is `short`; the others say where to read more."""
    words, frame = notices().kinds[kind], notices().frame
    if way is Way.SMS:
        return "", _fill(words.short.in_(language), filled, language)
    parts = [words.body.in_(language)]
    if words.purpose is not Purpose.CODE:
        parts.append(frame["read"].in_(language))
    parts.append(frame["foot"].in_(language))
    return words.subject.in_(language), _fill("\n\n".join(parts), filled, language)


def _fill(text: str, filled: Filled, language: str) -> str:
    """Placeholders filled; a sentence in [ ] stays only where it has all it names and nobody else reads it."""
    values = {
        "number": filled.number, "code": filled.code, "valid": filled.valid, "when": _said(filled.at, language),
        "site": urlsplit(settings().address).netloc, "phone": county(settings().county).contact_phone.number,
    }  # fmt: skip

    def kept(match: re.Match[str]) -> str:
        named = re.findall(r"{(\w+)}", match[1])
        return "" if filled.shared or not all(values[name] for name in named) else match[1]

    return _IF_OWN.sub(kept, text).format(**values).strip()


def _said(at: datetime | None, language: str) -> str:
    if at is None:
        return ""
    with translation.override(language):
        said = said_moment(at.astimezone(HELSINKI), today=None, language=language)
    # One sign outside the alphabet of text messages would more than double the price of the text.
    return said.replace("\N{NO-BREAK SPACE}", " ")
