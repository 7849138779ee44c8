"""In which words are states, limits and views of one's data told to a resident? No internal words here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ovi.casework.states import CaseState, CloseReason

STATES: dict[CaseState, Any] = {
    CaseState.OPEN: _("Waits for assessment"),
    CaseState.ASSESSED: _("Assessed, waits for its service"),
    CaseState.IN_SERVICE: _("The service has begun"),
    CaseState.CLOSED: _("Ended"),
}
NEXT_STEPS: dict[CaseState, Any] = {
    CaseState.OPEN: _("A professional reads your message and assesses with you what help you need."),
    CaseState.ASSESSED: _("We arrange the service that was agreed on and tell you the time."),
    CaseState.IN_SERVICE: _("The service continues as you have agreed with the professional."),
    CaseState.CLOSED: _("Nothing more. If you need help again, contact us again."),
}
TURNS: dict[CaseState, Any] = {
    CaseState.OPEN: _("Ours. You do not need to do anything now."),
    CaseState.ASSESSED: _("Ours. You do not need to do anything now."),
    CaseState.IN_SERVICE: _("Yours and ours together, as agreed."),
    CaseState.CLOSED: _("Nobody's: the matter has ended."),
}
TURN_YOURS = _("Waits for you: we have written to you and wait for your answer.")
MESSAGE_NEW = _("A new message for you")
MESSAGE_YOURS = _("Waits for you")
MESSAGE_OURS = _("Waits for our answer")
CLOSE_REASONS: dict[str, Any] = {
    CloseReason.RESOLVED_AT_FIRST_CONTACT: _("Your matter was settled at the first contact."),
    CloseReason.SERVICE_GIVEN: _("The service was given."),
    CloseReason.CLIENT_WITHDREW: _("You told us that you no longer need the service."),
    CloseReason.NOT_REACHED: _("We could not reach you. Contact us again if you still need help."),
    CloseReason.OTHER_SERVICE: _("The matter continues in another service."),
}
STARTS: dict[str, Any] = {
    "contact": _("from the day you made contact"),
    "pending": _("from the day your matter arrived"),
    "assessed": _("from the day your need was assessed"),
    "referral_arrived": _("from the day the referral arrived"),
    "need_established": _("from the day the need was found"),
    "application_complete": _("from the day your application was complete"),
    "decided": _("from the day of the decision"),
    "visit": _("from the day of the visit"),
}
STARTED = _("The time runs {start}, {day}")
STARTED_AFTER_WEEKEND = _("The time starts only on {day}, because your message arrived at the weekend.")
STARTED_LATER = _("The time starts only on {day}, because your message arrived outside office hours.")
NEXT_WHEN_BOOKED = _("You have an appointment. If you cannot come, tell us in good time.")
NEXT_WHEN_NOTICED = _("A professional assesses with you what help is needed.")
STOPS: dict[str, Any] = {
    "assessed": _("Your need must be assessed"),
    "assessment_started": _("The assessment must begin"),
    "assessment_completed": _("The assessment must be ready"),
    "care_event": _("You must get care"),
    "treatment_started": _("The treatment must begin"),
    "decided": _("The decision must be made"),
    "service_started": _("The service must begin"),
    "informed": _("You must be informed"),
}
HAPPENINGS: dict[str, tuple[Any, str]] = {
    "arrived": (_("Your message arrived"), "inbox"),
    "pending": (_("Your matter became pending"), "inbox"),
    "assessed": (_("Your need was assessed"), "checkmark-circle"),
    "booked": (_("An appointment was booked for you"), "calendar"),
    "appointment": (_("Booked appointment"), "calendar"),
    "met": (_("You met a professional"), "people"),
    "missed": (_("A booked appointment was not used"), "information"),
    "handed_over": (_("Your matter moved to another unit"), "forward"),
    "closed": (_("The matter ended"), "checkmark"),
}
PURPOSES: dict[str, Any] = {
    "care": _("for your care"),
    "service": _("to arrange your social services"),
    "management": _("to lead and supervise the service"),
    "operation": _("to keep the system working"),
    "emergency": _("in an emergency"),
    "own_matter": _("your own matter"),
    "on_behalf": _("to act for you"),
    "assisted": _("to help you use the service"),
}
RELATIONS: dict[str, Any] = {
    "case": _("Your matter is in their unit."),
    "offered": _("Your matter has been offered to their unit."),
    "own_client": _("They are your own worker, or their substitute."),
    "emergency": _("They opened your data in an emergency. The reason is always reviewed."),
    "ground": _("They opened your data from another register on a ground in the law. The reason is always reviewed."),
    "opening_review": _("They reviewed why your data had been opened."),
    "worklist": _("Your matter is on their unit's worklist."),
    "match": _("They looked for the person whom a matter concerns."),
    "printing": _("They printed a letter to you for posting."),
    "own_list": _("You are on their own list of clients."),
    "management": _("They lead or supervise the service."),
    "person_context": _("They had you open in another system and looked for your matters."),
    "contact": _("They wrote down your contact."),
    "chat": _("You chatted with their unit."),
    "log_review": _("They checked who has viewed data."),
    "own_matter": _("Your own data."),
    "guardian": _("They are your guardian."),
    "trustee": _("They are your appointed trustee."),
    "mandate": _("You have given them a mandate."),
    "carer": _("You have let them see, as your carer."),
    "help": _("They sat beside you and helped you to use the service."),
    "representation": _("They wrote down who may act for whom."),
}
ROLES: dict[str, Any] = {
    "nurse": _("nurse"),
    "doctor": _("doctor"),
    "therapist": _("therapist"),
    "social_worker": _("social worker"),
    "student_welfare": _("student welfare worker"),
    "manager": _("manager"),
    "programme_office": _("programme office"),
    "operator": _("system operator"),
    "resident": _("resident"),
    "system": _("the system"),
}
PAGES: dict[str, Any] = {
    "worklist": _("the worklist"),
    "caseload": _("the steps of their own clients"),
    "client_list": _("the list of their own clients"),
    "team_meeting": _("the list of a team's meeting"),
    "worklist_file": _("the worklist as a file"),
    "worklist_selected": _("matters selected on the worklist"),
    "attention": _("the list of matters that a manager looks after"),
    "reach": _("where you may be reached"),
    "letters": _("the letters to post"),
    "case": _("your matter"),
    "calls": _("the list of people to be called"),
    "call": _("your request for a call"),
    "assess": _("the assessment of your need"),
    "encounter": _("the record of a meeting"),
    "moments": _("the stages of your matter"),
    "opening": _("the list of your matters"),
    "open_across": _("your matter"),
    "log_limit": _("your matter"),
    "openings": _("the review of openings"),
    "cases_behind_figure": _("the matters behind a figure"),
    "access_log": _("the log of who has viewed data"),
    "my_matters": _("your matters"),
    "matter": _("your matter"),
    "receipt": _("the receipt of your message"),
    "contact_file": _("a file of your message"),
    "match_person": _("a search for the right person"),
    "note": _("a note for the record system"),
    "tray": _("the services picked for you"),
    "person": _("the list of your matters"),
    "contact_logged": _("the receipt of your contact"),
    "code": _("the giving of a code to your matter"),
    "acting": _("the service, as you see it"),
    "on_behalf": _("the list of those for whom they act"),
    "help": _("the start of helping you"),
    "right": _("the receipt of a right to act for another"),
    "copy": _("a copy of your data"),
    "messages": _("the list of messages"),
    "case_messages": _("the messages of your matter"),
    "chat": _("your chat"),
    "chat_board": _("the list of those who wait in the chat"),
}


def turn_comes(weeks: tuple[int, int]) -> str:
    """When one's turn might come, in whole weeks (from, to)."""
    soonest, latest = weeks
    if latest == 1:
        return gettext("At the present pace your turn comes within a week.")
    if soonest == latest:
        said = ngettext("At the present pace your turn comes in about %(n)s week.",
                        "At the present pace your turn comes in about %(n)s weeks.", latest)  # fmt: skip
        return said % {"n": latest}
    return gettext("At the present pace your turn comes in about %(a)s–%(b)s weeks.") % {"a": soonest, "b": latest}
