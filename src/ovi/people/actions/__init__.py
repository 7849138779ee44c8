"""How do accounts, rights to act for another, sign-ins, limits of the log, addresses and notices come and go?"""

from ovi.people.actions.accounts import add_account, end_account, register_person
from ovi.people.actions.copying import (
    ask_copy,
    begin_copy,
    drop_old_copies,
    fail_copy,
    fetch_copy,
    finish_copy,
    tell_progress,
)
from ovi.people.actions.county import apply_county_sign_in
from ovi.people.actions.e_id import apply_e_id
from ovi.people.actions.helping import end_help, end_helps_over, start_help
from ovi.people.actions.letters import AT_ONCE, Letter, letter_came_back, mark_printed, print_again, take_letters
from ovi.people.actions.log_limits import end_log_limit, limit_log
from ovi.people.actions.notifying import About, Address, notify, tell_otherwise
from ovi.people.actions.reaching import add_point, confirm_point, end_point, end_rule, send_code, set_rule
from ovi.people.actions.representing import Right, end_representation, record_representation
from ovi.people.actions.sending import due_notices, send_notice, take_bounce
from ovi.people.actions.signing import begin_sign_in, end_idle_sign_ins, end_sign_in, seen

__all__ = [
    "AT_ONCE",
    "ask_copy",
    "begin_copy",
    "drop_old_copies",
    "fail_copy",
    "fetch_copy",
    "finish_copy",
    "tell_progress",
    "end_help",
    "end_helps_over",
    "start_help",
    "About",
    "Address",
    "Letter",
    "Right",
    "add_account",
    "add_point",
    "apply_county_sign_in",
    "apply_e_id",
    "begin_sign_in",
    "confirm_point",
    "due_notices",
    "end_account",
    "end_idle_sign_ins",
    "end_log_limit",
    "end_point",
    "end_representation",
    "end_sign_in",
    "end_rule",
    "letter_came_back",
    "limit_log",
    "mark_printed",
    "notify",
    "print_again",
    "record_representation",
    "register_person",
    "seen",
    "send_code",
    "send_notice",
    "set_rule",
    "take_bounce",
    "take_letters",
    "tell_otherwise",
]
