"""What does one fill in to write a message: the client and the worker alike?"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovi.contact.actions import Words
from ovi.contact.contact_words import TYPED
from ovi.contact.message_templates import MessageTemplate
from ovi.contact.models.messages import SUBJECT_MAX, TEXT_MAX
from ovi.contact.queries import Draft
from ovi.design.dates import page_language
from ovi.design.written import WrittenField
from ovi.desks import message_words as words
from ovi.foundation.refusals import Refused

_TEXT = {
    "required": _("Write the message first."),
    "max_length": _("The text has %(show_value)d characters and at most %(limit_value)d fit in. Shorten it."),
}


class MessageForm(forms.Form):
    """A message in a thread, or with a subject as a new one. `key`: one for each message, made with the form."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("What is the message about?"), max_length=SUBJECT_MAX,
        error_messages={**_TEXT, "required": _("Write what the message is about.")},
    )  # fmt: skip
    text = WrittenField(
        label=_("Message"), max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": "7"}), error_messages=_TEXT
    )

    typed_by = forms.ChoiceField(
        label=_("Who typed?"), widget=forms.RadioSelect, choices=list(TYPED.items()),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose who typed the text.")),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, new: bool, draft: Draft | None = None, beside: bool = False, **more: Any
    ) -> None:
        """`beside`: a worker sits beside the client, so it is asked who typed."""
        started = {"key": str(uuid4()), "subject": draft.subject if draft else "", "text": draft.text if draft else ""}
        super().__init__(data, initial=started, auto_id="message-%s", **more)
        if not new:
            del self.fields["subject"]
        if not beside:
            del self.fields["typed_by"]

    def words(self, **more: Any) -> Words:
        """What is sent, of a valid form."""
        return Words(key=self.cleaned_data["key"], text=self.cleaned_data["text"].strip(),
                     typed_by=self.cleaned_data.get("typed_by", ""), **more)  # fmt: skip

    def new_key(self) -> None:
        """What is sent next is another message."""
        self._set(key=str(uuid4()))

    def _set(self, **values: str) -> None:
        """Change what was sent, as it is shown again."""
        self.data = {**{name: self.data.get(name, "") for name in self.data}, **values}

    def put(self, text: str) -> None:
        """Put a ready text after what has been written."""
        written = self.data.get("text", "").rstrip()
        self._set(text=f"{written}\n\n{text}" if written else text)


class UnitMessageForm(MessageForm):
    """The worker says also whether an answer is waited for, and may begin from a ready text."""

    wants_answer = forms.BooleanField(label=_("I wait for an answer from the client"), required=False, initial=True)
    template = forms.ChoiceField(label=_("Ready text"), required=False)

    def __init__(self, data: Any = None, *, templates: tuple[MessageTemplate, ...], **more: Any) -> None:
        super().__init__(data, **more)
        language = page_language()
        self.templates = {one.id: one for one in templates}
        offered = [(one.id, one.names.in_(language)) for one in templates]
        self.fields["template"].choices = [("", gettext("Choose")), *offered]  # type: ignore[attr-defined]

    def chosen(self) -> MessageTemplate | None:
        """The ready text asked for, whatever else is wrong with the form."""
        return self.templates.get(self.data.get("template", ""))

    def put_template(self, one: MessageTemplate, text: str) -> None:
        """The ready text goes in, and says whether it waits for an answer."""
        self.put(text)
        self._set(template="", wants_answer="on" if one.wants_answer else "")
        if "subject" in self.fields and not self.data.get("subject"):
            self._set(subject=one.names.in_(page_language()))


class EndThreadForm(forms.Form):
    """Why the thread is closed."""

    reason = forms.ChoiceField(
        label=_("Why do you close the messages?"), choices=list(words.THREAD_ENDS.items()),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose why you close the messages.")),
    )  # fmt: skip


def sent_with(form: MessageForm, send: Any) -> bool:
    """Send; what is refused stands beside the text, which is kept. A changed text gets a key of its own."""
    try:
        send()
    except Refused as refused:
        if not refused.code.startswith(("message.", "file.")):
            raise
        said = ", ".join(fault.what for fault in refused.faults) if refused.code == "message.gap" else ""
        form.add_error("text", f"{gettext(refused.message)} {said}".strip())
        if refused.code in ("message.changed", "message.key"):
            form.new_key()
        return False
    return True
