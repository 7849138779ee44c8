"""What is asked when work moves on: to whom, why, since when? Shared by one matter and by several at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.casework.queries import Colleague
from ovi.desks import staff_words as words
from ovi.desks.forms_staff import REASON_LENGTH, TOO_LONG


def _text(label: Any, missing: Any, *, hint: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=hint,
        error_messages={**TOO_LONG, "required": missing},
    )


def _worker_choices(colleagues: list[Colleague], first: Any) -> list[tuple[Any, Any]]:
    named = [(one.id, f"{one.name}, {words.word(words.PROFESSIONS, one.profession).lower()}") for one in colleagues]
    return [("", first), *named]


class AssignForm(forms.Form):
    """To which colleague, and why."""

    worker = forms.TypedChoiceField(
        label=_("Colleague"),
        coerce=int,
        empty_value=None,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose the colleague.")),
    )
    reason = _text(
        _("Why you give the matter to them"),
        _("Write why you give the matter to your colleague."),
        hint=_("Your colleague reads this. The matter is marked as new to them."),
    )

    def __init__(self, data: Any = None, *, colleagues: list[Colleague]) -> None:
        super().__init__(data)
        self.fields["worker"].choices = _worker_choices(colleagues, _("Choose a colleague"))  # type: ignore[attr-defined]


class EscalateForm(forms.Form):
    """What the worker needs from the manager."""

    reason = _text(
        _("What you need from the manager"),
        _("Write what you need from the manager."),
        hint=_("The managers of your unit read this. Write no more about the client than they need to know."),
    )


class DeclineForm(forms.Form):
    """Why the matter does not belong to the receiver."""

    reason = _text(
        _("Why the matter does not belong to your unit"),
        _("Write why the matter does not belong to your unit."),
        hint=_("The unit that offered the matter reads this."),
    )


class WaitForm(forms.Form):
    """Why the client waits, and since when."""

    reason = forms.ChoiceField(
        label=_("Why the client waits"),
        choices=list(words.WAIT_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose why the client waits.")),
    )
    from_on = forms.DateField(
        label=_("Since"),
        widget=forms.DateInput,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages=dict.fromkeys(("required", "invalid"), _("Give the date, for example 3.2.2026.")),
    )
    note = _text(_("Note"), "", required=False)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"from_on": today})


class WaitEndForm(forms.Form):
    """On which day the wait ended."""

    ended_on = forms.DateField(
        label=_("The wait ended on"),
        widget=forms.DateInput,
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages=dict.fromkeys(("required", "invalid"), _("Give the date, for example 3.2.2026.")),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"ended_on": today})


class AnswerForm(forms.Form):
    """The manager's answer, and the worker who gets the matter if somebody does."""

    answer = _text(_("Your answer"), _("Write your answer: the worker reads it."))
    worker = forms.TypedChoiceField(
        label=_("Give the matter to"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose the colleague.")},
    )

    def __init__(self, data: Any = None, *, colleagues: list[Colleague]) -> None:
        super().__init__(data)
        self.fields["worker"].choices = _worker_choices(colleagues, _("Nobody: it stays as it is"))  # type: ignore[attr-defined]
