"""Which questions does a notification ask, one a page, and what is a good answer?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ovi.contact import notice_words as words
from ovi.contact.actions import OWN_WORDS_MAX, Notice
from ovi.contact.actions.notifying import seen
from ovi.contact.forms.contacting import OwnWordsField
from ovi.contact.queries.notices import municipality_choices
from ovi.contact.states import Channel, NoticeKind, NotifierKind, SubjectKnows
from ovi.foundation.identifiers import parse_hetu

_PHONE = re.compile(r"\+?[0-9 ()-]{5,25}")
_EARLIEST = date(1900, 1, 1)
_TOO_LONG = {"max_length": _("At most %(limit_value)d characters fit in. Shorten it.")}


def _choose(message: Any) -> dict[str, Any]:
    """One message for a choice not made and for one that the list does not have."""
    return dict.fromkeys(("required", "invalid_choice"), message)


class LineField(forms.CharField):
    """One line of text. Control characters and marks that cannot be seen, or turn the text around, are taken away."""

    def to_python(self, value: Any) -> str:
        text = "".join(
            char if unicodedata.category(char) not in ("Cc", "Cf", "Cs") else " " * char.isspace()
            for char in str(value or "")
        )
        return str(super().to_python(" ".join(text.split())))


class NoticeForm(forms.Form):
    """A page's question. `answers` are those given so far: some questions depend on them."""

    def __init__(
        self, data: Any = None, *, answers: Mapping[str, Any], today: date, recorder: bool = False, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.answers, self.today, self.recorder = answers, today, recorder
        self.fit()

    def fit(self) -> None:
        """Fit the question to what is known; a page without need for it does nothing."""

    def choices_of(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class KindForm(NoticeForm):
    """About whom?"""

    kind = forms.ChoiceField(
        label=_("Whom are you worried about?"),
        choices=list(words.KINDS.items()),
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose whom you are worried about.")),
    )
    channel = forms.ChoiceField(
        label=_("How did the notifier reach you?"),
        choices=[
            (Channel.PHONE.value, pgettext_lazy("channel", "By phone")),
            (Channel.DESK.value, pgettext_lazy("channel", "In person")),
        ],
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose how the notifier reached you.")),
    )

    def fit(self) -> None:
        if not self.recorder:
            del self.fields["channel"]


class NotifierKindForm(NoticeForm):
    """As whom?"""

    notifier_kind = forms.ChoiceField(
        label=_("Who are you?"),
        widget=forms.RadioSelect,
        error_messages=_choose(_("Choose who you are.")),
    )

    def fit(self) -> None:
        if self.recorder:
            self.fields["notifier_kind"].label = _("Who is the notifier?")
        together = self.answers.get("kind") == NoticeKind.WITH_FAMILY
        allowed = [one for one in NotifierKind if not (together and one == NotifierKind.ANONYMOUS)]
        self.choices_of("notifier_kind", [(one.value, words.NOTIFIERS[one]) for one in allowed])


class NotifierForm(NoticeForm):
    """Name and how to reach; of one with a duty to notify, also role and organisation."""

    notifier_name = LineField(
        label=_("Name"), max_length=200, error_messages={**_TOO_LONG, "required": _("Give the name.")}
    )
    notifier_role = LineField(
        label=_("Role or occupation"),
        max_length=200,
        error_messages={**_TOO_LONG, "required": _("Give the role or occupation, for example teacher.")},
    )
    notifier_organisation = LineField(
        label=_("Organisation and unit"),
        max_length=200,
        error_messages={**_TOO_LONG, "required": _("Give the organisation and the unit, for example the school.")},
    )
    notifier_phone = LineField(
        label=_("Telephone number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages=_TOO_LONG,
    )
    notifier_email = LineField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
        error_messages=_TOO_LONG,
    )

    def fit(self) -> None:
        self.by_duty = self.answers.get("notifier_kind") == NotifierKind.DUTY_BOUND
        if self.by_duty:
            self.fields["notifier_phone"].help_text = _("Give a telephone number or an e-mail address.")
        else:
            self.fields["notifier_role"].label = _("Relation to the person, for example neighbour or relative")
            self.fields["notifier_role"].required = False
            del self.fields["notifier_organisation"]

    def clean_notifier_phone(self) -> str:
        number: str = self.cleaned_data["notifier_phone"]
        if number and not (_PHONE.fullmatch(number) and 5 <= sum(char.isdigit() for char in number) <= 15):
            raise forms.ValidationError(_("Check the number: digits, spaces and a plus sign in front."))
        return number

    def clean_notifier_email(self) -> str:
        address: str = self.cleaned_data["notifier_email"]
        if address:
            try:
                validate_email(address)
            except forms.ValidationError as error:
                raise forms.ValidationError(_("Check the e-mail address, for example name@example.fi.")) from error
        return address

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ways = {"notifier_phone", "notifier_email"}
        if self.by_duty and not ways & set(self.errors) and not any(given.get(way) for way in ways):
            self.add_error("notifier_phone", _("Give a telephone number or an e-mail address."))
        return given


class SubjectForm(NoticeForm):
    """Whom does it concern? What is known is enough."""

    subject_name = LineField(label=_("Name"), max_length=200, required=False, error_messages=_TOO_LONG)
    subject_birth_date = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Give the date, for example 3.2.2016.")},
    )
    subject_henkilotunnus = LineField(
        label=_("Personal identity code"),
        max_length=11,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-width": "short"}),
    )
    municipality = forms.ChoiceField(
        label=_("Municipality"),
        required=False,
        error_messages=_choose(_("Choose a municipality from the list.")),
    )
    subject_where = LineField(
        label=_("Address, or where they can be found"),
        help_text=_("For example the home address, day care or school. If you do not know the name, describe here."),
        max_length=500,
        required=False,
        error_messages=_TOO_LONG,
    )

    def fit(self) -> None:
        if self.answers.get("notifier_kind") != NotifierKind.DUTY_BOUND:
            del self.fields["subject_henkilotunnus"]
        self.choices_of("municipality", [("", _("I do not know")), *municipality_choices(get_language() or "fi")])

    def clean_subject_birth_date(self) -> str:
        """As text, because the draft keeps plain values only."""
        born: date | None = self.cleaned_data["subject_birth_date"]
        if born and not _EARLIEST <= born <= self.today:
            raise forms.ValidationError(_("The date of birth cannot be in the future or before the year 1900."))
        return born.isoformat() if born else ""

    def clean_subject_henkilotunnus(self) -> str:
        code: str = self.cleaned_data["subject_henkilotunnus"]
        try:
            return parse_hetu(code).value if code else ""
        except ValueError as error:
            raise forms.ValidationError(_("Check the personal identity code, or leave it out.")) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        told = [given.get(name, "") for name in ("subject_name", "subject_where")]
        if not {"subject_name", "subject_where"} & set(self.errors) and not any(seen(one) for one in told):
            self.add_error("subject_name", _("Give a name, or tell where the person can be found."))
        return given


class KnowsForm(NoticeForm):
    """Do they know?"""

    subject_knows = forms.ChoiceField(
        label=_("Does the person or family know that you contact us?"),
        choices=list(words.KNOWS.items()),
        widget=forms.RadioSelect,
        help_text=_("This helps us to take the first step well. You do not have to have told them."),
        error_messages=_choose(_("Choose whether they know.")),
    )


class WorryForm(NoticeForm):
    """What worries?"""

    own_words = OwnWordsField(
        label=_("What worries you?"),
        help_text=_(
            "Tell what you have seen or heard, when, and how often. Tell only what you believe to be true. If you do "
            "not want to be recognised, leave out what only you can know."
        ),
        max_length=OWN_WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": "10"}),
        error_messages={
            "required": _("Tell what worries you."),
            "max_length": _(
                "Your text has %(show_value)d characters and at most %(limit_value)d fit in. Shorten it, or send the "
                "rest as another notification."
            ),
        },
    )

    def clean_own_words(self) -> str:
        text: str = self.cleaned_data["own_words"]
        if not seen(text):
            raise forms.ValidationError(_("Tell what worries you."))
        return text


# In the order of asking.
STEP_FORMS: dict[str, type[NoticeForm]] = {
    "notice_new": KindForm,
    "notice_who": NotifierKindForm,
    "notice_you": NotifierForm,
    "notice_about": SubjectForm,
    "notice_knows": KnowsForm,
    "notice_worry": WorryForm,
}


def notice_from(answers: Mapping[str, Any]) -> Notice:
    """The notification that valid answers make; with the family together, they have agreed."""
    told = {name: answers.get(name, "") for name in Notice.__dataclass_fields__}
    if told["kind"] == NoticeKind.WITH_FAMILY:
        told["subject_knows"] = SubjectKnows.AGREED
    born = told["subject_birth_date"]
    told["subject_birth_date"] = date.fromisoformat(born) if born else None
    return Notice(**told)
