"""What is asked before somebody gets a code to come back with: who they are, and how the code reaches them?"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.contact.actions import CodeOrder
from ovi.contact.states import CodeWay, IdentityCheck
from ovi.desks import staff_words as words

_CHOOSE_WAY = _("Choose how the person gets the code.")
_CHOOSE_CHECK = _("Choose how you made sure who the person is.")


class CodeForm(forms.Form):
    """One code for one contact. `key` is made with the form, so that a double press gives one code."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    after = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    checked = forms.ChoiceField(
        label=_("How you made sure who the person is"), error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _CHOOSE_CHECK
        ),
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("How the person gets the code"), widget=forms.RadioSelect, choices=list(words.CODE_WAYS.items()),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _CHOOSE_WAY),
    )  # fmt: skip
    large = forms.BooleanField(label=_("The paper in large type"), required=False)
    address = forms.CharField(
        label=_("Name and address for the envelope"), required=False, max_length=400,
        help_text=_("Only if the code goes by post. Ask the person where a letter may come."),
        widget=forms.Textarea(attrs={"rows": "4", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, checked: str, after: str) -> None:
        """`checked` is what was written down with the contact; it holds for its first code only."""
        is_new = not after
        began = {"key": uuid4(), "after": after, "checked": checked if is_new else "", "way": CodeWay.TOLD}
        super().__init__(data, initial=began)
        offered = [(code, name) for code, name in words.IDENTITY_CHECKS.items()
                   if is_new or code != IdentityCheck.NOT_CHECKED]  # fmt: skip
        self.fields["checked"].choices = [("", _("Choose")), *offered]  # type: ignore[attr-defined]

    def order(self) -> CodeOrder:
        """What is asked for, of a valid form."""
        given = self.cleaned_data
        return CodeOrder(
            given["key"], given["checked"], CodeWay(given["way"]), given["address"].strip(), given["after"]
        )
