"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.programme import pages_manager

urlpatterns = [path(pgettext_lazy("url", "programme/"), pages_manager.programme, name="programme")]
