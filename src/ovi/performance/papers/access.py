"""What does the monthly paper on access to care say? The finding, the law, the trend, each unit, and the method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ovi.design.charts import Labels, Point, trend_chart
from ovi.design.pdf import Block, Document, Facts, Heading, Items, Paragraph, Picture, Table
from ovi.design.svg import render_svg
from ovi.engines.indicators.results import IndicatorResult
from ovi.foundation.text import Trilingual, sort_key
from ovi.law import load_law
from ovi.law.rules import Row
from ovi.law.vocabulary import TimeUnit
from ovi.performance.papers.figures import AccessFigures
from ovi.performance.papers.stages import stage_blocks
from ovi.performance.papers.words import Words, words

_UNITS = {TimeUnit.CALENDAR_DAYS, TimeUnit.WORKING_DAYS, TimeUnit.SCHOOL_DAYS, TimeUnit.MONTHS}


def access_paper(
    figures: AccessFigures,
    language: str,
    *,
    sender: Trilingual,
    places: Mapping[str, Trilingual],
    invented: bool = False,
) -> Document:
    """The paper in one language. `places`: names of municipalities by code."""
    say = words(language)
    _ = say.gettext
    month = figures.period.last
    blocks: list[Block] = [Paragraph(_finding(figures, say))]
    blocks += [*_law(figures, say), *_trend(figures, say), *stage_blocks(figures.stages, say)]
    blocks += [*_units(figures, say, places), *_waiting(figures, say), *_supply(figures, say)]
    blocks += [*_extract(figures, say), *_method(figures, say)]
    return Document(
        title=_("Access to care, {month}").format(month=say.month(month)),
        language=language,
        sender=sender.in_(language),
        page_of=_("Page {page} of {pages}"),
        blocks=blocks,
        footer=_("Invented data") if invented else "",
    )


def _finding(figures: AccessFigures, say: Words) -> str:
    _ = say.gettext
    newest = figures.newest
    if newest is None:
        return _("No first care events were found in the period, so nothing can be said of access to care.")
    said = _("{share} of first care events came within the lawful limit ({month}).").format(
        share=say.value(newest), month=say.months(newest)
    )
    late = (newest.n or 0) - (newest.numerator or 0)
    if newest.numerator is not None and newest.n is not None and (late == 0 or late >= 5):
        text = say.ngettext("{count} came late.", "{count} came late.", late)
        said += " " + text.format(count=say.count(late))
    return said


def _law(figures: AccessFigures, say: Words) -> Iterator[Block]:
    _ = say.gettext
    law, last = load_law(), date.fromisoformat(f"{figures.period.last}-28")
    rows = [
        (row.names.in_(say.language), _ages(row, say), _limit(row, say), rule.reference(row).in_(say.language))
        for rule_id in figures.lawful.law
        for rule in [law.rule(rule_id)]
        for row in rule.rows
        if row.validity.contains(last)
    ]
    yield Heading(_("What the law promises"))
    yield Table(_("Limits in force"), [_("What"), _("Whom"), _("At most"), _("Law")], rows)


def _ages(row: Row, say: Words) -> str:
    _ = say.gettext
    if row.scope.age_under is not None:
        return _("under {age} years of age").format(age=row.scope.age_under)
    if row.scope.age_from is not None:
        return _("{age} years of age and over").format(age=row.scope.age_from)
    return _("everyone")


def _limit(row: Row, say: Words) -> str:
    _ = say.gettext
    if row.amount is None or row.unit not in _UNITS:
        same = {TimeUnit.SAME_DAY: _("the same day"), TimeUnit.IMMEDIATELY: _("immediately")}
        return same.get(row.unit, _("within a reasonable time")) if row.unit else _("within a reasonable time")
    if row.unit is TimeUnit.MONTHS:
        text = say.ngettext("{count} month", "{count} months", row.amount)
    elif row.unit is TimeUnit.WORKING_DAYS:
        text = say.ngettext("{count} working day", "{count} working days", row.amount)
    elif row.unit is TimeUnit.SCHOOL_DAYS:
        text = say.ngettext("{count} school day", "{count} school days", row.amount)
    else:
        text = say.ngettext("{count} day", "{count} days", row.amount)
    return text.format(count=row.amount)


def _trend(figures: AccessFigures, say: Words) -> Iterator[Block]:
    _ = say.gettext
    yield Heading(_("How the law was kept"))
    yield Paragraph(_("The share of non-urgent first visits that came within the limit of the law."))
    if not figures.by_month:
        yield Paragraph(_("There is nothing to show for the period."))
        return
    told = {month: row for row in figures.by_month for month in (row.extra.get("merged_months") or [row.month])}
    points = [_point(told.get(month), month) for month in figures.period.months()]
    name = figures.lawful.names.trilingual().in_(say.language)
    if len(points) > 1:
        spec = trend_chart(points, labels=Labels(value=_("Share within the limit"), target=_("Law")), target=1.0)
        alt = _("{name} by month. The numbers are in the table below.").format(name=name)
        yield Picture(render_svg(spec, say.language, title=alt), alt)
    head = [
        _("Month"),
        _("Share"),
        _("Within the limit"),
        _("First care events"),
        _("Median wait, days"),
        _("Coverage"),
    ]
    rows = [
        (say.months(row), say.value(row), say.within(row), say.count(row.denominator),
         say.days(row.extra.get("median_wait_days")), say.share(row.extra.get("coverage")))
        for row in reversed(figures.by_month)
    ]  # fmt: skip
    yield Table(_("{name}, whole county").format(name=name), head, rows, numeric=(1, 2, 3, 4, 5))
    yield Paragraph(
        _("Coverage: of how many first care events it is known when the need was assessed and which limit applies."),
        small=True,
    )


def _point(row: IndicatorResult | None, month: str) -> Point:
    """The month's figure; a range as such, nothing where several months are told together."""
    on = date.fromisoformat(f"{month}-01")
    if row is None or row.month != month:
        return Point(on, None)
    ends = (row.extra["value_low"], row.extra["value_high"]) if "value_low" in row.extra else None
    return Point(on, row.value, ends=ends)


def _units(figures: AccessFigures, say: Words, places: Mapping[str, Trilingual]) -> Iterator[Block]:
    _ = say.gettext
    by = {"unit": (_("By unit"), _("Unit"), figures.by_unit),
          "municipality": (_("By municipality"), _("Municipality"), figures.by_municipality)}  # fmt: skip
    for kind, (heading, column, found) in by.items():
        if not found:
            continue
        head = [column, _("Share"), _("Within the limit"), _("First care events"), _("Median wait, days")]
        rows = [
            (_named(row, kind, say, places), say.value(row), say.within(row), say.count(row.denominator),
             say.days(row.extra.get("median_wait_days")))
            for row in found
        ]  # fmt: skip
        rows.sort(key=lambda row: sort_key(row[0]))
        yield Heading(heading)
        yield Table(f"{heading}, {say.month(figures.period.last)}", head, rows, numeric=(1, 2, 3, 4))
        if any("merged_strata" in row.extra for row in found):
            yield Paragraph(
                _(
                    "A lawful figure is never left out: where there are few people, months or groups "
                    "are put together, and the row says so."
                ),
                small=True,
            )  # fmt: skip
        if any(row.hidden for row in found):
            yield Paragraph(
                _(
                    "“<5”: fewer than five people, or hidden so that such a small number cannot be "
                    "worked out from the others. A share given as a range hides a small number in the"
                    " same way."
                ),
                small=True,
            )  # fmt: skip


def _named(row: IndicatorResult, kind: str, say: Words, places: Mapping[str, Trilingual]) -> str:
    """The name of the group, or those of the first few of several put together."""
    codes = [one.get(kind) for one in row.extra.get("merged_strata") or [row.strata]]
    names = [_name(code, kind, say, places) for code in codes]
    if len(names) <= 3:
        return ", ".join(names)
    rest = len(names) - 2
    text = say.ngettext("Together: {names} and {rest} other", "Together: {names} and {rest} others", rest)
    return text.format(names=", ".join(names[:2]), rest=rest)


def _name(code: object, kind: str, say: Words, places: Mapping[str, Trilingual]) -> str:
    if code is None:
        return say.gettext("Not known")
    return places[str(code)].in_(say.language) if kind == "municipality" and str(code) in places else str(code)


def _waiting(figures: AccessFigures, say: Words) -> Iterator[Block]:
    _ = say.gettext
    yield Heading(_("Who still waits"))
    if figures.waiting is None:
        yield Paragraph(
            _(
                "The extract does not tell whose matter ended at the assessment, so those who still "
                "wait cannot be counted. The figures above know only the visits that took place: who "
                "has waited long is seen in them only when the visit comes."
            )
        )  # fmt: skip
        return
    for row in figures.waiting:
        text = _(
            "At the end of {month} {count} assessed people waited for their first care event, "
            "{share} of them past the limit."
        )
        yield Paragraph(text.format(month=say.month(row.month or ""), count=say.count(row.n), share=say.value(row)))
    if not figures.waiting:
        yield Paragraph(_("At the end of the month nobody who had been assessed waited for a first care event."))


def _supply(figures: AccessFigures, say: Words) -> Iterator[Block]:
    if figures.supply is None or not figures.supply_by_month:
        return
    _ = say.gettext
    yield Heading(_("How soon there are free times"))
    yield Paragraph(
        _(
            "The third free non-urgent time (T3), read from the books every Tuesday. It tells of free"
            " times, not of how long anyone waited."
        )
    )  # fmt: skip
    head = [_("Month"), _("T3, days"), _("Books read"), _("Share at 182 days")]
    rows = [
        (say.months(row), say.days(row.value), say.count(row.denominator), say.share(row.extra.get("share_182")))
        for row in reversed(figures.supply_by_month)
    ]
    yield Table(_("{name}, whole county").format(name="T3"), head, rows, numeric=(1, 2, 3))
    units = [(str(row.strata.get("unit") or _("Not known")), say.days(row.value), say.count(row.denominator),
              say.share(row.extra.get("share_182"))) for row in figures.supply_by_unit]  # fmt: skip
    if units:
        yield Table(
            f"T3, {_('By unit')}",
            [_("Unit"), *head[1:]],
            sorted(units, key=lambda row: sort_key(row[0])),
            numeric=(1, 2, 3),
        )


def _extract(figures: AccessFigures, say: Words) -> Iterator[Block]:
    """What the facts were made from, and what could not be used."""
    about = figures.manifest.about
    if "rows_read" not in about:
        return
    _ = say.gettext
    read, left_out = int(about["rows_read"]), int(about["rows_left_out"])
    yield Heading(_("The extract"))
    text = _("{read} rows were read. {left_out} of them ({share}) could not be used and are not in the figures.")
    yield Paragraph(text.format(
        read=say.count(read), left_out=say.count(left_out), share=say.share(left_out / read if read else None)
    ))  # fmt: skip
    files: Sequence[str] = [str(one["file"]) for one in about.get("files", ())]
    if files:
        yield Items(files)


def _method(figures: AccessFigures, say: Words) -> Iterator[Block]:
    _ = say.gettext
    lawful, manifest = figures.lawful, figures.manifest
    yield Heading(_("Method"))
    yield Paragraph(lawful.why_it_matters.trilingual().in_(say.language))
    yield Paragraph(lawful.pitfalls.trilingual().in_(say.language))
    checked = lawful.checked_by or _("Nobody from outside the project has checked the definition yet.")
    taken = manifest.extracted_at
    rest = sorted(
        {(row.indicator_id, row.definition_hash) for row in figures.told()} - {(lawful.id, lawful.content_hash)}
    )
    yield Facts([
        (_("Definition"), f"{lawful.id}, {lawful.content_hash}"),
        (_("Checked by"), checked),
        *((_("Definition"), f"{name}, {version}") for name, version in rest),
        (_("Snapshot"), f"{manifest.snapshot_id}, {say.day(taken.date())}"),
        (_("Engine"), ", ".join(sorted({row.engine for row in figures.told()}))),
        (_("Facts contract"), str(manifest.contract_version)),
    ])  # fmt: skip
