"""What does the half-yearly paper on social limits say? Each rule, what fell due, and how it was kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ovi.design.pdf import Block, Document, Facts, Paragraph, Table
from ovi.engines.facts.store import Manifest
from ovi.engines.indicators.deadlines import ENGINE, Deadline
from ovi.foundation.text import Trilingual
from ovi.law import load_law
from ovi.law.rules import Rule
from ovi.performance.papers.words import FEW, Words, words


def deadlines_paper(
    found: Sequence[Deadline], manifest: Manifest, language: str, *, since: date, until: date, today: date,
    sender: Trilingual, invented: bool = False,
) -> Document:  # fmt: skip
    """The paper of the half-year [since, until) in one language."""
    say = words(language)
    _ = say.gettext
    half = (_("January–June {year}") if since.month == 1 else _("July–December {year}")).format(year=since.year)
    blocks: list[Block] = [
        Paragraph(_(
            "How the lawful limits that fell due in the half-year were kept. The county publishes "
            "this list twice a year."
        ))
    ]  # fmt: skip
    if until > today:
        last = min(until - timedelta(days=1), today)
        blocks.append(Paragraph(_("The half-year is not over. Counted until {day}.").format(day=say.day(last))))
    blocks += (
        _table(found, say) if found else [Paragraph(_("The facts hold no limits of social welfare for the half-year."))]
    )
    blocks.append(Facts([
        *((_("Definition"), f"{rule.id}, {rule.version}") for rule in map(_known, found) if rule),
        (_("Snapshot"), f"{manifest.snapshot_id}, {say.day(manifest.extracted_at.date())}"),
        (_("Engine"), ENGINE),
    ]))  # fmt: skip
    return Document(
        title=f"{_('Limits of social welfare')}, {half}", language=language, sender=sender.in_(language),
        page_of=_("Page {page} of {pages}"), blocks=blocks, footer=_("Invented data") if invented else "",
    )  # fmt: skip


def _table(found: Sequence[Deadline], say: Words) -> list[Block]:
    _ = say.gettext
    head = [
        _("Limit"), _("Fell due"), _("Kept in time"), _("Done late"), _("Past the day, not done"),
        _("Typically late, days"), _("No number in the law"),
    ]  # fmt: skip
    rows = [(_rule(one, say), *_cells(one, say)) for one in found]
    hint = _(
        "Counts from one to four are not published. Where they would show, ranges are given, or done late and not done "
        "together. A limit belongs to the half-year in which it fell due, also when the matter began earlier. Fewer "
        "than five is written <5."
    )
    return [Table(_("Limits by rule"), head, rows, numeric=(1, 2, 3, 4, 5, 6)), Paragraph(hint, small=True)]


def _known(one: Deadline) -> Rule | None:
    return next((rule for rule in load_law().rules if rule.id == one.rule_id), None)


def _rule(one: Deadline, say: Words) -> str:
    rule = _known(one)
    if rule is None:
        return one.rule_id
    return f"{rule.rows[-1].names.in_(say.language)} ({rule.reference(rule.rows[-1]).in_(say.language)})"


def _cells(one: Deadline, say: Words) -> tuple[str, ...]:
    unlimited = say.count(one.unlimited)
    if one.due is None:
        return FEW, "", "", "", "", unlimited
    median = "" if one.median_days_late is None else say.days(one.median_days_late)
    if one.in_time is None or one.missed is None:
        missed = f"{say.count(one.missed_low)}–{say.count(one.missed_high)}"
        return (
            say.count(one.due),
            f"{say.count(one.low)}–{say.count(one.high)}",
            *_together(missed, say),
            median,
            unlimited,
        )
    if one.late is None or one.waiting is None:
        return say.count(one.due), say.count(one.in_time), *_together(say.count(one.missed), say), median, unlimited
    return say.count(one.due), say.count(one.in_time), say.count(one.late), say.count(one.waiting), median, unlimited


def _together(missed: str, say: Words) -> tuple[str, str]:
    """Done late and not done, told as one number."""
    return f"{missed} ({say.gettext('together')})", ""
