"""Which questions does a contact ask, one a page, and what is a good answer?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import phonenumbers
from django import forms
from django.core.validators import validate_email
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ovi.contact import contact_words as words
from ovi.contact.actions import OWN_WORDS_MAX
from ovi.contact.states import ReplyBy
from ovi.directory import queries as directory
from ovi.directory.queries import ServiceCard
from ovi.people.queries import RepresentationView

_KEPT_FORMAT = "\u200c\u200d"  # joiners that Persian and emoji are written with


def _choose(message: Any) -> dict[str, Any]:
    """One message for a choice not made and for one that the list does not have."""
    return dict.fromkeys(("required", "invalid_choice", "invalid_list"), message)


def without_unseen(text: str) -> str:
    """The text without what cannot be seen: control characters (PostgreSQL cannot store NUL at all), marks that turn
    the text around or hide in it. Emoji, right-to-left letters and mark-up stay as written; line ends become \\n."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if plain.replace("\n", "").isprintable():
        return plain
    return "".join(
        char for char in plain
        if char in "\n\t" or char in _KEPT_FORMAT or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )  # fmt: skip


class OwnWordsField(forms.CharField):
    """A person's own words, kept as written; the limit counts what the person counts."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(without_unseen(value or "")))
        return text if any(unicodedata.category(char)[0] not in "ZCM" for char in text) else ""


class PhoneField(forms.CharField):
    """A telephone number, Finnish or foreign, kept as the person writes it."""

    def to_python(self, value: Any) -> str:
        return " ".join(without_unseen(str(value or "")).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_phone(value):
            raise forms.ValidationError(_("Check the number. For example 040 123 4567 or +46 70 123 45 67."))


def is_phone(text: str) -> bool:
    """Is this a number that can be called? A Finnish one may be without its country."""
    try:
        number = phonenumbers.parse(text, "FI")
    except phonenumbers.NumberParseException:
        return False
    return text.isascii() and not number.extension and phonenumbers.is_valid_number(number)


class StepForm(forms.Form):
    """One page's question. `answers` are those given so far, `rights` those by which the person may act for others.

    `registers`: the only ones asked for, where a worker sits beside the person.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        answers: Mapping[str, Any],
        rights: Sequence[RepresentationView] = (),
        nameless: Sequence[ServiceCard] = (),
        registers: frozenset[str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.answers, self.rights, self.nameless, self.registers = answers, rights, nameless, registers
        self.fit()

    def fit(self) -> None:
        """Fit the question to what is known; a page without need for it does nothing."""

    def choices_of(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def right(self) -> RepresentationView | None:
        """The right to act for the person chosen so far."""
        chosen = str(self.answers.get("for_person") or "")
        return next((one for one in self.rights if str(one.person_id) == chosen and one.may_act), None)


class ForWhomForm(StepForm):
    """For whom does one make contact?"""

    for_whom = forms.ChoiceField(
        label=_("Whose matter is this?"),
        choices=[
            ("self", _("My own")),
            ("child", pgettext_lazy("whose matter", "My child’s")),
            ("other", _("Somebody else’s")),
        ],
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose whose matter this is.")),
    )


class WhomForm(StepForm):
    """Who is it, of those for whom one may act?"""

    for_person = forms.ChoiceField(
        label=_("Who is it?"),
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose who it is.")),
    )

    def fit(self) -> None:
        named = [(str(one.person_id), words.right_said(one)) for one in acting_rights(self.rights, self.answers)]
        self.choices_of("for_person", [*named, ("none", _("Somebody else, or I have no right to act for them"))])


def acting_rights(rights: Sequence[RepresentationView], answers: Mapping[str, Any]) -> list[RepresentationView]:
    """Of the rights those that let make contact: a child's guardians for a child, all others for somebody else."""
    child = answers.get("for_whom") == "child"
    return [one for one in rights if one.may_act and (one.kind == "guardian") == child]


class WordsForm(StepForm):
    """What is it about, in own words?"""

    own_words = OwnWordsField(
        label=_("Tell us in your own words what you need help with"),
        help_text=_(
            "For example what has happened, since when, and what you have already tried. You do not need to write "
            "your personal identity code."
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


class LineForm(StepForm):
    """Which line of service is asked?"""

    service_line = forms.ChoiceField(
        label=_("Which of these is closest to your matter?"),
        help_text=_("If you are not sure, choose what feels closest. We pass your matter on if needed."),
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose what is closest to your matter.")),
    )

    def fit(self) -> None:
        language = get_language() or "fi"
        lines = [(one.code, f"{one.about.in_(language)} ({one.name.in_(language)})", one.register)
                 for one in directory.contactable_lines()]  # fmt: skip
        right = self.right()
        asked = right.registers if right else self.registers
        self.choices_of("service_line", [(code, said) for code, said, reg in lines if asked is None or reg in asked])


class ReplyForm(StepForm):
    """How may we reach the person?"""

    reply_by = forms.ChoiceField(
        label=_("How may we answer you?"),
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose how we may answer you.")),
    )
    reply_to = PhoneField(
        label=_("Telephone number"),
        help_text=_("Needed if you want a call or a text message. For example 040 123 4567."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": _("Check the number. For example 040 123 4567 or +46 70 123 45 67.")},
    )
    reply_email = forms.CharField(
        label=_("E-mail address"),
        help_text=_("Needed if you want to be told by e-mail. Nothing about your matter is written in the e-mail."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages={"max_length": _("Check the e-mail address, for example name@example.fi.")},
    )
    more = forms.BooleanField(
        label=_("I want to tell more: when I can be reached, an interpreter, or how to contact me safely"),
        required=False,
    )

    def fit(self) -> None:
        right = self.right()
        blind = right is not None and not right.may_view  # one who may not see the matter cannot read the answer there
        ways = [one for one in words.WAYS if not (blind and one in words.IN_MY_MATTERS)]
        self.choices_of("reply_by", [(one.value, words.WAYS[one]) for one in ways])

    def clean_reply_email(self) -> str:
        address = without_unseen(self.cleaned_data["reply_email"]).strip()
        if address:
            try:
                validate_email(address)
            except forms.ValidationError as error:
                raise forms.ValidationError(_("Check the e-mail address, for example name@example.fi.")) from error
        return address

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        way = given.get("reply_by")
        if way in (ReplyBy.PHONE, ReplyBy.SMS) and "reply_to" not in self.errors and not given.get("reply_to"):
            self.add_error("reply_to", _("Give the number where we can reach you."))
        if way == ReplyBy.EMAIL and "reply_email" not in self.errors and not given.get("reply_email"):
            self.add_error("reply_email", _("Give the e-mail address where we can tell you."))
        # An address is kept only for the use it was asked for.
        unused = {"reply_to": way in (ReplyBy.PHONE, ReplyBy.SMS), "reply_email": way == ReplyBy.EMAIL}
        return {**given, **{name: "" for name, used in unused.items() if not used}}


class WishesForm(StepForm):
    """When, in which language and how safely? All of it optional."""

    reply_when = forms.CharField(
        label=_("When can we best reach you?"),
        help_text=_("For example on weekdays after three o’clock."),
        required=False,
        max_length=200,
        error_messages={"max_length": _("At most %(limit_value)d characters fit in. Shorten it.")},
    )
    interpreter_language = forms.ChoiceField(
        label=_("Do you need an interpreter?"),
        required=False,
        error_messages=_choose(_("Choose a language from the list.")),
    )
    safe = forms.MultipleChoiceField(
        label=_("How do we contact you safely?"),
        help_text=_("Choose these if somebody else could see or hear our message and it could harm you."),
        choices=list(words.SAFE.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=_choose(_("Choose from the list.")),
    )
    safe_words = forms.CharField(
        label=_("Is there anything else that we should know when we contact you?"),
        help_text=_("For example a word by which you know that it is us, or a time when you are alone."),
        required=False,
        max_length=400,
        error_messages={"max_length": _("At most %(limit_value)d characters fit in. Shorten it.")},
    )

    def fit(self) -> None:
        names = sorted(((code, str(name)) for code, name in words.INTERPRETED.items()), key=lambda one: one[1])
        self.choices_of("interpreter_language", [("", _("No")), *names])

    def clean_reply_when(self) -> str:
        return without_unseen(self.cleaned_data["reply_when"]).strip()

    def clean_safe_words(self) -> str:
        return without_unseen(self.cleaned_data["safe_words"]).strip()

    def clean_safe(self) -> list[str]:
        safe: list[str] = self.cleaned_data["safe"]
        if "not_home" in safe and self.answers.get("reply_by") == ReplyBy.LETTER:
            raise forms.ValidationError(
                _("You asked for the answer by letter to your home. Go back and choose another way of answering.")
            )
        return safe


class NamelessServiceForm(StepForm):
    """Whom does one ask without a name?"""

    service = forms.ChoiceField(
        label=_("Whom do you want to ask?"),
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose whom you want to ask.")),
    )

    def fit(self) -> None:
        language = get_language() or "fi"
        self.choices_of(
            "service",
            [(str(one.id), f"{one.name.in_(language)}: {one.summary.in_(language)}") for one in self.nameless],
        )


class NamelessWordsForm(WordsForm):
    """What is it about, with nothing that tells who writes?"""

    def fit(self) -> None:
        self.fields["own_words"].help_text = _(
            "You do not need to tell your name, your address or your school. Tell what you want help with."
        )


class CodeForm(forms.Form):
    """The code that one got when sending."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Twelve letters, for example ABCD-EFGH-JKLM. Capital or small letters, with or without the lines."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write the code that you got."), "max_length": _("The code has twelve letters.")},
    )


class ByCodeForm(forms.Form):
    """More words to a message that was opened by its code."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = OwnWordsField(
        label=_("Write more"),
        max_length=OWN_WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": "6"}),
        error_messages={
            "required": _("Write first what you want to tell."),
            "max_length": _("At most %(limit_value)d characters fit in. Shorten it."),
        },
    )


class SendForm(forms.Form):
    """What the check page sends along beside the answers."""

    idempotency_key = forms.UUIDField()
    service = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class TypedForm(forms.Form):
    """Where a worker sits beside the client: who typed?"""

    typed_by = forms.ChoiceField(
        label=_("Who typed?"), widget=forms.RadioSelect, choices=list(words.TYPED.items()),
        error_messages=_choose(_("Choose who typed the text.")),
    )  # fmt: skip


# In the order of asking.
CONTACT_STEPS: dict[str, type[StepForm]] = {
    "contact_new": ForWhomForm,
    "contact_whom": WhomForm,
    "contact_words": WordsForm,
    "contact_line": LineForm,
    "contact_reply": ReplyForm,
    "contact_wishes": WishesForm,
}
NAMELESS_STEPS: dict[str, type[StepForm]] = {"nameless_new": NamelessServiceForm, "nameless_words": NamelessWordsForm}
