"""What is asked about where somebody may be reached, and what is a good answer?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.people import reach_words as words
from ovi.people.actions.reaching import WORDS_MAX
from ovi.people.queries import PointView
from ovi.people.states import PointKind, RuleKind, Way

_LONG = {"max_length": _("Shorten the text to %(limit_value)d characters.")}


def _one_of(label: Any, choices: Any, message: Any, **more: Any) -> forms.ChoiceField:
    errors = dict.fromkeys(("required", "invalid_choice"), message)
    return forms.ChoiceField(label=label, choices=list(choices), error_messages=errors, **more)


class PointForm(forms.Form):
    """A new address."""

    use_required_attribute = False
    kind = _one_of(
        _("What do you want to add?"), words.POINTS.items(), _("Choose what you add."), widget=forms.RadioSelect
    )
    value = forms.CharField(
        label=_("The address or number"), max_length=400, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("A postal address as on an envelope, line by line."),
        error_messages={**_LONG, "required": _("Write the address or the number.")},
    )  # fmt: skip
    safe = forms.BooleanField(
        label=_("Only I see what comes here"), required=False,
        help_text=_("Tick this if nobody you live with opens it. Without it no letter is sent to you when your home "
                    "address is secret or nothing may come to your home."),
    )  # fmt: skip


class CodeForm(forms.Form):
    """The code that came to the address."""

    use_required_attribute = False
    point = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("The code that came to the address"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={**_LONG, "required": _("Write the code.")},
    )  # fmt: skip


class RuleForm(forms.Form):
    """One wish: of which way, what, for what, until when."""

    use_required_attribute = False
    way = _one_of(_("Which way?"), [("", _("Choose")), *words.WAYS.items()], _("Choose the way."))
    rule = _one_of(_("What is your wish?"), words.RULES.items(), _("Choose your wish."), widget=forms.RadioSelect)
    purposes = forms.MultipleChoiceField(
        label=_("When we tell you of this"), choices=list(words.PURPOSES.items()), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Choose nothing if it concerns everything."),
    )  # fmt: skip
    until_on = forms.DateField(
        label=_("Until"), required=False, help_text=_("Leave this empty if it holds until you change it."),
        widget=forms.DateInput, input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Write the day as 31.12.2026.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("In your own words"), required=False, max_length=WORDS_MAX, widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("For example: do not call while I am at home."), error_messages=_LONG,
    )  # fmt: skip

    def __init__(self, *args: Any, points: Sequence[PointView] = (), worker: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(one.id), one.value.replace("\n", ", ")) for one in points]
        self.fields["point"] = forms.ChoiceField(
            label=_("Which address?"), required=False, choices=[("", _("Any of this kind")), *rows],
        )  # fmt: skip
        self.order_fields(["way", "rule", "point", "purposes", "until_on", "words"])
        if worker:
            self.fields["words"].required = True
            self.fields["words"].label = _("In the client’s words")
            self.fields["words"].error_messages["required"] = _("Write in the client’s own words what they asked.")

    def asked(self) -> dict[str, Any]:
        """The wish as the action takes it."""
        given = self.cleaned_data
        return {
            "kind": RuleKind(given["rule"]), "way": Way(given["way"]), "purposes": given["purposes"],
            "point_id": int(given["point"]) if given["point"] else None, "words": given["words"],
            "until_on": given["until_on"],
        }  # fmt: skip


def point_kind(form: PointForm) -> PointKind:
    """The kind that was chosen."""
    return PointKind(form.cleaned_data["kind"])
