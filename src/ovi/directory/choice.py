"""What has the reader asked of the list of services? Read from the address, kept in the address, nothing else kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from ovi.directory.classifications import class_name
from ovi.directory.queries.offers import WAYS
from ovi.directory.service_lines import LINES
from ovi.directory.tray import Shelf, Topic, needs, themes, views

_QUESTION_MOST = 300
_PLACE_MOST = 60
_POINT = re.compile(r"(-?\d{1,2}\.\d{1,2}),(-?\d{1,3}\.\d{1,2})")
SORTS = ("best", "near", "name")


@dataclass(frozen=True, slots=True)
class Choice:
    """One question to the tray. Empty fields narrow nothing; the names are those in the address."""

    q: str = ""
    line: str = ""
    shelf: str = ""
    topic: str = ""
    municipality: str = ""
    group: str = ""
    event: str = ""
    area: str = ""
    language: str = ""
    way: str = ""
    free: str = ""
    open: str = ""
    groups: str = ""
    near: str = ""
    at: str = ""
    sort: str = ""
    needs: frozenset[str] = frozenset()

    @property
    def narrowed(self) -> bool:
        """Is anything chosen beside the words?"""
        return replace(self, q="", sort="") != Choice()

    @property
    def shelf_chosen(self) -> Shelf | None:
        """The theme or view that is looked through."""
        return {**themes(), **views()}.get(self.shelf)

    @property
    def topic_chosen(self) -> Topic | None:
        """The part of it, by its number from one."""
        topics = self.shelf_chosen.topics if self.shelf_chosen else ()
        number = int(self.topic) if re.fullmatch(r"[1-9]", self.topic) else 0
        return topics[number - 1] if 0 < number <= len(topics) else None

    @property
    def point(self) -> tuple[float, float] | None:
        """The reader's own place, if they gave it: to about a kilometre."""
        match = _POINT.fullmatch(self.at)
        return (float(match[1]), float(match[2])) if match else None

    def address(self, **changes: object) -> str:
        """The query part of the address of this choice with these changes; empty values are left out."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [(one.name, getattr(changed, one.name)) for one in fields(changed) if one.name != "needs"]
        kept = [(name, value) for name, value in pairs if value]
        kept += [("needs", one) for one in sorted(changed.needs)]
        return "?" + urlencode(kept) if kept else "?"


def read_choice(given: Mapping[str, str], wanted: list[str], municipalities: Mapping[str, object]) -> Choice:
    """The choice of an address; what we do not know narrows nothing rather than finding nothing."""

    def one_of(name: str, known: object) -> str:
        value = given.get(name, "")
        return value if value in known else ""  # type: ignore[operator]

    return Choice(
        q=given.get("q", "").replace("\x00", "").strip()[:_QUESTION_MOST],
        line=one_of("line", LINES),
        shelf=one_of("shelf", {**themes(), **views()}),
        topic=one_of("topic", "123456789"),
        municipality=one_of("municipality", municipalities),
        group=_code(given, "group", "KR"),
        event=_code(given, "event", "KE"),
        area=_code(given, "area", "P"),
        language=value if re.fullmatch(r"[a-z]{2,3}", value := given.get("language", "")) else "",
        way=one_of("way", WAYS),
        free="1" if given.get("free") else "",
        open="1" if given.get("open") else "",
        groups="1" if given.get("groups") else "",
        near=given.get("near", "").replace("\x00", "").strip()[:_PLACE_MOST],
        at=given.get("at", "") if _POINT.fullmatch(given.get("at", "")) else "",
        sort=one_of("sort", SORTS),
        needs=frozenset(one for one in wanted if one in needs()),
    )


def _code(given: Mapping[str, str], name: str, prefix: str) -> str:
    value = given.get(name, "")
    return value if value.startswith(prefix) and class_name(value).fi else ""
