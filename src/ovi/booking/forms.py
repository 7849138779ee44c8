"""What is asked when a number is given or called?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.booking.actions.tickets import PLACE_LENGTH


class PlaceForm(forms.Form):
    """Where the person should come: kept for the worker's day."""

    place = forms.CharField(
        label=_("Where do you receive?"),
        help_text=_("Shown in the waiting room, for example Desk 2 or Room 14."),
        max_length=PLACE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-width": "medium"}),
        error_messages={"required": _("Say where the person should come, for example Desk 2.")},
    )


class NumberForm(forms.Form):
    """One press gives one number, however often the page is sent."""

    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)
    language = forms.CharField(required=False, max_length=3)

    def key(self) -> Any:
        return self.cleaned_data["idempotency_key"]
