"""Which pages do professionals and the operator have? Joined into the desks' urls."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.desks import pages_operator
from ovi.desks.pages_staff import assess, case, exceptional, moves, record, worklist
from ovi.desks.pages_staff.opening import signed_in

urlpatterns = [
    path(pgettext_lazy("url", "work/"), signed_in(worklist.worklist_page), name="worklist"),
    path(pgettext_lazy("url", "work/<int:pk>/"), signed_in(case.case_page), name="case"),
    path(pgettext_lazy("url", "work/<int:pk>/take/"), signed_in(case.case_take), name="case_take"),
    path(pgettext_lazy("url", "work/<int:pk>/return/"), signed_in(case.case_give_back), name="case_give_back"),
    path(pgettext_lazy("url", "work/<int:pk>/assess/"), signed_in(assess.assess_page), name="case_assess"),
    path(pgettext_lazy("url", "work/<int:pk>/encounter/"), signed_in(record.record_page), name="encounter_record"),
    path(pgettext_lazy("url", "work/<int:pk>/close/"), signed_in(moves.close_page), name="case_close"),
    path(pgettext_lazy("url", "work/<int:pk>/hand-over/"), signed_in(moves.hand_over_page), name="hand_over"),
    path(pgettext_lazy("url", "work/<int:pk>/accept/"), signed_in(case.hand_over_accept), name="hand_over_accept"),
    path(pgettext_lazy("url", "work/<int:pk>/decline/"), signed_in(case.hand_over_decline), name="hand_over_decline"),
    path(pgettext_lazy("url", "work/<int:pk>/across/"), signed_in(exceptional.across_page), name="open_across"),
    path(pgettext_lazy("url", "work/<int:pk>/kanta/"), signed_in(exceptional.kanta_note), name="kanta_note"),
    path(pgettext_lazy("url", "work/<int:pk>/log/"), signed_in(exceptional.log_limit_page), name="log_limit"),
    path(pgettext_lazy("url", "work/emergency/"), signed_in(exceptional.emergency_page), name="emergency_open"),
    path(pgettext_lazy("url", "work/opened/<int:pk>/"), signed_in(exceptional.opening_page), name="opening"),
    path(pgettext_lazy("url", "system/openings/"), signed_in(pages_operator.openings_page), name="openings"),
    path(
        pgettext_lazy("url", "system/openings/<int:pk>/"),
        signed_in(pages_operator.opening_review),
        name="opening_review",
    ),
    path(pgettext_lazy("url", "system/"), signed_in(pages_operator.operator_page), name="operator"),
    path(pgettext_lazy("url", "system/access-log/"), signed_in(pages_operator.access_log_page), name="access_log"),
]
