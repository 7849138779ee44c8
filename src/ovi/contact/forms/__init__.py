"""Which questions does contact ask? A resident's own contact, and a notification about somebody else."""

from ovi.contact.forms.chatting import BeginChatForm, DeskForm, OfferChatForm, SayForm
from ovi.contact.forms.contacting import ForWhomForm, LineForm, ReplyForm, SendForm, WordsForm
from ovi.contact.forms.notifying import STEP_FORMS, NoticeForm, notice_from

__all__ = [
    "STEP_FORMS",
    "BeginChatForm",
    "DeskForm",
    "ForWhomForm",
    "LineForm",
    "NoticeForm",
    "OfferChatForm",
    "ReplyForm",
    "SayForm",
    "SendForm",
    "WordsForm",
    "notice_from",
]
