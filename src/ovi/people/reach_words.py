"""How are ways, wishes and notices said on pages? Tables of words for the codes of people.states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ovi.people.states import NoticeState, NotifyKind, PointKind, Purpose, RuleKind, TryOutcome, Way

WAYS: dict[Way, Any] = {
    Way.SUOMI_FI: _("Suomi.fi message"),
    Way.EMAIL: _("E-mail"),
    Way.SMS: _("Text message"),
    Way.LETTER: pgettext_lazy("way", "Letter"),
    Way.PHONE: _("Telephone call"),
    Way.VOICE_MAIL: _("Message on the answering machine"),
    Way.HOME: _("Home: letters, visits, the home’s telephone"),
}
POINTS: dict[PointKind, Any] = {
    PointKind.EMAIL: _("E-mail address"),
    PointKind.PHONE: _("Mobile telephone number"),
    PointKind.POSTAL: _("Postal address"),
}
PURPOSES: dict[Purpose, Any] = {
    Purpose.RECEIPT: _("The arrival of a message"),
    Purpose.ANSWER: _("An answer, a message or a question"),
    Purpose.APPOINTMENT: _("An appointment"),
}
RULES: dict[RuleKind, Any] = {
    RuleKind.NEVER: _("Never this way"),
    RuleKind.ONLY: _("Only this way"),
    RuleKind.ALSO: _("This way too"),
}
# What was told, as a worker and the person read it.
KINDS: dict[NotifyKind, Any] = {
    NotifyKind.RECEIPT: _("The message has arrived"),
    NotifyKind.ANSWER_WAITING: _("An answer waits"),
    NotifyKind.MESSAGE_WAITING: _("A message waits"),
    NotifyKind.APPOINTMENT: _("An appointment is booked"),
    NotifyKind.APPOINTMENT_CHANGED: _("An appointment has changed"),
    NotifyKind.REQUEST_FOR_INFORMATION: _("We wait for your answer"),
    NotifyKind.HAND_OVER_RESIDENT: _("The matter has a new handler"),
    NotifyKind.DEADLINE_PASSED_INFORMATION: _("The matter is late"),
    NotifyKind.SERVICES_PICKED: _("Services have been picked"),
    NotifyKind.CALL_ATTEMPTED: _("A call was attempted"),
    NotifyKind.COPY_READY: _("The copy of own data is ready"),
    NotifyKind.CONFIRM_ADDRESS: _("Code to confirm an address"),
    NotifyKind.CODE_LETTER: _("Code to come back with"),
    NotifyKind.OPENING_ALERT: _("Data has been opened exceptionally"),
}
STATES: dict[NoticeState, Any] = {
    NoticeState.WAITING: pgettext_lazy("notice", "Waits to be sent"),
    NoticeState.SENT: pgettext_lazy("notice", "Sent"),
    NoticeState.TO_PRINT: pgettext_lazy("notice", "Waits to be printed"),
    NoticeState.PRINTED: pgettext_lazy("notice", "Posted"),
    NoticeState.NOT_SENT: pgettext_lazy("notice", "Could not be sent"),
    NoticeState.TOLD: pgettext_lazy("notice", "Told otherwise"),
    NoticeState.WITHHELD: pgettext_lazy("notice", "Not told"),
}
TOLD_BY_WORKER = pgettext_lazy("notice", "A worker tells you")
WHY_NOT: dict[str, Any] = {
    "nothing_allowed": _("No confirmed address or allowed way is known."),
    "none_worked": _("Every allowed way was tried and none worked."),
    "minors_own": _("It is a minor’s own matter, which is not told to a guardian."),
}
OUTCOMES: dict[TryOutcome, Any] = {
    TryOutcome.STARTED: _("interrupted, perhaps sent"),
    TryOutcome.TAKEN: _("taken over"),
    TryOutcome.LATER: _("did not go now"),
    TryOutcome.REFUSED: _("refused"),
    TryOutcome.BOUNCED: _("came back"),
}
TONES: dict[NoticeState, str] = {
    NoticeState.WAITING: "info",
    NoticeState.SENT: "success",
    NoticeState.TO_PRINT: "info",
    NoticeState.PRINTED: "success",
    NoticeState.NOT_SENT: "danger",
    NoticeState.TOLD: "neutral",
    NoticeState.WITHHELD: "neutral",
}
