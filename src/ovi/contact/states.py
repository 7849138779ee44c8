"""By which channels does a contact come and is it answered, and what becomes of it?"""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The door by which a contact came; all are one model (design §5.10)."""

    WEB = "web"
    PHONE = "phone"
    DESK = "desk"
    LETTER = "letter"
    CHAT = "chat"
    ASSESSMENT = "assessment"  # a document that the person let another service send, for example Omaolo
    REFERRAL = "referral"  # another organisation's professional refers the person to us


class ReferredUrgency(StrEnum):
    """How urgent the referring professional judged it. Ours judge anew; it orders nothing by itself."""

    URGENT = "urgent"
    NON_URGENT = "non_urgent"


class IdentityCheck(StrEnum):
    """How a worker made sure who the person is; many have no identity code or e-identification, and that is normal."""

    KNOWN = "known"
    QUESTIONS = "questions"
    DOCUMENT = "document"
    NOT_CHECKED = "not_checked"


class TypedBy(StrEnum):
    """Who typed, when a worker sat beside the client?"""

    CLIENT = "client"
    HELPER = "helper"


class CodeWay(StrEnum):
    """How does a worker give a code to come back by?"""

    TOLD = "told"
    PAPER = "paper"
    POST = "post"


class ReplyBy(StrEnum):
    """How the person wants the answer."""

    MY_MATTERS = "my_matters"
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"
    CODE = "code"  # without an account: one comes back with the code
    CHAT = "chat"
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


class Side(StrEnum):
    """Who says something in a thread or a chat: the client (or who acts for them), the unit, or the product itself."""

    CLIENT = "client"
    UNIT = "unit"
    SYSTEM = "system"


class ThreadState(StrEnum):
    """Whose turn it is in a thread of messages (viestiketju). INFORMED: the unit wrote and needs no answer."""

    AWAITS_UNIT = "awaits_unit"
    AWAITS_CLIENT = "awaits_client"
    INFORMED = "informed"
    CLOSED = "thread_closed"


# Nothing that anybody writes is ever refused by a state: a message in a closed thread opens it again.
THREAD_TRANSITIONS: dict[ThreadState, frozenset[ThreadState]] = {
    ThreadState.AWAITS_UNIT: frozenset({ThreadState.AWAITS_CLIENT, ThreadState.INFORMED, ThreadState.CLOSED}),
    ThreadState.AWAITS_CLIENT: frozenset({ThreadState.AWAITS_UNIT, ThreadState.INFORMED, ThreadState.CLOSED}),
    ThreadState.INFORMED: frozenset({ThreadState.AWAITS_UNIT, ThreadState.AWAITS_CLIENT, ThreadState.CLOSED}),
    ThreadState.CLOSED: frozenset({ThreadState.AWAITS_UNIT, ThreadState.AWAITS_CLIENT, ThreadState.INFORMED}),
}


class ThreadEnd(StrEnum):
    """Why the unit closed a thread."""

    ANSWERED = "answered"
    OTHER_WAY = "other_way"
    NO_ANSWER = "no_answer"


class ChatState(StrEnum):
    """Where a chat (chat-keskustelu) is. LEFT: the client went away while waiting and did not come back in time."""

    WAITING = "chat_waiting"
    ACTIVE = "chat_active"
    LEFT = "chat_left"
    ENDED = "chat_ended"


CHAT_TRANSITIONS: dict[ChatState, frozenset[ChatState]] = {
    ChatState.WAITING: frozenset({ChatState.ACTIVE, ChatState.LEFT, ChatState.ENDED}),
    ChatState.ACTIVE: frozenset({ChatState.WAITING, ChatState.ENDED}),  # returned to the queue, with its old place
    ChatState.LEFT: frozenset({ChatState.WAITING}),  # joins again, last in the queue
    ChatState.ENDED: frozenset(),
}


class ChatLine(StrEnum):
    """What a line of a chat is: something said, or something that happened in it."""

    SAID = "said"
    JOINED = "joined"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    LEFT = "left"
    CAME_BACK = "came_back"
    ENDED = "ended"


class ChatFor(StrEnum):
    """For whom one chats: oneself, or a child or another whose matter one looks after."""

    SELF = "self"
    CHILD = "child"
    OTHER = "other"
