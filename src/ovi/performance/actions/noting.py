"""How is it written on a chart what was done, or from when the level is new? Dated, mended, taken back; by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ovi.directory.models import Unit
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.performance.models import ChartNote
from ovi.performance.policies import MARK_CHARTS, may_mark
from ovi.performance.queries.figures import GROUPINGS, definitions
from ovi.performance.states import NoteKind
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class Noting:
    """What is written: a measure or a new level, its day, its words, on which measures' charts and whose."""

    kind: NoteKind
    on: date
    text: Trilingual
    indicators: Sequence[str]
    by: str = ""
    stratum: str = ""


@transaction.atomic
def note_on_chart(given: Noting, *, today: date, by: Actor, now: datetime) -> ChartNote:
    """Write a note; the same note sent twice is one, with the measures of both."""
    _require(given.by, given.stratum, by)
    _check(given, today)
    row, made = ChartNote.objects.get_or_create(
        kind=given.kind, happened_on=given.on, by=given.by, stratum=given.stratum, taken_back_at=None,
        text_fi=given.text.fi, text_sv=given.text.sv, text_en=given.text.en,
        defaults={"indicators": list(given.indicators), "written_by_id": by.own_account(), "written_at": now},
    )  # fmt: skip
    more = [one for one in given.indicators if one not in row.indicators]
    if more:
        row.indicators = [*row.indicators, *more]
        row.save()
    if made or more:
        _recorded("performance.note", row, by, now)
    return row


@transaction.atomic
def mend_note(note_id: int, given: Noting, *, today: date, by: Actor, now: datetime) -> None:
    """Change a note that stands; what it said before is in its history."""
    row = _standing(note_id, by)
    _require(given.by, given.stratum, by)
    _check(given, today)
    row.happened_on, row.indicators, row.by, row.stratum = given.on, list(given.indicators), given.by, given.stratum
    row.text_fi, row.text_sv, row.text_en = given.text.fi, given.text.sv, given.text.en
    same = ChartNote.objects.filter(
        kind=row.kind, happened_on=row.happened_on, by=row.by, stratum=row.stratum, text_fi=row.text_fi,
        text_sv=row.text_sv, text_en=row.text_en, taken_back_at=None,
    )  # fmt: skip
    if same.exclude(pk=row.pk).exists():
        raise Refused("The same is already written for that day. Change that note instead.", code="note.twice")
    row.save()
    _recorded("performance.mend_note", row, by, now)


@transaction.atomic
def take_back_note(note_id: int, *, by: Actor, now: datetime) -> None:
    """Take a note off the charts; it stays in the history."""
    row = _standing(note_id, by)
    row.taken_back_at, row.taken_back_by_id = now, by.own_account()
    row.save()
    _recorded("performance.take_back_note", row, by, now)


def _standing(note_id: int, by: Actor) -> ChartNote:
    MARK_CHARTS.require(by)
    row = ChartNote.objects.select_for_update().filter(pk=note_id, taken_back_at=None).first()
    if row is None:
        raise Refused("There is no such note, or it has been taken back.", code="figures.no_note")
    _require(row.by, row.stratum, by)
    return row


def _require(grouping: str, stratum: str, by: Actor) -> None:
    MARK_CHARTS.require(by)
    unit = Unit.objects.filter(slug=stratum).values_list("pk", flat=True).first() if grouping == "unit" else None
    if not may_mark(by, unit):
        raise Refused(
            "You may write on the charts of your own units. Choose one of them as the group.", code="note.not_yours"
        )


def _check(given: Noting, today: date) -> None:
    known = definitions()
    if not any((given.text.fi, given.text.sv, given.text.en)):
        raise Refused("Write at least in one language what was done.", code="note.text")
    if given.on > today:
        raise Refused("The day is still to come. Write it down once it is done.", code="note.day")
    if not given.indicators or set(given.indicators) - set(known):
        raise Refused("Choose at least one measure of the list.", code="note.measures")
    counted = given.by in GROUPINGS and all(given.by in known[one].stratifiers for one in given.indicators)
    if given.by and not counted:
        raise Refused("One of the measures is not counted for that group. Choose others.", code="note.group")


def _recorded(action: str, row: ChartNote, by: Actor, now: datetime) -> None:
    group = f"{row.by}:{row.stratum}" if row.by else ""
    audit.record(
        action, by=by, now=now, object_kind="chart_note", object_id=row.pk, kind=str(row.kind),
        on=row.happened_on.isoformat(), indicators=list(row.indicators), group=group,
    )  # fmt: skip
