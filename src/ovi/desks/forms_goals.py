"""What do professionals fill in about goals, paths and steps?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovi.casework.queries import PathTemplate, Worker
from ovi.casework.states import GoalOutcome, PathEnd
from ovi.design.dates import page_language
from ovi.desks import goal_words as words
from ovi.desks.forms_staff import TOO_LONG
from ovi.foundation.refusals import Refused

_DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
_DAY = dict.fromkeys(("required", "invalid"), _("Give the date, for example 3.2.2026."))
_VIEW = dict.fromkeys(("invalid", "min_value", "max_value"), _("Give a whole number from 0 to 10, or leave it empty."))


def _day(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, input_formats=_DAYS, widget=forms.DateInput, error_messages=_DAY,
        help_text=help_text,
    )  # fmt: skip


def _text(label: Any, length: int, message: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": str(rows)}), help_text=help_text,
        required=bool(message), error_messages={**TOO_LONG, "required": message},
    )  # fmt: skip


class GoalForm(forms.Form):
    """The client's words first; then, if it helps, the professional's wording."""

    own_words = _text(
        _("What does the client want, in their own words?"),
        1000,
        _("Write what the client wants, in their own words."),
        help_text=_("For example: I want to go berry-picking in August."),
    )  # fmt: skip
    worded = forms.CharField(
        label=_("The goal as you word it together"), required=False, max_length=300, error_messages=TOO_LONG,
    )  # fmt: skip


class EndGoalForm(forms.Form):
    """How the goal ended, why, and what the client thinks."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"), choices=list(words.OUTCOMES.items()), widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how the goal ended.")),
    )  # fmt: skip
    reason = _text(_("What does this rest on?"), 1000, _("Write what the outcome rests on."))
    client_view = forms.IntegerField(
        label=_("The client’s own view, 0–10"), required=False, min_value=0, max_value=10, error_messages=_VIEW,
        help_text=_("0: nothing changed, 10: just as hoped. Leave it empty if the client does not want to say."),
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )  # fmt: skip

    def outcome_given(self) -> GoalOutcome:
        """The outcome, of a valid form."""
        return GoalOutcome(self.cleaned_data["outcome"])


class StartPathForm(GoalForm):
    """The entry conditions, each ticked by the professional, and the first goal where the matter has none."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, template: PathTemplate, needs_goal: bool) -> None:
        super().__init__(data, initial={"version": template.version})
        language = page_language()
        for one in template.entry:
            self.fields[f"entry_{one.id}"] = forms.BooleanField(
                label=one.names.in_(language),
                error_messages={"required": _("Tick this if it holds. If it does not, choose another path.")},
            )
        if not needs_goal:
            del self.fields["own_words"], self.fields["worded"]

    def entry_fields(self) -> list[Any]:
        """The conditions as they are shown."""
        return [self[name] for name in self.fields if name.startswith("entry_")]

    def ticked(self) -> list[str]:
        """The conditions that the professional ticked, of a valid form."""
        return [name.removeprefix("entry_") for name, value in self.cleaned_data.items() if value is True]


class ReviewForm(forms.Form):
    """When the path is looked at next."""

    next_review_on = _day(_("Next review"), required=True)


class EndPathForm(forms.Form):
    """Why the path ends."""

    reason = forms.ChoiceField(
        label=_("Why does the path end?"), choices=list(words.PATH_ENDS.items()), widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose why the path ends.")),
    )  # fmt: skip
    note = _text(_("Note"), 1000, "")

    def reason_given(self) -> PathEnd:
        """The reason, of a valid form."""
        return PathEnd(self.cleaned_data["reason"])


class AssignForm(forms.Form):
    """Who carries the step, and by when."""

    carrier = forms.TypedChoiceField(label=_("Who carries it"), coerce=int, empty_value=None, required=False)
    due_on = _day(_("By when"), required=False)

    def __init__(self, data: Any = None, *, team: Iterable[Worker], **initial: Any) -> None:
        super().__init__(data, initial=initial)
        people = [(one.id, one.name) for one in team]
        self.fields["carrier"].choices = [("", gettext("Not given to anyone yet")), *people]  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """On which day the step was done."""

    done_on = _day(_("Done on"), required=True)


class SkipForm(forms.Form):
    """Why the step is left out."""

    reason = _text(_("Why is the step left out?"), 300, _("Write why the step is left out."), rows=2)


class AddStepForm(forms.Form):
    """A step of one's own."""

    text = forms.CharField(
        label=_("What is to be done"), max_length=300,
        error_messages={**TOO_LONG, "required": _("Write what the step is.")},
    )  # fmt: skip
    due_on = _day(_("By when"), required=False)


def tried(form: forms.Form, act: Callable[[], object], fields: dict[str, str]) -> bool:
    """Do it; a refusal whose code stands in `fields` is put beside that field, with the names it gives."""
    try:
        act()
    except Refused as refused:
        if refused.code not in fields:
            raise
        names = ", ".join(fault.what for fault in refused.faults)
        form.add_error(fields[refused.code], f"{gettext(refused.message)} {names}".strip())
        return False
    return True
