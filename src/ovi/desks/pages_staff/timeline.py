"""What has happened in a case, in order, in words?"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ovi.casework.queries import CaseView, HandOverView, MomentView
from ovi.design.dates import page_language
from ovi.design.shapes import Event
from ovi.desks import law_words
from ovi.desks import staff_words as words
from ovi.encounters.queries import EncounterView

# What is done to a case and stands nowhere else on its page with its day.
_ACTS = {
    "taken": gettext_lazy("Taken"),
    "given_back": gettext_lazy("Returned to the unit's list"),
    "assigned": gettext_lazy("Given to a colleague"),
    "matched": gettext_lazy("Joined to a person"),
    "linked": gettext_lazy("Joined to another matter"),
    "escalated": gettext_lazy("Taken to the manager"),
    "escalation_answered": gettext_lazy("The manager answered"),
    "wait_reason": gettext_lazy("Reason for waiting recorded"),
    "wait_ended": gettext_lazy("Reason for waiting ended"),
    "goal_set": gettext_lazy("Goal set"),
    "goal_ended": gettext_lazy("Goal ended"),
    "path_started": gettext_lazy("Path begun"),
    "step_done": gettext_lazy("Step of the path done"),
    "step_skipped": gettext_lazy("Step of the path left out"),
    "path_ended": gettext_lazy("Path ended"),
    "tray_picked": gettext_lazy("Service picked for the client"),
    "put_on_meeting": gettext_lazy("Put on a team’s meeting list"),
    "handled_at_meeting": gettext_lazy("Handled at a team’s meeting"),
}


def events_of(view: CaseView, encounters: Iterable[EncounterView]) -> list[Event]:
    """Contact, acts, stages, assessment, hand-overs, encounters, close; newest last, the coming one after."""
    found = [Event(view.contact_at, _("Contact arrived"), text=words.word(words.CHANNELS, view.channel))]
    acts = ((act, act.action.removeprefix("casework.")) for act in view.acts)
    found += [Event(act.at, str(_ACTS[done]), by=act.by) for act, done in acts if done in _ACTS]
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
