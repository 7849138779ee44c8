"""What do the components take? Plain values that a page's view fills in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column; numbers stand right-aligned in tabular figures."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary: what it is, its value, and where it is changed."""

    key: str
    value: Any
    change_href: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A headed group of answers to be checked before sending."""

    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: `done` shows a tick, `state` the word beside it; without href it cannot start yet."""

    label: str
    state: str
    href: str = ""
    hint: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or with `coming` will happen."""

    at: date | datetime
    label: str
    text: str = ""
    by: str = ""
    icon: str = ""
    coming: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure; `verdict` says in words whether a change is real, `standing` is a code of STANDINGS."""

    label: str
    value: str
    unit: str = ""
    verdict: str = ""
    standing: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled address: breadcrumbs, navigation, doors of the front page."""

    label: str
    href: str = ""
    text: str = ""
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of cells; the first cell of each row names the row."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]] = field(default_factory=tuple)
