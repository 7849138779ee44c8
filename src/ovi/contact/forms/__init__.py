"""Which questions does contact ask? A resident's contact with or without a name, and a notification about another."""

from ovi.contact.forms.contacting import (
    CONTACT_STEPS,
    NAMELESS_STEPS,
    CodeForm,
    SendForm,
    StepForm,
    acting_rights,
    without_unseen,
)
from ovi.contact.forms.notifying import STEP_FORMS, NoticeForm, notice_from

__all__ = [
    "CONTACT_STEPS",
    "NAMELESS_STEPS",
    "STEP_FORMS",
    "CodeForm",
    "NoticeForm",
    "SendForm",
    "StepForm",
    "acting_rights",
    "notice_from",
    "without_unseen",
]
