"""Rows of people: who is there, who acts for whom, how they came in and may be reached, and what was sent to them."""

from ovi.people.models.assisting import HelpSession
from ovi.people.models.copying import DataCopy
from ovi.people.models.log_limits import LogLimit
from ovi.people.models.notifying import Notice, NoticeTry
from ovi.people.models.persons import Account, AccountManager, Membership, Person, Professional
from ovi.people.models.reaching import ContactPoint, ReachRule
from ovi.people.models.representing import Representation
from ovi.people.models.signing import ForeignIdentity, SignIn

__all__ = [
    "Account",
    "AccountManager",
    "ContactPoint",
    "DataCopy",
    "ForeignIdentity",
    "HelpSession",
    "LogLimit",
    "Membership",
    "Notice",
    "NoticeTry",
    "Person",
    "Professional",
    "ReachRule",
    "Representation",
    "SignIn",
]
