"""Which help pages and news are there, and what do they say? Read from definitions, checked whole.

An expert edits them without a release; a file with a fault is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

_NAMES = frozenset({"contact_phone", "social_emergency", "when"})
_BRACES = re.compile(r"{(\w+)}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _whole(value: object) -> Trilingual:
    if isinstance(value, Mapping) and all(str(value.get(one) or "").strip() for one in LANGUAGES):
        return Trilingual.of({name: " ".join(str(text).split()) for name, text in value.items()})
    raise ValueError("is no text in fi, sv and en")


Complete = Annotated[Trilingual, BeforeValidator(_whole)]


class Section(_Part):
    """A heading with its steps in order and its paragraphs."""

    heading: str = Field(min_length=1)
    steps: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    @field_validator("steps", "text")
    @classmethod
    def _known(cls, texts: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := {name for text in texts for name in _BRACES.findall(text)} - _NAMES:
            raise ValueError(f"has names in braces that nobody fills in: {', '.join(sorted(unknown))}")
        return texts


class Words(_Part):
    """A page in one language."""

    title: str = Field(min_length=1)
    lead: str = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)


class _Checked(_Part):
    owner: str
    source: str
    verified_on: date
    next_review: date


class PlainLimit(_Part):
    """A rule of the law in plain words; `whom` where age alone does not say for whom it is."""

    rule: str
    what: Complete
    whom: Complete | None = None


class HelpPage(_Checked):
    """A help page in plain language; `limits`: the rules whose limits of today it shows."""

    id: str = Field(pattern=r"^[a-z_]+$")
    order: int
    icon: str
    limits: tuple[PlainLimit, ...] = ()

    @property
    def slug(self) -> str:
        """As it stands in an address."""
        return self.id.replace("_", "-")

    texts: dict[Literal["fi", "sv", "en"], Words]

    @field_validator("texts")
    @classmethod
    def _complete(cls, texts: dict[str, Words]) -> dict[str, Words]:
        if missing := set(LANGUAGES) - set(texts):
            raise ValueError(f"is missing in {', '.join(sorted(missing))}")
        return texts


class ShortHelp(_Checked, Words):
    """Short help in a further language. `checked_by` is empty until a native speaker has read it."""

    language: str = Field(pattern=r"^[a-z]{2,3}$")
    direction: Literal["ltr", "rtl"]
    own_name: str
    checked_by: str | None = None


class News(_Part):
    """A piece of news, shown during [from_on, until_on); `page`: the help page that tells more."""

    id: str
    from_on: date
    until_on: date
    title: Complete
    text: Complete
    page: str = ""


def help_pages() -> dict[str, HelpPage]:
    """The help pages in their order."""
    found = (_load(path, HelpPage) for path in _files("help/*.yaml"))
    return {one.id: one for one in sorted(found, key=lambda one: one.order)}


def short_helps() -> dict[str, ShortHelp]:
    """The short help of each further language, by its code."""
    return {one.language: one for one in (_load(path, ShortHelp) for path in _files("help/short/*.yaml"))}


def unchecked() -> list[ShortHelp]:
    """The languages that no native speaker has read yet, for operators."""
    return [one for one in short_helps().values() if not one.checked_by]


def news_on(today: date) -> list[News]:
    """The county's news of today, the newest first; none where the county has no file."""
    path = definitions_root() / "counties" / settings().county / "news.yaml"
    if not path.exists():
        return []
    shown = [one for one in _news(path, path.stat().st_mtime_ns) if one.from_on <= today < one.until_on]
    return sorted(shown, key=lambda one: one.from_on, reverse=True)


def filled(words: Words, language: str) -> Words:
    """The words with the county's telephone numbers in their places."""
    here = county(settings().county)
    known = {
        "contact_phone": here.contact_phone.number,
        "social_emergency": here.social_emergency.number,
        "when": here.contact_phone.when.in_(language if language in LANGUAGES else "en"),
    }

    def fill(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_BRACES.sub(lambda found: known[found[1]], text) for text in texts)

    sections = tuple(Section(heading=one.heading, steps=fill(one.steps), text=fill(one.text)) for one in words.sections)
    return Words(title=words.title, lead=words.lead, sections=sections)


_Kind = TypeVar("_Kind", bound=BaseModel)


def _files(pattern: str) -> list[Path]:
    return sorted(definitions_root().glob(pattern))


def _load(path: Path, kind: type[_Kind]) -> _Kind:
    return _read(path, path.stat().st_mtime_ns, kind)  # type: ignore[return-value]


@lru_cache(maxsize=64)
def _read(path: Path, _changed: int, kind: type[BaseModel]) -> BaseModel:
    try:
        return kind.model_validate(read_yaml(path))
    except ValidationError as error:
        raise _broken(path, error) from error


@lru_cache(maxsize=4)
def _news(path: Path, _changed: int) -> tuple[News, ...]:
    try:
        return tuple(News.model_validate(one) for one in read_yaml(path)["news"])
    except ValidationError as error:
        raise _broken(path, error) from error


def _broken(path: Path, error: ValidationError) -> Refused:
    faults = [Fault(f"{path.name}: {'.'.join(map(str, one['loc']))}", one["msg"]) for one in error.errors()]
    return Refused(f"{path.name} has {len(faults)} faults.", code="help.broken", faults=faults)
