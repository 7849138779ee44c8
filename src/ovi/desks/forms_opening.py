"""What is asked before matters are opened exceptionally, and when that is reviewed? Always a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ovi.casework.policies import SHORTEST_REASON
from ovi.casework.states import Ground, KantaWord, ReviewState
from ovi.desks import staff_words as words
from ovi.desks.forms_staff import TOO_LONG
from ovi.law.vocabulary import Register
from ovi.people.states import LogLimitKind

_WHY = _("Write the reason so that a reviewer understands it.")
_READ = _("A reviewer reads this. Write at least 20 characters and no personal identity code.")
_IDENTITY = _("Give the personal identity code or the number of a contact.")


def _reason(label: Any, hint: Any) -> forms.CharField:
    errors = {"required": _WHY, "min_length": _WHY, **TOO_LONG}
    return forms.CharField(
        label=label, help_text=hint, min_length=SHORTEST_REASON, max_length=1000,
        widget=forms.Textarea(attrs={"rows": "4"}), error_messages=errors,
    )  # fmt: skip


def _one_of(label: Any, choices: Iterable[tuple[Any, Any]], message: Any) -> forms.ChoiceField:
    errors = dict.fromkeys(("required", "invalid_choice"), message)
    return forms.ChoiceField(label=label, choices=list(choices), widget=forms.RadioSelect, error_messages=errors)


class EmergencyForm(forms.Form):
    """Whose matters, for what, why."""

    identity = forms.CharField(
        label=_("Personal identity code or number of a contact"), max_length=20,
        error_messages=dict.fromkeys(("required", "max_length"), _IDENTITY),
    )  # fmt: skip
    purpose = _one_of(
        _("What the emergency calls for"), words.EMERGENCY_PURPOSES.items(), _("Choose what the emergency calls for.")
    )
    reason = _reason(_("Why the matters must be opened now"), _READ)


class AcrossForm(forms.Form):
    """Which register, on what ground, why."""

    register = _one_of(_("Register"), (), _("Choose the register."))
    ground = _one_of(_("Ground"), (), _("Choose the ground."))
    reason = _reason(_("Why the client’s matter needs this"), _READ)

    def __init__(self, data: Any = None, *, registers: Iterable[Register], grounds: Iterable[Ground]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["register"].choices = [(one.value, words.REGISTERS[one]) for one in registers]
        fields["ground"].choices = [(one.value, words.GROUNDS[one]) for one in grounds]


class KantaForm(forms.Form):
    """What Kanta said of one register."""

    seen_of = _one_of(_("Register"), [(one.value, words.REGISTERS[one]) for one in Register], _("Choose the register."))
    word = _one_of(
        _("What you saw in Kanta"), [(one.value, words.KANTA_WORDS[one]) for one in KantaWord],
        _("Choose what you saw in Kanta."),
    )  # fmt: skip


class ReviewForm(forms.Form):
    """The judgement; a note is a duty where it was not appropriate (the action sees to it)."""

    state = forms.ChoiceField(
        choices=[(one.value, words.REVIEW_STATES[one]) for one in ReviewState if one is not ReviewState.WAITING]
    )
    note = forms.CharField(required=False, max_length=1000)


class LogLimitForm(forms.Form):
    """What is withheld or opened, for this matter or for everything, why."""

    kind = _one_of(
        _("What is decided"), [(one.value, words.LOG_LIMITS[one]) for one in LogLimitKind], _("Choose what is decided.")
    )
    whole = forms.BooleanField(label=_("It concerns all of the person’s data, not only this matter"), required=False)
    reason = _reason(
        pgettext_lazy("decision", "Reason"),
        _("On what does the decision rest? At least 20 characters. Only staff can read this."),
    )
