"""How did people get from contact to care, stage by stage? The tables of the stages, the limits and the waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ovi.design.pdf import Block, Heading, Paragraph, Table
from ovi.engines.facts.store import Manifest
from ovi.engines.indicators.definition import Definition, ShareMarked, ShareWithin
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.run import FAST, run, runnable
from ovi.engines.indicators.waiting import still_waiting
from ovi.law import load_law
from ovi.performance.papers.words import Words

_FIRST, _CLOCKS = "contact_same_day", "lawful_clocks_kept"


@dataclass(frozen=True, slots=True)
class Waits:
    """How long those seen in the month had waited, and beside them those who still wait (None: cannot be told)."""

    definition: ShareWithin
    seen: IndicatorResult
    waiting: IndicatorResult | None


@dataclass(frozen=True, slots=True)
class Stages:
    """One month: contact to assessment and assessment to care, each lawful limit, and the waits in bands."""

    month: str
    steps: list[tuple[Definition, IndicatorResult]]
    clocks: list[IndicatorResult]
    waits: list[Waits]

    def rows(self) -> Iterator[IndicatorResult]:
        """Every figure that is told."""
        yield from (row for _, row in self.steps)
        yield from self.clocks


def stages_of(
    definitions: dict[str, Definition], facts_dir: Path, manifest: Manifest, month: str, *, queue_known: bool,
    elsewhere: str,
) -> Stages:  # fmt: skip
    """What the snapshot can tell of a month's stages; what it cannot, and what is told `elsewhere`, is left out."""
    period = Period(month, month)
    steps = [one for one in definitions.values() if one.id == _FIRST or isinstance(one, ShareWithin)]
    steps = [one for one in steps if one.id != elsewhere]
    steps.sort(key=lambda one: (one.id != _FIRST, one.id))
    told = {row.indicator_id: row for row in run(runnable(steps, manifest, ("month",)), facts_dir, period, engine=FAST)}
    clocks = [one for one in definitions.values() if one.id == _CLOCKS and not set(_needed(one)) - set(manifest.tables)]
    banded = [one for one in steps if isinstance(one, ShareWithin) and one.bands and one.id in told]
    return Stages(
        month=month,
        steps=[(one, told[one.id]) for one in steps if one.id in told],
        clocks=run(clocks, facts_dir, period, ("month", "rule")) if clocks else [],
        waits=[Waits(one, told[one.id], _queue(one, facts_dir, period) if queue_known else None) for one in banded],
    )


def _needed(definition: Definition) -> tuple[str, ...]:
    return definition.made_from.tables if isinstance(definition, ShareMarked) else ()


def _queue(definition: ShareWithin, facts_dir: Path, period: Period) -> IndicatorResult | None:
    return next(iter(still_waiting(definition, facts_dir, period)), None)


def stage_blocks(stages: Stages, say: Words) -> Iterator[Block]:
    """The paper's part on stages; nothing when nothing is known."""
    _ = say.gettext
    if not stages.steps:
        return
    yield Heading(_("From contact to care, stage by stage"))
    yield Paragraph(
        _(
            "First the need is assessed, by law on the day of contact. Then care begins. A stage has a "
            "row for each limit that is followed, of the law and of the programme."
        )
    )
    head = [_("Stage"), _("Share"), _("Within the limit"), _("Cases"), _("Median wait, days"), _("Coverage")]
    rows = [
        (_step(one, say), say.value(row), say.within(row), say.count(row.denominator),
         say.days(row.extra.get("median_wait_days")), say.share(row.extra.get("coverage")))
        for one, row in stages.steps
    ]  # fmt: skip
    yield Table(_("The stages, {month}").format(month=say.month(stages.month)), head, rows, numeric=(1, 2, 3, 4, 5))
    yield from _clocks(stages, say)
    for one in stages.waits:
        yield from _waits(one, stages.month, say)


def _step(one: Definition, say: Words) -> str:
    """The name, with the limit where waits of all lengths are told under one name."""
    name = one.names.trilingual().in_(say.language)
    if not isinstance(one, ShareWithin) or not one.bands:
        return name
    if one.limit.days is not None:
        limit = say.ngettext("{count} day", "{count} days", one.limit.days).format(count=one.limit.days)
    else:
        months = one.limit.months or 0
        limit = say.ngettext("{count} month", "{count} months", months).format(count=months)
    return f"{name} ({limit})"


def _clocks(stages: Stages, say: Words) -> Iterator[Block]:
    _ = say.gettext
    if not stages.clocks:
        return
    head = [_("Limit"), _("Share"), _("Kept"), _("Fell due")]
    rows = sorted(
        (_rules(row, say), say.value(row), say.within(row), say.count(row.denominator)) for row in stages.clocks
    )
    caption = _("Each lawful limit that fell due, {month}").format(month=say.month(stages.month))
    yield Table(caption, head, rows, numeric=(1, 2, 3))


def _rules(row: IndicatorResult, say: Words) -> str:
    """The names of the rules of a row; a rule that the law here does not know stands by its code."""
    names = {rule.id: rule.rows[-1].names.in_(say.language) for rule in load_law().rules}
    codes = [str(one.get("rule")) for one in row.extra.get("merged_strata") or [row.strata]]
    return ", ".join(f"{names[code]} ({code})" if code in names else code for code in codes)


def _waits(one: Waits, month: str, say: Words) -> Iterator[Block]:
    _ = say.gettext
    edges, seen = one.definition.bands, one.seen.extra.get("bands")
    if seen is None:
        return
    waiting = one.waiting.extra.get("bands") if one.waiting else None
    head = [_("Days since the assessment"), _("Seen in the month"), *([_("Still waiting")] if waiting else [])]
    rows = [
        (band, say.count(seen[place]), *([say.count(waiting[place])] if waiting else []))
        for place, band in enumerate(_bands(edges, say))
    ]
    name = one.definition.names.trilingual().in_(say.language)
    yield Table(f"{name}, {say.month(month)}", head, rows, numeric=tuple(range(1, len(head))))
    text = _("Of the first care events, {share} could be counted: for them it is known when the need was assessed.")
    yield Paragraph(text.format(share=say.share(one.seen.extra.get("coverage"))), small=True)


def _bands(edges: Sequence[int], say: Words) -> Iterator[str]:
    """Such as 0, 1–3, 4–7 … over 180; the last band is open."""
    for before, last in zip((-1, *edges[:-1]), edges, strict=True):
        yield str(last) if last == before + 1 else f"{before + 1}–{last}"
    yield say.gettext("over {days}").format(days=edges[-1])
