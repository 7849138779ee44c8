"""How do accounts, roles and limits of the log come and go? One function per verb."""

from ovi.people.actions.accounts import add_account, end_account, register_person
from ovi.people.actions.county import apply_county_sign_in
from ovi.people.actions.log_limits import end_log_limit, limit_log

__all__ = ["add_account", "apply_county_sign_in", "end_account", "end_log_limit", "limit_log", "register_person"]
