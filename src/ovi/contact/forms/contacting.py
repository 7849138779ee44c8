"""Which questions does a contact ask, one a page, and what is a good answer?"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ovi.contact.actions import OWN_WORDS_MAX
from ovi.contact.states import ReplyBy
from ovi.directory import queries as directory

_PHONE = re.compile(r"\+?[0-9 ()-]{5,25}")
_UNSEEN = {code: None for code in range(32) if chr(code) not in "\n\t"}


def _choose(message: Any) -> dict[str, Any]:
    """One message for a choice not made and for one that the list does not have."""
    return dict.fromkeys(("required", "invalid_choice"), message)


class OwnWordsField(forms.CharField):
    """A person's own words, kept as written: emoji, right-to-left text and mark-up too.

    Only what cannot be seen is taken away: control characters, of which PostgreSQL cannot store NUL at all. Line
    ends become \\n, so that the limit counts what the person counts.
    """

    def to_python(self, value: Any) -> str:
        text = (value or "").replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)
        return str(super().to_python(text))


class ForWhomForm(forms.Form):
    """For whom does one make contact?"""

    for_whom = forms.ChoiceField(
        label=_("Whose matter is this?"),
        choices=[("self", _("My own")), ("other", _("Somebody else’s"))],
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose whose matter this is.")),
    )


class WordsForm(forms.Form):
    """What is it about, in own words?"""

    own_words = OwnWordsField(
        label=_("Tell us in your own words what you need help with"),
        help_text=_(
            "For example what has happened, since when, and what you have already tried. You do not need to write "
            "your personal identity code: we know who you are when you have signed in."
        ),
        max_length=OWN_WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": "10"}),
        error_messages={
            "required": _("Tell us in your own words what you need help with."),
            "max_length": _(
                "Your text has %(show_value)d characters and at most %(limit_value)d fit in. Shorten it, or send the "
                "rest as another message."
            ),
        },
    )


class LineForm(forms.Form):
    """Which line of service is asked?"""

    service_line = forms.ChoiceField(
        label=_("Which of these is closest to your matter?"),
        help_text=_("If you are not sure, choose what feels closest. We pass your matter on if needed."),
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose what is closest to your matter.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "fi"
        field = self.fields["service_line"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            (line.code, f"{line.about.in_(language)} ({line.name.in_(language)})")
            for line in directory.contactable_lines()
        ]


class ReplyForm(forms.Form):
    """How may we reach the person?"""

    reply_by = forms.ChoiceField(
        label=_("How may we answer you?"),
        choices=[
            (ReplyBy.MY_MATTERS, _("Here, in My matters")),
            (ReplyBy.PHONE, _("By calling me")),
            (ReplyBy.LETTER, _("By letter to my home address")),
        ],
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose how we may answer you.")),
    )
    reply_to = forms.CharField(
        label=_("Telephone number"),
        help_text=_("Needed if you want us to call. For example 040 123 4567."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": _("Check the number: digits, spaces and a plus sign in front.")},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        number = (given.get("reply_to") or "").strip()
        if given.get("reply_by") == ReplyBy.PHONE:
            digits = sum(char.isdigit() for char in number)
            if not number:
                self.add_error("reply_to", _("Give the number where we can call you."))
            elif not _PHONE.fullmatch(number) or not 5 <= digits <= 15:
                self.add_error("reply_to", _("Check the number: digits, spaces and a plus sign in front."))
        elif "reply_to" not in self.errors:
            number = ""  # a number is kept only for the use it was asked for
        return {**given, "reply_to": number}


class SendForm(forms.Form):
    """What the check page sends along beside the answers."""

    idempotency_key = forms.UUIDField()
    service = forms.IntegerField(required=False, min_value=1, max_value=2**62)
