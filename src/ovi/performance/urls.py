"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.performance import pages_manager, pages_resident

urlpatterns = [
    path(pgettext_lazy("url", "management/access/"), pages_manager.access, name="access"),
    path(pgettext_lazy("url", "management/queue/"), pages_manager.queue, name="open_queue"),
    path(pgettext_lazy("url", "management/deadlines/"), pages_manager.social_deadlines, name="social_deadlines"),
    path(pgettext_lazy("url", "management/wellbeing/"), pages_manager.wellbeing, name="wellbeing"),
    path(pgettext_lazy("url", "management/measure/<slug:indicator>/"), pages_manager.indicator, name="indicator"),
    path(
        pgettext_lazy("url", "management/measure/<slug:indicator>/cases/"),
        pages_manager.cases,
        name="indicator_cases",
    ),
    path(pgettext_lazy("url", "access-to-care/"), pages_resident.public_access, name="public_access"),
]
