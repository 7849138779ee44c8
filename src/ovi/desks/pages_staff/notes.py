"""What does a professional copy into the record system, so that nothing is typed twice? Plain text."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ovi.casework.queries import AssessmentView, CaseClockView, CaseView, clock_texts
from ovi.design.dates import page_language, said_date, said_moment
from ovi.desks import staff_words as words
from ovi.directory.service_lines import line_name
from ovi.encounters.queries import EncounterView


def assessment_note(view: CaseView) -> str:
    """The assessment with what it rests on and the limits that follow; empty where there is none."""
    made = view.assessment
    if made is None:
        return ""
    social = made.care_reason is None
    heading = _("Assessment of service needs") if social else _("Assessment of the need for care")
    channel = words.word(words.CHANNELS, view.channel).lower()
    lines = [
        f"{heading} {_when(made.at)}",
        _line(_("Contact"), f"{_when(view.contact_at)}, {channel}"),
        _line(_("In the client’s own words"), view.own_words.strip()),
        _line(_("Service"), line_name(made.service_line).in_(page_language())),
        _line(_("Urgency"), words.word(words.URGENCIES, made.urgency).lower()),
    ]
    if made.care_reason is not None:
        lines.append(_line(_("Reason for seeking care"), words.word(words.CARE_REASONS, made.care_reason).lower()))
        lines += [f"- {said}" for said in _kinds(made)]
    if made.note:
        lines.append(_line(_("Assessment"), made.note.strip()))
    lines += [_limit(clock) for clock in view.clocks]
    lines.append(_line(_("Assessed by"), made.by))
    return "\n".join(lines)


def _line(name: str, value: str) -> str:
    return f"{name}: {value}"


def encounter_note(one: EncounterView) -> str:
    """One encounter as it goes into the record."""
    by = f"{one.by}, {words.word(words.PROFESSIONS, one.profession).lower()}"
    if one.no_show:
        heading = _("The client did not come to a booked appointment")
        lines = [f"{heading} {_when(one.started_at)}", one.note.strip(), by]
    else:
        planned = _("by plan") if one.planned else _("not by plan")
        mode = words.word(words.MODES, one.mode)
        lines = [f"{mode} {_when(one.started_at)}, {one.minutes} min, {planned}", one.note.strip(), by]
    return "\n".join(line for line in lines if line)


def _kinds(made: AssessmentView) -> list[str]:
    said = {
        "general_medicine": _("belongs to general medicine"),
        "plan_based": _("follows a care plan"),
        "certificate_only": _("for a certificate or statement only"),
        "preventive": _("preventive"),
    }
    return [text for name, text in said.items() if getattr(made, name)]


def _limit(clock: CaseClockView) -> str:
    reasonable = _("within a reasonable time")
    day = said_date(clock.due_on, today=None, language=page_language()) if clock.due_on else reasonable
    reference = clock_texts(clock.rule_id, clock.rule_valid_from)[1]
    where = reference.in_(page_language()) if reference else clock.legal_ref
    return _line(_("Time limit"), f"{day} ({where})")


def _when(at: datetime) -> str:
    return said_moment(localtime(at), today=None, language=page_language())
