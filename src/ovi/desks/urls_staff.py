"""Which pages do professionals, their managers and the operator have? Joined into the desks' urls."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.desks import pages_manager, pages_operator
from ovi.desks.pages_staff import assess, bulk, case, moves, record, worklist
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
    path(pgettext_lazy("url", "work/<int:pk>/decline/"), signed_in(moves.decline_page), name="hand_over_decline"),
    path(pgettext_lazy("url", "work/<int:pk>/withdraw/"), signed_in(moves.withdraw), name="hand_over_withdraw"),
    path(pgettext_lazy("url", "work/<int:pk>/assign/"), signed_in(moves.assign_page), name="case_assign"),
    path(pgettext_lazy("url", "work/<int:pk>/raise/"), signed_in(moves.escalate_page), name="case_escalate"),
    path(pgettext_lazy("url", "work/<int:pk>/waiting/"), signed_in(moves.wait_page), name="case_wait"),
    path(pgettext_lazy("url", "work/<int:pk>/waiting/ended/"), signed_in(moves.wait_end_page), name="case_wait_end"),
    path(pgettext_lazy("url", "work/selected/"), signed_in(bulk.bulk_page), name="worklist_bulk"),
    path(pgettext_lazy("url", "work/search/"), signed_in(worklist.search), name="worklist_search"),
    path(pgettext_lazy("url", "work/changes/"), signed_in(worklist.changes), name="worklist_changes"),
    path(pgettext_lazy("url", "management/attention/"), signed_in(pages_manager.attention_page), name="attention"),
    path(
        pgettext_lazy("url", "management/attention/<int:pk>/"),
        signed_in(pages_manager.answer_page),
        name="escalation_answer",
    ),
    path(pgettext_lazy("url", "system/"), signed_in(pages_operator.operator_page), name="operator"),
    path(pgettext_lazy("url", "system/access-log/"), signed_in(pages_operator.access_log_page), name="access_log"),
]
