"""What have people written on the charts, and which views have they kept?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.performance.models import ChartNote
from ovi.performance.queries.figures import Run
from ovi.performance.states import NoteKind
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class Noted:
    """A note that stands: what, when, on which measures and group, and who wrote it."""

    id: int
    kind: NoteKind
    on: date
    text: Trilingual
    indicators: tuple[str, ...]
    by: str
    stratum: str
    writer: str
    written_at: datetime

    @property
    def new_level(self) -> bool:
        return self.kind is NoteKind.NEW_LEVEL


def chart_note(pk: int) -> Noted:
    """One note that stands; refused where there is none."""
    row = ChartNote.objects.filter(pk=pk, taken_back_at=None).select_related("written_by").first()
    if row is None:
        raise Refused("There is no such note, or it has been taken back.", code="figures.no_note")
    text = Trilingual(row.text_fi, row.text_sv, row.text_en)
    return Noted(
        row.id, NoteKind(row.kind), row.happened_on, text, tuple(row.indicators), row.by, row.stratum,
        row.written_by.name, row.written_at,
    )  # fmt: skip


def notes_of(found: Iterable[Noted], indicator: str, by: str, stratum: str) -> list[Noted]:
    """What stands on one chart: measures of its group and of the whole county, but its own new levels only."""
    return [
        one
        for one in found
        if indicator in one.indicators
        and ((one.by, one.stratum) == (by, stratum) or (one.by == "" and not one.new_level))
    ]


def levels_of(found: Iterable[Noted], indicator: str, by: str = "", stratum: str = "") -> list[date]:
    """The days from which a series begins anew."""
    return [one.on for one in notes_of(found, indicator, by, stratum) if one.new_level]


@dataclass(frozen=True, slots=True)
class View:
    """A kept choice of the access page; `unit` is whom it is shared with."""

    id: int
    name: str
    query: str
    own: bool
    owner: str
    unit_id: int | None
    unit: Trilingual | None
    opens_first: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What stands on the charts, oldest day first, the views that the actor sees, by name, and the newest run."""

    notes: list[Noted]
    views: list[View]
    run: Run | None


_WRITTEN = """
select
  (select json_agg(n) from (
    select note.id, kind, happened_on, text_fi, text_sv, text_en, indicators, "by", stratum, a.name, written_at
    from performance_chartnote note join people_account a on a.id = note.written_by_id
    where taken_back_at is null order by happened_on, note.id) n),
  (select json_agg(v) from (
    select view.id, view.name, query, owner_id = %(account)s as own, a.name as owner, unit_id, u.name_fi, u.name_sv,
      u.name_en, opens_first
    from performance_savedview view join people_account a on a.id = view.owner_id
      left join directory_unit u on u.id = view.unit_id
    where owner_id = %(account)s or unit_id = any(%(units)s) order by view.name, view.id) v),
  (select row_to_json(r) from (
    select run.id, at, engine, period_from, period_to, s.snapshot_id, extracted_at, counts
    from performance_indicatorrun run join performance_snapshot s on s.id = run.snapshot_id
    order by at desc, run.id desc limit 1) r)
"""


def written(actor: Actor) -> Written:
    """Every note that stands; the actor's own views and those shared with the actor's units; the run. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, {"account": actor.account_id, "units": list(actor.units)})
        notes, views, run = cursor.fetchone() or (None, None, None)
    return Written(
        [_read(*row.values()) for row in notes or ()],
        [_view(*row.values()) for row in views or ()],
        _run(**run) if run else None,
    )


def _run(at: str, extracted_at: str, **told: Any) -> Run:
    return Run(at=datetime.fromisoformat(at), extracted_at=datetime.fromisoformat(extracted_at), **told)


def _read(
    pk: int, kind: str, on: str, fi: str, sv: str, en: str, indicators: list[str], by: str, stratum: str, writer: str,
    written_at: str,
) -> Noted:  # fmt: skip
    text, at = Trilingual(fi, sv, en), datetime.fromisoformat(written_at)
    return Noted(pk, NoteKind(kind), date.fromisoformat(on), text, tuple(indicators), by, stratum, writer, at)


def _view(
    pk: int, name: str, query: str, own: bool, owner: str, unit_id: int | None, fi: str | None, sv: str | None,
    en: str | None, first: bool,
) -> View:  # fmt: skip
    unit = Trilingual(fi, sv or "", en or "") if fi else None
    return View(pk, name, query, own, owner, unit_id, unit, first and own)
