"""How do outside figures come in? All of a loading or none of it; what is as before is left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.performance.incoming import AreaPoint, IncomingFigure, IncomingMeasure, SourceFile
from ovi.performance.models import AreaFigure, AreaLoad, AreaMeasure
from ovi.performance.policies import LOAD_AREA_FIGURES
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

Figures = Mapping[str, Mapping[AreaPoint, IncomingFigure]]  # by the source's id of the measure


@dataclass(slots=True)
class AreaReport:
    """How a loading went, in numbers. `notes` are what a person should look at."""

    measures_added: int = 0
    measures_changed: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> int:
        return self.measures_added + self.measures_changed + self.added + self.changed


@transaction.atomic
def load_area_figures(
    *, measures: Sequence[IncomingMeasure], figures: Figures, files: Sequence[SourceFile], by: Actor, now: datetime
) -> AreaReport:
    """Add what is new, replace what has changed and keep the old as history. The same again changes nothing.

    A figure that a newer file no longer has stays in force: files may be parts. An older version is refused.
    """
    LOAD_AREA_FIGURES.require(by)
    report, load = AreaReport(), _Load(files, now)
    for measure in measures:
        row = _measure(measure, report)
        _figures(row, figures.get(measure.key, {}), load, report, now)
    if report.changes:
        audit.record(
            "performance.load_area_figures", by=by, now=now, object_kind="area_load", object_id=load.row().pk,
            files=[one.sha256 for one in files], added=report.added, changed=report.changed,
        )  # fmt: skip
    return report


class _Load:
    """The row of this loading, made when the first change needs it."""

    def __init__(self, files: Sequence[SourceFile], now: datetime) -> None:
        self._files, self._now = files, now
        self._row: AreaLoad | None = None

    def row(self) -> AreaLoad:
        if self._row is None:
            files = [{"name": one.name, "sha256": one.sha256} for one in self._files]
            self._row = AreaLoad.objects.create(loaded_at=self._now, files=files)
        return self._row


def _measure(given: IncomingMeasure, report: AreaReport) -> AreaMeasure:
    """The measure's row, locked; one whose title has changed is updated and said, for it may be another measure."""
    wanted = {
        **{f"title_{language}": getattr(given.title, language) for language in LANGUAGES},
        **{f"unit_{language}": getattr(given.unit, language) for language in LANGUAGES},
        "about": dict(given.about), "licence": given.licence, "quality": given.quality.value,
        "updated_on": given.updated_on,
    }  # fmt: skip
    row, made = AreaMeasure.objects.get_or_create(source=given.source, source_key=given.key, defaults=wanted)
    if made:
        report.measures_added += 1
        return row
    row = AreaMeasure.objects.select_for_update().get(pk=row.pk)
    if row.updated_on and given.updated_on and given.updated_on < row.updated_on:
        what = f"is of {given.updated_on}, but a version of {row.updated_on} has been loaded."
        message = (
            f"The file is older than what has been loaded. {given.title.in_('en')}: it {what} Nothing was changed."
        )
        raise Refused(message, code="area.older_version", faults=[Fault(f"measure {given.key}", what)])
    before = {name: getattr(row, name) for name in wanted}
    if before == wanted:
        return row
    if before["title_fi"] != wanted["title_fi"]:
        names = f"was “{before['title_fi']}” and is now “{wanted['title_fi']}”"
        report.notes += (f"Measure {given.key} {names}: check that it still is the same measure.",)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=list(wanted))
    report.measures_changed += 1
    return row


def _figures(
    row: AreaMeasure, given: Mapping[AreaPoint, IncomingFigure], load: _Load, report: AreaReport, now: datetime
) -> None:
    before = {
        (one.kind, one.code, one.year, one.sex): one for one in AreaFigure.objects.filter(measure=row, replaced_at=None)
    }
    replaced, new = [], []
    for point, figure in given.items():
        earlier = before.get((point.kind.value, point.code, point.year, point.sex.value))
        missing = figure.missing.value if figure.missing else ""
        if earlier and (earlier.value, earlier.n, earlier.missing) == (figure.value, figure.n, missing):
            report.unchanged += 1
            continue
        if earlier:
            replaced.append(earlier.pk)
        new.append((point, figure, missing))
    if not new:
        return
    AreaFigure.objects.filter(pk__in=replaced).update(replaced_at=now)
    made = load.row()
    AreaFigure.objects.bulk_create(
        (
            AreaFigure(
                measure=row, load=made, kind=point.kind.value, code=point.code, year=point.year, sex=point.sex.value,
                value=figure.value, n=figure.n, missing=missing,
            )
            for point, figure, missing in new
        ),
        batch_size=2000,
    )  # fmt: skip
    report.changed += len(replaced)
    report.added += len(new) - len(replaced)
