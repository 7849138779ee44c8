"""What is asked before a chat, what is said in it, and which rules does a unit's chat have?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ovi.contact.actions import Asked
from ovi.contact.chat_words import FOR_WHOM
from ovi.contact.models.chat import TEXT_MAX
from ovi.contact.queries import DeskNow
from ovi.contact.states import ChatFor
from ovi.design.written import WrittenField
from ovi.directory.service_lines import LINES

_TOO_LONG = _("The text has %(show_value)d characters and at most %(limit_value)d fit in. Shorten it.")


CHAT_QUESTIONS = ("own_words", "service_line", "for_whom")  # one a page


def _choose(message: Any) -> dict[str, Any]:
    return dict.fromkeys(("required", "invalid_choice"), message)


class BeginChatForm(forms.Form):
    """What a professional needs to know first; the answers are the first lines of the chat."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    own_words = WrittenField(
        label=_("What is it about?"), max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": "5"}),
        help_text=_("Tell in your own words. You can go on while you wait."),
        error_messages={"required": _("Tell in your own words what it is about."), "max_length": _TOO_LONG},
    )  # fmt: skip
    service_line = forms.ChoiceField(
        label=_("Which of these is closest?"), widget=forms.RadioSelect,
        error_messages=_choose(_("Choose what is closest to your matter.")),
    )  # fmt: skip
    for_whom = forms.ChoiceField(
        label=_("Whose matter is this?"), widget=forms.RadioSelect, choices=list(FOR_WHOM.items()),
        error_messages=_choose(_("Choose whose matter this is.")),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, desk: DeskNow, kept: Mapping[str, str] | None = None) -> None:
        """`kept`: what has been answered so far, shown again without judging what is not asked yet."""
        started: dict[str, Any] = {"key": str(uuid4()), "for_whom": ChatFor.SELF}
        language = get_language() or "fi"
        lines = [(code, f"{LINES[code].about.in_(language)}") for code in desk.service_lines]
        if len(lines) == 1:
            started["service_line"] = lines[0][0]
        super().__init__(data, initial={**started, **{name: value for name, value in (kept or {}).items() if value}})
        self.fields["service_line"].choices = lines  # type: ignore[attr-defined]
        self.questions = tuple(name for name in CHAT_QUESTIONS if name != "service_line" or len(lines) != 1)

    def wrong_until(self, question: str) -> str:
        """Of a bound form: the first question up to this one without a good answer; later ones are not judged yet."""
        place = self.questions.index(question)
        for name in self.questions[place + 1 :]:
            self.errors.pop(name, None)
        return next((name for name in self.questions if name in self.errors), "")

    def beside(self, question: str, step: int) -> str:
        """The question so many steps on, or the first or last of them."""
        return self.questions[min(max(self.questions.index(question) + step, 0), len(self.questions) - 1)]

    def asked(self) -> Asked:
        """The answers, of a valid form."""
        given = self.cleaned_data
        return Asked(given["own_words"].strip(), given["service_line"], given["for_whom"], get_language() or "fi")


class SayForm(forms.Form):
    """What is said. `key`: one for each line, made with the form; said again it is the same line."""

    key = forms.UUIDField()
    text = WrittenField(
        max_length=TEXT_MAX, error_messages={"required": _("Write something first."), "max_length": _TOO_LONG}
    )


class OfferChatForm(forms.Form):
    """To which colleague?"""

    to = forms.TypedChoiceField(
        label=_("To which colleague?"), coerce=int,
        error_messages=_choose(_("Choose a colleague of your own unit.")),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, colleagues: list[tuple[int, str]]) -> None:
        super().__init__(data, auto_id="offer-%s")
        self.fields["to"].choices = colleagues  # type: ignore[attr-defined]


class DeskForm(forms.Form):
    """The rules of a unit's chat."""

    unit = forms.IntegerField(widget=forms.HiddenInput)
    is_open = forms.BooleanField(
        label=_("The unit has a chat"), required=False,
        help_text=_("It is open by the unit's chat hours. Give them among the unit's hours."),
    )  # fmt: skip
    anonymous = forms.BooleanField(
        label=_("One may chat without signing in or telling one's name"), required=False,
        help_text=_("For low-threshold help, for example for the young."),
    )  # fmt: skip
    return_minutes = forms.IntegerField(
        label=_("How many minutes somebody who waits may be away and keep their place"), min_value=2, max_value=60,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Give a time from 2 to 60 minutes.")
        ),
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )  # fmt: skip
