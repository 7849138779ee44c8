"""What does a professional copy into the record system, so that nothing is typed twice? Text to paste, and paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from ovi.casework.queries import AssessmentView, CaseClockView, CaseView, MomentView, clock_texts
from ovi.casework.states import MomentKind
from ovi.contact.states import ReplyBy
from ovi.design.dates import page_language, said_date, said_moment
from ovi.design.pdf import pdf
from ovi.desks import staff_words as words
from ovi.desks.pages_staff.opening import opened_case
from ovi.desks.record_notes import RecordNote, record_note
from ovi.directory.service_lines import line_name
from ovi.encounters.queries import EncounterView, encounters_of
from ovi.law.vocabulary import ClockStart, ClockStop
from ovi.plumbing import clock
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings


def notes_of(view: CaseView, encounters: Iterable[EncounterView]) -> list[RecordNote]:
    """Every note of the matter, newest first, in the language of record: Finnish, or Swedish on Swedish pages."""
    with override("sv" if page_language() == "sv" else "fi"):
        notes = [assessment_note(view)] if view.assessment else []
        notes += [
            decision_note(view, one) for one in view.moments if one.kind == MomentKind.DECIDED and not one.corrected
        ]
        notes += [encounter_note(one) for one in encounters]
    return notes[::-1]


def note_address(pk: int) -> str:
    """Where one lands after an assessment or an encounter: at its note, the newest, ready to be copied."""
    return f"{reverse('case', args=[pk])}#copy"


def note_pdf(request: HttpRequest, pk: int, note: str) -> HttpResponse:
    """One note as a PDF. The file is named by the matter's number, never by a person."""
    view = opened_case(request, pk, page="note")
    found = next((one for one in notes_of(view, encounters_of(pk)) if one.id == note), None)
    if found is None:
        raise Http404(_("There is no such note."))
    language = "sv" if page_language() == "sv" else "fi"
    with override(language):
        document = found.document(
            number=view.number,
            language=language,
            sender=county(settings().county).name.in_(language),
            page_of=_("Page {page} of {pages}"),
            about="\n".join([_line(_("Client"), view.name or _("Person not known")), _line(_("Matter"), view.number)]),
            footer=_("Invented data") if settings().invented_data else "",
        )
    answer = HttpResponse(pdf(document, now=clock.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{view.number}-{note}.pdf"'
    return answer


def assessment_note(view: CaseView) -> RecordNote:
    """The assessment with what it rests on and the limits that follow, of an assessed matter."""
    made = view.assessment
    assert made is not None  # noqa: S101 - the caller asks only for assessed matters
    health = made.care_reason is not None
    channel = words.word(words.CHANNELS, view.channel).lower()
    whose = f"{words.NOTIFIED_WORDS}: " if view.reply_by == ReplyBy.NONE else ""
    said = f"{whose}”{view.own_words.strip()}”"
    reason = [f"{_when(view.contact_at)}, {channel}", said, *(_health(made) if health else [])]
    parts = [
        ("reason", "\n".join(reason)),
        ("findings", made.note),
        ("urgency", words.word(words.URGENCIES, made.urgency)),
        ("plan", line_name(made.service_line).in_(page_language())),
        ("limits", "\n".join(_limit(clock) for clock in view.clocks)),
        ("author", made.by),
    ]
    kind = "assessment_health" if health else "assessment_social"
    return record_note("assessment", kind, _when(made.at), page_language(), parts)


def decision_note(view: CaseView, decided: MomentView) -> RecordNote:
    """That a decision was made, with the limit it kept or not; what was decided stands in the decision itself."""
    limits = [one for one in view.clocks if one.stop_kind == ClockStop.DECIDED and one.stopped_on is not None]
    later = [one for one in view.clocks if one.start_kind == ClockStart.DECIDED]
    parts = [
        ("reason", line_name(view.service_line).in_(page_language())),
        ("limits", "\n".join(_limit(clock) for clock in (*limits, *later))),
        ("author", decided.by),
    ]
    return record_note("decision", "decision", _when(decided.at), page_language(), parts)


def encounter_note(one: EncounterView) -> RecordNote:
    """One encounter as it goes into the record."""
    if one.no_show:
        how = _("The client did not come to a booked appointment")
    else:
        planned = _("by plan") if one.planned else _("not by plan")
        how = f"{words.word(words.MODES, one.mode)}, {one.minutes} min, {planned}"
    author = f"{one.by}, {words.word(words.PROFESSIONS, one.profession).lower()}"
    parts = [("reason", how), ("findings", one.note), ("author", author)]
    return record_note(f"encounter-{one.id}", "encounter", _when(one.started_at), page_language(), parts)


def _health(made: AssessmentView) -> list[str]:
    """Why care is sought, and the kinds that decide which limit applies (51 a §)."""
    said = {
        "general_medicine": _("belongs to general medicine"),
        "plan_based": _("follows a care plan"),
        "certificate_only": _("for a certificate or statement only"),
        "preventive": _("preventive"),
    }
    kinds = [text for name, text in said.items() if getattr(made, name)]
    reason = words.word(words.CARE_REASONS, made.care_reason) if made.care_reason else ""
    return [", ".join(filter(None, [reason, *kinds]))]


def _line(name: str, value: str) -> str:
    return f"{name}: {value}"


def _limit(clock: CaseClockView) -> str:
    language = page_language()
    reasonable = _("within a reasonable time")
    day = said_date(clock.due_on, today=None, language=language) if clock.due_on else reasonable
    reference = clock_texts(clock.rule_id, clock.rule_valid_from)[1]
    return f"{day} ({reference.in_(language) if reference else clock.legal_ref})"


def _when(at: datetime) -> str:
    return said_moment(localtime(at), today=None, language=page_language())
