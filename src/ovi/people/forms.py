"""What is asked when one signs in by password and by a code of one's app, and what is said when it is left out?"""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class PasswordForm(LoginForm):  # type: ignore[misc]
    """Allauth's form; an empty field is answered in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = _("Write your user name.")
        self.fields["password"].error_messages["required"] = _("Write your password.")


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before the second factor is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text = _("Password"), ""
        field.error_messages["required"] = _("Write your password.")
        field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})


def _ask_code(field: forms.Field, hint: Any) -> None:
    """Allauth's field of a code, in our own words and with the keyboard of digits."""
    field.label, field.help_text = _("Code"), hint
    field.error_messages["required"] = _("Write the code.")
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "data-width": "short"}


_OR_RECOVERY = _("Six digits from the authenticator app. If you cannot use the app, write one of your recovery codes.")


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """The code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self.fields["code"], _OR_RECOVERY)


class SecondFactorAgainForm(CodeAgainForm):  # type: ignore[misc]
    """The code once more, before the second factor is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self.fields["code"], _OR_RECOVERY)


class NewSecondFactorForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a newly joined app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_code(self.fields["code"], _("Six digits that the app shows now."))
