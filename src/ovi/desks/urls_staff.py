"""Which pages do professionals, their managers and the operator have? Joined into the desks' urls."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.desks import pages_manager, pages_operator, urls_lists
from ovi.desks.pages_staff import (
    assess,
    bulk,
    case,
    caseload,
    contact_files,
    exceptional,
    goals,
    log_contact,
    match,
    moments,
    moves,
    notes,
    own_workers,
    paths,
    record,
    steps,
    teams,
    worklist,
)
from ovi.desks.pages_staff.opening import signed_in

urlpatterns = [
    path(pgettext_lazy("url", "work/"), signed_in(worklist.worklist_page), name="worklist"),
    path(pgettext_lazy("url", "work/log/"), signed_in(log_contact.log_page), name="contact_log"),
    path(pgettext_lazy("url", "work/<int:pk>/"), signed_in(case.case_page), name="case"),
    path(pgettext_lazy("url", "work/<int:pk>/files/<uuid:key>/"), signed_in(contact_files.case_file), name="case_file"),
    path(pgettext_lazy("url", "work/<int:pk>/take/"), signed_in(case.case_take), name="case_take"),
    path(pgettext_lazy("url", "work/<int:pk>/return/"), signed_in(case.case_give_back), name="case_give_back"),
    path(pgettext_lazy("url", "work/<int:pk>/assess/"), signed_in(assess.assess_page), name="case_assess"),
    path(pgettext_lazy("url", "work/<int:pk>/encounter/"), signed_in(record.record_page), name="encounter_record"),
    path(pgettext_lazy("url", "work/<int:pk>/moments/"), signed_in(moments.moments_page), name="case_moments"),
    path(pgettext_lazy("url", "work/<int:pk>/child-protection/"), signed_in(moments.link_page), name="case_link"),
    path(pgettext_lazy("url", "work/<int:pk>/shown/"), signed_in(moments.case_shown), name="case_shown"),
    path(pgettext_lazy("url", "work/<int:pk>/close/"), signed_in(moves.close_page), name="case_close"),
    path(pgettext_lazy("url", "work/<int:pk>/hand-over/"), signed_in(moves.hand_over_page), name="hand_over"),
    path(pgettext_lazy("url", "work/<int:pk>/note/<slug:note>/"), signed_in(notes.note_pdf), name="case_note"),
    path(pgettext_lazy("url", "work/<int:pk>/accept/"), signed_in(case.hand_over_accept), name="hand_over_accept"),
    path(pgettext_lazy("url", "work/<int:pk>/goal/"), signed_in(goals.goal_page), name="goal_new"),
    path(pgettext_lazy("url", "work/<int:pk>/goal/<int:goal>/"), signed_in(goals.goal_end_page), name="goal_end"),
    path(
        pgettext_lazy("url", "work/<int:pk>/goal/<int:goal>/reopen/"), signed_in(goals.goal_reopen), name="goal_reopen"
    ),
    path(pgettext_lazy("url", "work/<int:pk>/path/"), signed_in(paths.path_choose_page), name="path_choose"),
    path(pgettext_lazy("url", "work/<int:pk>/path/review/"), signed_in(paths.path_review_page), name="path_review"),
    path(pgettext_lazy("url", "work/<int:pk>/path/end/"), signed_in(paths.path_end_page), name="path_end"),
    path(pgettext_lazy("url", "work/<int:pk>/path/new-step/"), signed_in(steps.step_add_page), name="step_add"),
    path(pgettext_lazy("url", "work/<int:pk>/path/step/<int:step>/"), signed_in(steps.step_page), name="path_step"),
    path(
        pgettext_lazy("url", "work/<int:pk>/path/step/<int:step>/done/"), signed_in(steps.step_done), name="step_done"
    ),
    path(
        pgettext_lazy("url", "work/<int:pk>/path/step/<int:step>/undo/"), signed_in(steps.step_undo), name="step_undo"
    ),
    path(
        pgettext_lazy("url", "work/<int:pk>/path/step/<int:step>/remove/"),
        signed_in(steps.step_remove),
        name="step_remove",
    ),
    path(
        pgettext_lazy("url", "work/<int:pk>/path/start/<slug:template>/"),
        signed_in(paths.path_start_page),
        name="path_start",
    ),
    path(pgettext_lazy("url", "work/caseload/"), signed_in(caseload.caseload_page), name="caseload"),
    path(pgettext_lazy("url", "work/paths/"), signed_in(paths.pathways_page), name="pathways"),
    path(pgettext_lazy("url", "work/paths/<slug:template>/"), signed_in(paths.pathway_page), name="pathway"),
    path(pgettext_lazy("url", "work/<int:pk>/person/"), signed_in(match.match_page), name="case_match"),
    path(pgettext_lazy("url", "work/<int:pk>/open/"), signed_in(case.case_open_to_client), name="case_open_to_client"),
    path(pgettext_lazy("url", "work/<int:pk>/own/"), signed_in(own_workers.own_page), name="own"),
    path(pgettext_lazy("url", "work/<int:pk>/own/<int:row>/end/"), signed_in(own_workers.own_end), name="own_end"),
    path(pgettext_lazy("url", "work/<int:pk>/meeting/"), signed_in(teams.case_meeting), name="case_meeting"),
    *urls_lists.urlpatterns,
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
