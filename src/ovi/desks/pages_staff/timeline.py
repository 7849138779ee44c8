"""What has happened in a case, in order, in words?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovi.casework.queries import CaseView, HandOverView, MomentView
from ovi.design.dates import page_language
from ovi.design.shapes import Event
from ovi.desks import law_words
from ovi.desks import staff_words as words
from ovi.encounters.queries import EncounterView

_TAKEN = {"casework.taken": "taken", "casework.given_back": "given_back"}


def events_of(view: CaseView, encounters: Iterable[EncounterView]) -> list[Event]:
    """Contact, who took it, stages, assessment, hand-overs, encounters, close; newest last, the coming one after."""
    found = [Event(view.contact_at, _("Contact arrived"), text=words.word(words.CHANNELS, view.channel), icon="inbox")]
    found += [_owner(act.action, act.at, act.by) for act in view.acts if act.action in _TAKEN]
    if view.assessment:
        found.append(Event(view.assessment.at, _("Need assessed"), text=view.assessment.note, by=view.assessment.by))
    for one in view.hand_overs:
        found += _hand_over(one)
    found += [_moment(one, view) for one in view.moments if not one.corrected]
    found += [_encounter(one) for one in encounters]
    if view.closed_at:
        reason = words.word(words.CLOSE_REASONS, view.close_reason)
        found.append(Event(view.closed_at, _("Matter closed"), text=reason, by=view.owner))
    found.sort(key=lambda event: event.at)
    if view.next_event_at and not view.closed_at:
        found.append(Event(view.next_event_at, _("Booked appointment"), coming=True))
    # Clock times are said in Finland's time.
    return [Event(localtime(e.at), e.label, e.text, e.by, e.icon, e.coming) for e in found]  # type: ignore[arg-type]


def _owner(action: str, at: object, by: str) -> Event:
    label = _("Taken") if action == "casework.taken" else _("Returned to the unit's list")
    return Event(at, label, by=by)  # type: ignore[arg-type]


def _hand_over(one: HandOverView) -> list[Event]:
    language = page_language()
    unit = one.to_unit.in_(language)
    events = [Event(one.offered_at, _("Offered to unit: %(unit)s") % {"unit": unit}, text=one.reason, by=one.by)]
    if one.answered_at:
        label = {
            "accepted": _("Accepted by unit: %(unit)s"),
            "declined": _("Declined by unit: %(unit)s"),
        }.get(one.state, _("The offer to a unit ended: %(unit)s"))
        events.append(Event(one.answered_at, label % {"unit": unit}, text=one.answer))
    return events


def _moment(one: MomentView, view: CaseView) -> Event:
    return Event(one.at, str(law_words.moment_name(one.kind, view.service_line)), text=one.note, by=one.by)


def _encounter(one: EncounterView) -> Event:
    if one.no_show:
        label = _("The client did not come to a booked appointment")
    else:
        minutes = ngettext("%(n)s minute", "%(n)s minutes", one.minutes) % {"n": localize(one.minutes)}
        label = f"{words.word(words.MODES, one.mode)}, {minutes}"
    profession = words.word(words.PROFESSIONS, one.profession)
    return Event(one.started_at, label, text=one.note, by=f"{one.by}, {profession.lower()}")
