"""What do professionals fill in when they pick services and keep lists of them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.casework.actions.tray import REASON_MAX
from ovi.casework.queries import ListView
from ovi.design.dates import page_language
from ovi.desks.forms_staff import TOO_LONG
from ovi.directory.models import Unit
from ovi.directory.queries import trilingual


class PickForm(forms.Form):
    """Why this service suits the client; one form beside each found service."""

    service = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it suits the client"), max_length=REASON_MAX, widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("The client reads this. Write plainly, as you would say it."),
        error_messages={**TOO_LONG, "required": _("Write in a sentence or two why this service suits the client.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, service_id: int) -> None:
        super().__init__(data, initial={"service": service_id}, auto_id=f"pick-{service_id}-%s")


class SavedListForm(forms.Form):
    """What the list is, whose it is, and whether anyone may read it. Nothing of any client."""

    name = forms.CharField(
        label=_("Name of the list"), max_length=120,
        error_messages={**TOO_LONG, "required": _("Give the list a name.")},
    )  # fmt: skip
    unit = forms.TypedChoiceField(label=_("Which unit keeps the list"), coerce=int)
    for_whom = forms.CharField(
        label=_("For whom"), max_length=200, required=False, error_messages=TOO_LONG,
        help_text=_("For example: for adults who want to move more."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Write nothing about any client."), error_messages=TOO_LONG,
    )  # fmt: skip
    public = forms.BooleanField(label=_("Anyone who has the address may read and print the list"), required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, units: Sequence[Unit], kept: ListView | None = None) -> None:
        initial = (
            {"name": kept.name, "unit": kept.unit_id, "for_whom": kept.for_whom, "note": kept.note,
             "public": kept.public, "based_on": kept.version}
            if kept else {}
        )  # fmt: skip
        super().__init__(data, initial=initial)
        language = page_language()
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (unit.pk, trilingual(unit, "name").in_(language)) for unit in units
        ]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0].pk

    def given(self) -> dict[str, Any]:
        """What the action takes, of a valid form."""
        clean = self.cleaned_data
        return {
            "name": clean["name"], "unit_id": clean["unit"], "for_whom": clean["for_whom"], "note": clean["note"],
            "public": clean["public"],
        }  # fmt: skip
