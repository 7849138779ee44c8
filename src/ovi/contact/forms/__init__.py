"""Which questions does contact ask? A resident's own contact, and a notification about somebody else."""

from ovi.contact.forms.contacting import ForWhomForm, LineForm, ReplyForm, SendForm, WordsForm
from ovi.contact.forms.notifying import STEP_FORMS, NoticeForm, notice_from

__all__ = ["STEP_FORMS", "ForWhomForm", "LineForm", "NoticeForm", "ReplyForm", "SendForm", "WordsForm", "notice_from"]
