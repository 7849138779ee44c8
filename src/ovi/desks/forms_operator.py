"""What is asked before the access log is searched? Whose, and why."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ovi.desks.policies import SHORTEST_REASON

_CODE = dict.fromkeys(("required", "max_length"), _("Give the personal identity code."))
_WHY = _("Write why you search the log, for example the number of the client's request.")


class AccessLogForm(forms.Form):
    """The person and the reason; the reason is kept in the audit trail."""

    henkilotunnus = forms.CharField(label=_("Personal identity code"), max_length=11, error_messages=_CODE)
    reason = forms.CharField(
        label=_("Reason for the search"),
        min_length=SHORTEST_REASON,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={
            "required": _WHY,
            "min_length": _WHY,
            "max_length": _("The text has %(show_value)d characters and at most %(limit_value)d fit in. Shorten it."),
        },
        help_text=_("For example the number of the client’s request. The search and its reason are recorded."),
    )
