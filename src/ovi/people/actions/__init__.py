"""How do accounts, roles, rights to act for another, sign-ins and limits of the log come and go?"""

from ovi.people.actions.accounts import add_account, end_account, register_person
from ovi.people.actions.county import apply_county_sign_in
from ovi.people.actions.log_limits import end_log_limit, limit_log
from ovi.people.actions.representing import Right, end_representation, record_representation

__all__ = [
    "Right",
    "add_account",
    "apply_county_sign_in",
    "end_account",
    "end_log_limit",
    "end_representation",
    "limit_log",
    "record_representation",
    "register_person",
]
