"""Which questions does contact ask? A resident's contact with or without a name, and a notification about another."""

from ovi.contact.forms.chatting import (
    CHAT_QUESTIONS,
    BeginChatForm,
    DeskForm,
    OfferChatForm,
    SayForm,
)
from ovi.contact.forms.contacting import (
    CONTACT_STEPS,
    NAMELESS_STEPS,
    ByCodeForm,
    CodeForm,
    SendForm,
    StepForm,
    TypedForm,
    acting_rights,
    without_unseen,
)
from ovi.contact.forms.notifying import (
    STEP_FORMS,
    NoticeForm,
    notice_from,
)

__all__ = [
    "BeginChatForm",
    "ByCodeForm",
    "CHAT_QUESTIONS",
    "CONTACT_STEPS",
    "CodeForm",
    "DeskForm",
    "NAMELESS_STEPS",
    "NoticeForm",
    "OfferChatForm",
    "STEP_FORMS",
    "SayForm",
    "SendForm",
    "StepForm",
    "TypedForm",
    "acting_rights",
    "notice_from",
    "without_unseen",
]
