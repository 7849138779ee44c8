"""What does a measure's definition mean in words? Whom it counts, within what, who answers for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovi.design.dates import page_language, said_date, said_moment
from ovi.design.shapes import Row
from ovi.engines.indicators.definition import Definition, Limit, OverRows, ShareWithin
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.text import Trilingual
from ovi.performance.queries import Run
from ovi.performance.queries.names import PROFESSIONS, SERVICE_LINES
from ovi.performance.queries.saying import said_number


def what_is_counted(definition: Definition) -> list[Row]:
    """Numerator, denominator, limit and month, line by line."""
    if isinstance(definition, OverRows):
        return _over_rows(definition)
    chosen, language = definition.population, page_language()
    if isinstance(definition, ShareWithin):
        share = _("Of these, those that came within the limit from the completed assessment of need")
        month = _("The month of the first care event")
    else:
        share = _("Of these, those whose third free time was within the target")
        month = _("The months of the measuring days: each Tuesday")
    rows = [
        Row(_("All (denominator)"), _sentence(definition.unit_of_count.trilingual().in_(language))),
        Row(_("Counted (numerator)"), share),
        Row(_("Limit"), f"{said_limit(definition.limit)} ({_basis(definition)})"),
        Row(_("Service lines"), _listed(chosen.service_lines, SERVICE_LINES)),
        Row(_("Professions"), _listed(chosen.professions, PROFESSIONS)),
        Row(_("Month"), month),
    ]
    if definition.law:
        rows.append(Row(_("Rules of the law"), ", ".join(definition.law)))
    return rows


def _over_rows(definition: OverRows) -> list[Row]:
    """What is counted, in the definition's own words: it has no limit and no professions."""
    language = page_language()
    months = {
        "month": _("The month of the event that is counted"),
        "month_end": _("The last day of the month"),
        "12_months": _("The twelve months that end with the month"),
    }
    rows = [
        Row(_("All (denominator)"), definition.denominator.trilingual().in_(language)),
        Row(_("Counted (numerator)"), definition.numerator.trilingual().in_(language)),
        Row(_("Month"), months[definition.period]),
    ]
    if definition.law:
        rows.append(Row(_("Rules of the law"), ", ".join(definition.law)))
    return rows


def who_answers(definition: Definition) -> list[Row]:
    """Owner, review, source and version."""
    language = page_language()
    checked = definition.checked_by or _("Nobody outside the project has checked this definition yet")
    return [
        Row(_("Owner"), definition.owner),
        Row(_("Checked by"), checked),
        Row(_("Reviewed"), said_date(definition.reviewed_on, today=None, language=language)),
        Row(_("Next review"), said_date(definition.next_review_on, today=None, language=language)),
        Row(_("Source"), Trilingual(en=definition.source)),
        Row(_("Version of the definition"), definition.content_hash),
    ]


def what_lies_behind(run: Run) -> list[Row]:
    """The snapshot that the newest figures were computed from."""
    language = page_language()
    taken = said_moment(run.extracted_at.astimezone(HELSINKI), today=None, language=language)
    computed = said_moment(run.at.astimezone(HELSINKI), today=None, language=language)
    tables = {"need": _("Needs"), "clock": _("Lawful limits"), "encounter": _("Encounters"),
              "slot": _("Free times read"), "unit": _("Units"),
              "tray_pick": _("Services picked")}  # fmt: skip
    rows = [
        Row(_("Snapshot"), run.snapshot_id),
        Row(_("Facts extracted"), taken),
        Row(_("Computed"), computed),
        Row(_("Engine"), run.engine),
    ]
    return rows + [Row(name, said_number(run.counts.get(table, 0))) for table, name in tables.items()]


def said_limit(limit: Limit) -> str:
    """7 days, 3 months, or the lawful due day of each need."""
    if limit.days is not None:
        return ngettext("{count} day", "{count} days", limit.days).format(count=limit.days)
    if limit.months is not None:
        return ngettext("{count} month", "{count} months", limit.months).format(count=limit.months)
    return _("the lawful due day of each need")


def _basis(definition: Definition) -> str:
    return _("from the law") if definition.limit_basis == "law" else _("a target of the programme, not of the law")


def _listed(codes: Sequence[str], known: Mapping[str, object]) -> str:
    return ", ".join(str(known.get(code, code)) for code in codes) or _("All")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
