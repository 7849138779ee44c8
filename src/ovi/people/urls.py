"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.people import pages_acting, pages_help, pages_reaching
from ovi.people import pages_resident as pages

urlpatterns = [
    path(pgettext_lazy("url", "sign-in/"), pages.sign_in, name="sign_in"),
    path(pgettext_lazy("url", "sign-in/password/"), pages.PasswordSignIn.as_view(), name="password_sign_in"),
    path(pgettext_lazy("url", "sign-in/welcome/"), pages.after_sign_in, name="after_sign_in"),
    path(pgettext_lazy("url", "sign-out/"), pages.sign_out, name="sign_out"),
    path(pgettext_lazy("url", "my-matters/contact-details/"), pages_reaching.own_reach, name="own_reach"),
    path(pgettext_lazy("url", "sign-in/continue/"), pages_acting.session_continue, name="session_continue"),
    path(pgettext_lazy("url", "my-matters/sign-ins/"), pages_acting.sign_ins, name="sign_ins"),
    path(pgettext_lazy("url", "my-matters/for-another/"), pages_acting.on_behalf, name="on_behalf"),
    path(pgettext_lazy("url", "my-matters/for-another/stop/"), pages_acting.act_for_self, name="act_for_self"),
    path(pgettext_lazy("url", "my-matters/for-another/<int:pk>/"), pages_acting.act_for, name="act_for"),
    path(pgettext_lazy("url", "my-matters/for-another/<int:pk>/end/"), pages_acting.right_end, name="right_end"),
    path(pgettext_lazy("url", "work/help/"), pages_help.help_start, name="help_start"),
    path(pgettext_lazy("url", "work/right/"), pages_help.right_new, name="right_new"),
]
