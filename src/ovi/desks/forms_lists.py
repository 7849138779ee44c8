"""What is filled in about own workers, lists, cover and teams?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovi.casework.queries import ListOf, ListSummary
from ovi.casework.states import OwnKind
from ovi.design.dates import page_language
from ovi.desks import list_words
from ovi.desks import staff_words as words
from ovi.directory.expert_teams import expert_presets
from ovi.directory.models import Municipality, Unit
from ovi.foundation.refusals import Refused

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
_DAY = dict.fromkeys(("required", "invalid"), _("Give the date, for example 3.2.2026."))
_HOLDER = dict.fromkeys(("required", "invalid_choice"), _("Choose a worker or a team."))


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """Tell in the form why the action refused: each fault at its field, the rest on top."""
    fields = [(fault.where if fault.where in form.fields else None, fault.what) for fault in refused.faults]
    for where, what in fields or [(None, refused.message)]:
        form.add_error(where, gettext(what))


def read_holder(value: str) -> ListOf:
    """ "w12" is a worker's list, "t3" a team's."""
    number = int(value[1:])
    return ListOf(team_id=number) if value.startswith("t") else ListOf(professional_id=number)


def write_holder(of: ListOf) -> str:
    return f"t{of.team_id}" if of.team_id is not None else f"w{of.professional_id}"


def holder_choices(lists: Iterable[ListSummary]) -> list[Any]:
    """Workers and teams to choose from; each with how full its list is, so that the choice can be fair."""
    language = page_language()
    workers: list[tuple[str, str]] = []
    of_teams: list[tuple[str, str]] = []
    for one in lists:
        name = one.name.in_(language)
        what = f", {words.word(words.PROFESSIONS, one.profession).lower()}" if one.profession else ""
        closed = " · " + gettext("takes no new clients") if not one.open_to_new or one.full else ""
        label = f"{name}{what} · " + gettext("clients") + f": {one.size}{closed}"
        (workers if one.of.team_id is None else of_teams).append((write_holder(one.of), label))
    groups = [(gettext("Workers"), workers), (gettext("Teams"), of_teams)]
    return [("", gettext("Choose")), *((label, rows) for label, rows in groups if rows)]


class OwnForm(forms.Form):
    """Who is the client's own, in what capacity, from when, and does the client agree?"""

    kind = forms.ChoiceField(label=_("In what capacity"), choices=list(list_words.OWN_KINDS.items()))
    holder = forms.ChoiceField(label=_("Worker or team"), error_messages=_HOLDER)
    from_on = forms.DateField(label=_("From"), error_messages=_DAY, input_formats=DAY_FORMATS)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300, help_text=_("The client can see it."))
    agreed = forms.BooleanField(label=_("Agreed with the client"), required=False)

    def __init__(self, data: Any = None, *, lists: list[ListSummary], today: date, register: str) -> None:
        kind = OwnKind.NURSE if register == "patient" else OwnKind.WORKER
        super().__init__(data, initial={"from_on": today, "kind": kind})
        self.fields["holder"].choices = holder_choices(lists)  # type: ignore[attr-defined]


class SettingForm(forms.Form):
    """How large the list may grow, and whether it takes new clients."""

    cap = forms.IntegerField(
        label=_("Largest size (weighted clients)"),
        required=False,
        min_value=1,
        max_value=99_999,
        help_text=_("Empty: no limit."),
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
    open_to_new = forms.BooleanField(label=_("Takes new clients"), required=False)


class CoverForm(forms.Form):
    """Who stands in, from when and until when."""

    substitute = forms.TypedChoiceField(
        label=_("Who stands in"), coerce=int, error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose a colleague.")))  # fmt: skip
    from_on = forms.DateField(label=_("First day of absence"), error_messages=_DAY, input_formats=DAY_FORMATS)
    to_on = forms.DateField(label=_("First day back at work"), error_messages=_DAY, input_formats=DAY_FORMATS)

    def __init__(self, data: Any = None, *, colleagues: list[tuple[int, str]], today: date) -> None:
        super().__init__(data, initial={"from_on": today}, prefix="cover")
        self.fields["substitute"].choices = [("", gettext("Choose")), *colleagues]  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """To whom, from when, with or without the open matters, and why."""

    target = forms.ChoiceField(label=_("New worker or team"), error_messages=_HOLDER)
    from_on = forms.DateField(label=_("From"), error_messages=_DAY, input_formats=DAY_FORMATS)
    open_cases = forms.ChoiceField(
        label=_("What moves"),
        choices=[
            ("no", _("Future contacts only: open matters stay with their present owner")),
            ("yes", _("Open matters as well, at once (within the unit)")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why the list moves"),
        max_length=300,
        error_messages={"required": _("Write why the list moves, at most 300 characters.")},
    )

    def __init__(self, data: Any = None, *, lists: list[ListSummary], today: date) -> None:
        super().__init__(data, initial={"from_on": today, "open_cases": "no"})
        self.fields["target"].choices = holder_choices(lists)  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    """Who works in the team from now on."""

    professional = forms.TypedChoiceField(
        label=_("Professional"), coerce=int, error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose the professional.")))  # fmt: skip
    lead = forms.BooleanField(label=_("Leads the team"), required=False)

    def __init__(self, data: Any = None, *, people: list[tuple[int, str]]) -> None:
        super().__init__(data, prefix="member")
        self.fields["professional"].choices = [("", gettext("Choose")), *people]  # type: ignore[attr-defined]


class MeetingForm(forms.Form):
    """Which team, which day, and what it should talk about."""

    team = forms.TypedChoiceField(
        label=_("Team"), coerce=int, error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose the team."))
    )
    meeting_on = forms.DateField(label=_("Day of the meeting"), error_messages=_DAY, input_formats=DAY_FORMATS)
    reason = forms.CharField(
        label=_("What the team should talk about"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("Write what the team should talk about, at most 500 characters.")},
    )

    def __init__(self, data: Any = None, *, teams: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["team"].choices = [("", gettext("Choose")), *teams]  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    """A team's kind, unit, name in three languages and area."""

    preset = forms.ChoiceField(label=_("Kind of team"))
    unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose the unit."))
    )
    name_fi = forms.CharField(
        label=_("Name in Finnish"), max_length=200, required=False,
        help_text=_("An expert team gets its own name if you leave this empty."),
    )  # fmt: skip
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    municipalities = forms.MultipleChoiceField(
        label=_("Municipalities served"), required=False, widget=forms.CheckboxSelectMultiple
    )
    postal_codes = forms.CharField(
        label=_("Postal codes"), required=False, max_length=600,
        help_text=_("Only if the team serves a part of a municipality. Separate with commas."),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("From"), error_messages=_DAY, input_formats=DAY_FORMATS)
    valid_to = forms.DateField(
        label=_("Until (the first day without the team)"), required=False, input_formats=DAY_FORMATS
    )

    def __init__(self, data: Any = None, *, units: list[Unit], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        language = page_language()
        presets = [(f"expert:{one.code}", one.name.in_(language)) for one in expert_presets()]
        names = [(unit.pk, getattr(unit, f"name_{language}") or unit.name_fi) for unit in units]
        places = Municipality.objects.filter(units__isnull=False).distinct().order_by("sort_fi")
        self.fields["preset"].choices = [("area:", gettext("Area team")), *presets]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", gettext("Choose a unit")), *names]  # type: ignore[attr-defined]
        self.fields["municipalities"].choices = [  # type: ignore[attr-defined]
            (one.code, getattr(one, f"name_{language}") or one.name_fi) for one in places
        ]

    def given(self) -> dict[str, Any]:
        """What the action needs beside the languages of the name, of a valid form."""
        kind, _colon, preset = self.cleaned_data["preset"].partition(":")
        codes = [code.strip() for code in self.cleaned_data["postal_codes"].split(",") if code.strip()]
        given = self.cleaned_data
        return {
            "kind": kind, "preset": preset, "unit_id": given["unit"], "municipalities": given["municipalities"],
            "postal_codes": codes, "valid_from": given["valid_from"], "valid_to": given["valid_to"],
        }  # fmt: skip
