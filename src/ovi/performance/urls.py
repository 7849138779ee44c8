"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.performance import pages_manager, pages_resident

urlpatterns = [
    path(pgettext_lazy("url", "management/access/"), pages_manager.access, name="access"),
    path(pgettext_lazy("url", "management/access/note/"), pages_manager.note_new, name="chart_note_new"),
    path(pgettext_lazy("url", "management/access/note/<int:pk>/"), pages_manager.note, name="chart_note"),
    path(
        pgettext_lazy("url", "management/access/note/<int:pk>/take-back/"),
        pages_manager.note_take_back,
        name="chart_note_take_back",
    ),
    path(pgettext_lazy("url", "management/views/"), pages_manager.views, name="saved_views"),
    path(pgettext_lazy("url", "management/views/<int:pk>/"), pages_manager.view, name="saved_view"),
    path(pgettext_lazy("url", "management/views/<int:pk>/do/"), pages_manager.view_do, name="saved_view_do"),
    path(pgettext_lazy("url", "management/figures/<slug:kind>/"), pages_manager.figures_file, name="figures_file"),
    path(pgettext_lazy("url", "management/unit/"), pages_manager.unit_choice, name="unit_choice"),
    path(pgettext_lazy("url", "management/unit/<slug:slug>/"), pages_manager.unit_figures, name="unit_figures"),
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
