"""By which themes, views and needs does one look through the tray? Read from definitions/tray, checked whole."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ovi.directory.service_lines import LINES
from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES, Trilingual


def _complete(value: object) -> object:
    if isinstance(value, dict) and all(str(value.get(lang) or "").strip() for lang in LANGUAGES):
        return Trilingual.of({lang: " ".join(str(text).split()) for lang, text in value.items()})
    raise ValueError("is no text in fi, sv and en")


def _line(value: str) -> str:
    if value not in LINES:
        raise ValueError(f"there is no service line {value}")
    return value


Text = Annotated[Trilingual, BeforeValidator(_complete)]
Line = Annotated[str, BeforeValidator(_line)]
Language = Literal["fi", "sv", "en"]


Kind = TypeVar("Kind", bound="_Part")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Topic(_Part):
    """A part of a theme or view: what stands under it has one of the classes or lines."""

    name: Text
    service_classes: frozenset[str] = frozenset()
    lines: frozenset[Line] = frozenset()

    @property
    def classes(self) -> frozenset[str]:
        """The classes, by the name that a shelf has for them too."""
        return self.service_classes


class Shelf(_Part):
    """A theme or a view: a name, a sentence, and its topics; a theme has its classes only."""

    id: str = Field(pattern=r"^[a-z_]+$")
    icon: str
    name: Text
    lead: Text
    service_classes: frozenset[str] = frozenset()
    topics: tuple[Topic, ...] = ()

    @property
    def classes(self) -> frozenset[str]:
        """The classes of the shelf and its topics."""
        return self.service_classes.union(*(topic.service_classes for topic in self.topics))

    @property
    def lines(self) -> frozenset[str]:
        """The lines of the topics."""
        return frozenset().union(*(topic.lines for topic in self.topics))


class Need(_Part):
    """A need that a person may keep, and the words by which a place (or the service's texts) tells that it meets it."""

    id: str = Field(pattern=r"^[a-z_]+$")
    icon: str
    where: Literal["places", "texts"]
    name: Text
    hint: Text
    words: dict[Language, tuple[str, ...]]
    unless: dict[Language, tuple[str, ...]]

    def told_by(self, sentence: str) -> bool:
        """Does the sentence say, in any language, that the need is met? What turns the meaning round wins."""
        folded = sentence.casefold()
        if any(word in folded for words in self.unless.values() for word in words):
            return False
        return any(word in folded for words in self.words.values() for word in words)


def themes() -> dict[str, Shelf]:
    """The eight themes of wellbeing, in the file's order."""
    return _shelves("themes")


def views() -> dict[str, Shelf]:
    """The three views: lifestyle, community, family centre."""
    return _shelves("views")


@lru_cache(maxsize=1)
def needs() -> dict[str, Need]:
    """The needs that a person may keep."""
    return {one.id: one for one in _read("needs", Need)}


@lru_cache(maxsize=2)
def _shelves(name: str) -> dict[str, Shelf]:
    return {one.id: one for one in _read(name, Shelf)}


def _read(name: str, kind: type[Kind]) -> list[Kind]:
    path = definitions_root() / "tray" / f"{name}.yaml"
    rows: list[Any] = read_yaml(path)[name]
    try:
        return [kind.model_validate(row) for row in rows]
    except ValidationError as error:
        faults = [Fault(f"{path.name}: {'.'.join(map(str, one['loc']))}", one["msg"]) for one in error.errors()]
        raise Refused(f"{path.name} has {len(faults)} faults.", code="tray.broken", faults=faults) from error


@lru_cache(maxsize=1)
def life_event_classes() -> dict[str, frozenset[str]]:
    """The classes that help in each life event, beside the services whose owner names the event."""
    rows = read_yaml(definitions_root() / "tray" / "life_events.yaml")["life_events"]
    return {event: frozenset(classes) for event, classes in rows.items()}
