"""Which pages do professionals and the operator have? Joined into the desks' urls."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.desks import pages_operator
from ovi.desks.pages_staff import assess, case, moves, record, worklist

urlpatterns = [
    path(pgettext_lazy("url", "work/"), worklist.worklist_page, name="worklist"),
    path(pgettext_lazy("url", "work/<int:pk>/"), case.case_page, name="case"),
    path(pgettext_lazy("url", "work/<int:pk>/take/"), case.case_take, name="case_take"),
    path(pgettext_lazy("url", "work/<int:pk>/return/"), case.case_give_back, name="case_give_back"),
    path(pgettext_lazy("url", "work/<int:pk>/assess/"), assess.assess_page, name="case_assess"),
    path(pgettext_lazy("url", "work/<int:pk>/encounter/"), record.record_page, name="encounter_record"),
    path(pgettext_lazy("url", "work/<int:pk>/close/"), moves.close_page, name="case_close"),
    path(pgettext_lazy("url", "work/<int:pk>/hand-over/"), moves.hand_over_page, name="hand_over"),
    path(pgettext_lazy("url", "work/<int:pk>/accept/"), case.hand_over_accept, name="hand_over_accept"),
    path(pgettext_lazy("url", "work/<int:pk>/decline/"), case.hand_over_decline, name="hand_over_decline"),
    path(pgettext_lazy("url", "system/"), pages_operator.operator_page, name="operator"),
    path(pgettext_lazy("url", "system/access-log/"), pages_operator.access_log_page, name="access_log"),
]
