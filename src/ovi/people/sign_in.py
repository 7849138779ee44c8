"""Who may come in by password or the county's sign-in? Only accounts that the county has made."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class NoSignUpAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account for themselves; refusals in our own words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name or the password is wrong. Check both and try again."),
        "too_many_login_attempts": _(
            "Too many wrong attempts. To protect your data, you cannot sign in for five minutes. Wait and try again, "
            "or call us."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the page one lands on tells enough, and messages that no page shows would pile up."""


class KnownAccountsOnlyAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A sign-in from outside opens a known account, never a new one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
