"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.people import pages_reaching
from ovi.people import pages_resident as pages

urlpatterns = [
    path(pgettext_lazy("url", "sign-in/"), pages.sign_in, name="sign_in"),
    path(pgettext_lazy("url", "sign-in/password/"), pages.PasswordSignIn.as_view(), name="password_sign_in"),
    path(pgettext_lazy("url", "sign-in/welcome/"), pages.after_sign_in, name="after_sign_in"),
    path(pgettext_lazy("url", "sign-out/"), pages.sign_out, name="sign_out"),
    path(pgettext_lazy("url", "my-matters/contact-details/"), pages_reaching.own_reach, name="own_reach"),
]
