"""By which channels does a contact come and is it answered, and what becomes of it?"""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The door by which a contact came; all are one model (design §5.10)."""

    WEB = "web"
    PHONE = "phone"
    DESK = "desk"
    LETTER = "letter"


class IdentityCheck(StrEnum):
    """How a worker made sure who the person is; many have no identity code or e-identification, and that is normal."""

    KNOWN = "known"
    QUESTIONS = "questions"
    DOCUMENT = "document"
    NOT_CHECKED = "not_checked"


class ReplyBy(StrEnum):
    """How the person wants the answer."""

    MY_MATTERS = "my_matters"
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    CODE = "code"  # without an account: one comes back with the code
    NONE = "none"  # a notification: its sender gets a receipt only


class Ground(StrEnum):
    """By what right somebody made contact for another; the same words as people's rights. A carer only sees."""

    GUARDIAN = "guardian"
    TRUSTEE = "trustee"
    MANDATE = "mandate"


class NoticeKind(StrEnum):
    """What a notification is (ilmoitus): each has its own section of law and its own line of service."""

    CHILD_PROTECTION = "child_protection"
    UNBORN_CHILD = "unborn_child"
    OLDER_PERSON = "older_person"
    ADULT = "adult"
    WITH_FAMILY = "with_family"


class NotifierKind(StrEnum):
    """Who notifies: a private person with or without a name, or somebody with a duty to (ilmoitusvelvollinen)."""

    ANONYMOUS = "anonymous"
    PRIVATE = "private"
    DUTY_BOUND = "duty_bound"


class SubjectKnows(StrEnum):
    """Does the person (or family) know of the notification?"""

    AGREED = "agreed"
    TOLD = "told"
    NOT_TOLD = "not_told"
    UNSURE = "unsure"


class ContactState(StrEnum):
    """RECEIVED: stored, receipt given. IN_CASE: a case answers for it."""

    RECEIVED = "received"
    IN_CASE = "in_case"


TRANSITIONS: dict[ContactState, frozenset[ContactState]] = {
    ContactState.RECEIVED: frozenset({ContactState.IN_CASE}),
    ContactState.IN_CASE: frozenset(),
}
