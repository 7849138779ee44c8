"""What may be done to a case? One function per verb; each is one transaction with its audit row."""

from ovi.casework.actions.assessing import (
    assess,
)
from ovi.casework.actions.assigning import (
    assign,
    note_seen,
)
from ovi.casework.actions.calling import note_call, release_call, resume_calling, stop_calling, take_call
from ovi.casework.actions.closing import (
    close,
    resolve_at_first_contact,
)
from ovi.casework.actions.codes import give_code
from ovi.casework.actions.continuity import (
    arrange_cover,
    end_cover,
    end_own,
    name_own,
)
from ovi.casework.actions.escalating import (
    answer_escalation,
    escalate,
)
from ovi.casework.actions.exceptional import (
    alert_security,
    note_kanta,
    open_across,
    open_in_emergency,
    review_opening,
)
from ovi.casework.actions.goals import (
    end_goal,
    reopen_goal,
    set_goal,
)
from ovi.casework.actions.handing import (
    accept_hand_over,
    decline_hand_over,
    hand_over,
    warn_of_silence,
    withdraw_hand_over,
)
from ovi.casework.actions.linking import (
    open_child_protection,
    show_to_client,
)
from ovi.casework.actions.lists import (
    Moved,
    move_list,
    set_list,
)
from ovi.casework.actions.matching import (
    join_identified,
    match_person,
    open_to_client,
)
from ovi.casework.actions.messaging import (
    close_messages,
    keep_message_draft,
    reopen_messages,
    tell_not_solved,
    write_to_client,
    write_to_unit,
)
from ovi.casework.actions.moments import (
    correct_moment,
    note_moment,
    start_assessment,
)
from ovi.casework.actions.noting import (
    note_event,
    note_next_event,
)
from ovi.casework.actions.opening import (
    open_case,
)
from ovi.casework.actions.paths import (
    end_path,
    review_path,
    start_path,
)
from ovi.casework.actions.saved_lists import (
    copy_list,
    delete_list,
    restore_list,
    save_list,
)
from ovi.casework.actions.steps import (
    add_step,
    assign_step,
    mark_done,
    remove_step,
    skip_step,
    undo_step,
)
from ovi.casework.actions.taking import (
    give_back,
    take,
)
from ovi.casework.actions.teams import (
    add_member,
    end_member,
    mark_handled,
    put_on_meeting,
)
from ovi.casework.actions.telling import tell_client, tell_of_passed_limit
from ovi.casework.actions.tray import (
    mark_take_up,
    pick_service,
    restore_pick,
    revoke_pick,
    tell_of_picks,
    tell_take_up,
)
from ovi.casework.actions.waiting import (
    end_wait_reason,
    set_wait_reason,
)

__all__ = [
    "Moved",
    "accept_hand_over",
    "add_member",
    "add_step",
    "alert_security",
    "answer_escalation",
    "arrange_cover",
    "assess",
    "assign",
    "assign_step",
    "close",
    "close_messages",
    "copy_list",
    "correct_moment",
    "decline_hand_over",
    "delete_list",
    "end_cover",
    "end_goal",
    "end_member",
    "end_own",
    "end_path",
    "end_wait_reason",
    "escalate",
    "give_back",
    "give_code",
    "hand_over",
    "join_identified",
    "keep_message_draft",
    "mark_done",
    "mark_handled",
    "mark_take_up",
    "match_person",
    "move_list",
    "name_own",
    "note_event",
    "note_kanta",
    "note_moment",
    "note_next_event",
    "note_seen",
    "open_across",
    "open_case",
    "open_child_protection",
    "open_in_emergency",
    "open_to_client",
    "pick_service",
    "put_on_meeting",
    "remove_step",
    "reopen_goal",
    "reopen_messages",
    "resolve_at_first_contact",
    "restore_list",
    "restore_pick",
    "review_opening",
    "review_path",
    "revoke_pick",
    "save_list",
    "set_goal",
    "set_list",
    "set_wait_reason",
    "show_to_client",
    "skip_step",
    "start_assessment",
    "start_path",
    "take",
    "tell_not_solved",
    "tell_of_picks",
    "tell_take_up",
    "undo_step",
    "tell_client",
    "tell_of_passed_limit",
    "warn_of_silence",
    "withdraw_hand_over",
    "write_to_client",
    "write_to_unit",
    "note_call",
    "release_call",
    "resume_calling",
    "stop_calling",
    "take_call",
]
