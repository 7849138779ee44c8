"""Rows of people: who is there, who acts for whom, how they came in, and what is withheld from the log."""

from ovi.people.models.assisting import HelpSession
from ovi.people.models.copying import DataCopy
from ovi.people.models.log_limits import LogLimit
from ovi.people.models.persons import Account, AccountManager, Membership, Person, Professional
from ovi.people.models.representing import Representation
from ovi.people.models.signing import ForeignIdentity, SignIn

__all__ = [
    "Account",
    "AccountManager",
    "DataCopy",
    "ForeignIdentity",
    "HelpSession",
    "LogLimit",
    "Membership",
    "Person",
    "Professional",
    "Representation",
    "SignIn",
]
