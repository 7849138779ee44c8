"""What did people ask of the search and not find? Shown only when a question has come on five different days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from ovi.directory.asked_words import DAYS_NEEDED, MANY, RARELY
from ovi.directory.models import AskedDay, AskedQuestion, Municipality
from ovi.directory.queries.texts import trilingual
from ovi.directory.states import GapState
from ovi.foundation.text import Trilingual

WINDOW_DAYS, TREND_DAYS = 180, 30


class GapKind(StrEnum):
    """NOTHING: the search found nothing. NOT_OPENED: it found something that hardly anybody opened."""

    NOTHING = "nothing_found"
    NOT_OPENED = "not_opened"


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without an answer in the last 180 days. `recent`, `before`: asked in the last 30 days and the 30
    before them. `since`: asked after it was marked handled. `places`: where it was asked five times or more."""

    id: int
    text: str
    language: str
    asked: int
    not_found: int
    opened: int
    recent: int
    before: int
    last_on: date
    places: tuple[Trilingual, ...]
    state: str
    handled_on: date | None
    handled_by: str
    since: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of one kind, most asked first; `unshown`: how many questions came on fewer than five days."""

    rows: tuple[Gap, ...]
    unshown: int


def content_gaps(
    *, kind: GapKind, today: date, handled: bool = False, language: str = "", municipality: str = ""
) -> Gaps:
    """The gaps of one kind, open or handled, in one language and municipality or all. Three queries at most."""
    rows = _counted(today, municipality)
    if language:
        rows = rows.filter(language=language)
    unshown = rows.filter(text="", days_nothing__gt=0).count()
    shown = rows.exclude(text="")
    shown = shown.exclude(state=GapState.OPEN) if handled else shown.filter(state=GapState.OPEN)
    if kind == GapKind.NOTHING:
        shown = shown.filter(days_nothing__gt=0)
    else:
        shown = shown.filter(days_nothing=0, asked__gte=MANY, asked__gt=F("opened") * RARELY)
    if municipality:
        shown = shown.filter(asked__gte=DAYS_NEEDED)
    found = list(shown.order_by("-asked", "text"))
    places = _places([row.pk for row in found], today)
    return Gaps(tuple(_gap(row, places.get(row.pk, ())) for row in found), unshown)


def _counted(today: date, municipality: str) -> QuerySet[Any]:
    window = Q(days__on__gt=today - timedelta(days=WINDOW_DAYS))
    if municipality:
        window &= Q(days__municipality=municipality)
    month, earlier = today - timedelta(days=TREND_DAYS), today - timedelta(days=2 * TREND_DAYS)

    def total(field: str, when: Q = window) -> Coalesce:
        return Coalesce(Sum(f"days__{field}", filter=when), 0)

    return AskedQuestion.objects.annotate(
        asked=total("asked"),
        days_nothing=total("not_found"),
        opened=total("opened"),
        recent=total("asked", window & Q(days__on__gt=month)),
        before=total("asked", window & Q(days__on__gt=earlier, days__on__lte=month)),
        since=total("asked", window & Q(days__on__gt=F("handled_on"))),
    )


def _places(ids: list[int], today: date) -> Mapping[int, tuple[Trilingual, ...]]:
    """Where each question was asked so often that the place tells of nobody."""
    days = AskedDay.objects.filter(question__in=ids, on__gt=today - timedelta(days=WINDOW_DAYS)).exclude(
        municipality=""
    )
    often = days.values_list("question_id", "municipality").annotate(n=Sum("asked")).filter(n__gte=DAYS_NEEDED)
    pairs = list(often.order_by("-n", "municipality").values_list("question_id", "municipality"))
    rows = Municipality.objects.in_bulk({code for _pk, code in pairs}) if pairs else {}
    found: dict[int, tuple[Trilingual, ...]] = {}
    for pk, code in pairs:
        if code in rows:
            found[pk] = (*found.get(pk, ()), trilingual(rows[code], "name"))
    return found


def _gap(row: Any, places: tuple[Trilingual, ...]) -> Gap:
    return Gap(
        id=row.pk, text=row.text, language=row.language, asked=row.asked, not_found=row.days_nothing,
        opened=row.opened, recent=row.recent, before=row.before, last_on=row.last_on, places=places,
        state=row.state, handled_on=row.handled_on, handled_by=row.handled_by_name, since=row.since,
    )  # fmt: skip
