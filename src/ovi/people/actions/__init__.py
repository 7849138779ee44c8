"""How do accounts, roles, rights to act for another, sign-ins and limits of the log come and go?"""

from ovi.people.actions.accounts import add_account, end_account, register_person
from ovi.people.actions.county import apply_county_sign_in
from ovi.people.actions.e_id import apply_e_id
from ovi.people.actions.log_limits import end_log_limit, limit_log
from ovi.people.actions.representing import Right, end_representation, record_representation
from ovi.people.actions.signing import begin_sign_in, end_idle_sign_ins, end_sign_in, seen

__all__ = [
    "Right",
    "add_account",
    "apply_county_sign_in",
    "apply_e_id",
    "begin_sign_in",
    "end_account",
    "end_idle_sign_ins",
    "end_log_limit",
    "end_representation",
    "end_sign_in",
    "limit_log",
    "record_representation",
    "register_person",
    "seen",
]
