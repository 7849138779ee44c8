"""Rows of people: who is there, how may they be reached, and what was sent to them."""

from ovi.people.models.notifying import Notice, NoticeTry
from ovi.people.models.persons import Account, AccountManager, LogLimit, Membership, Person, Professional
from ovi.people.models.reaching import ContactPoint, ReachRule

__all__ = [
    "Account",
    "AccountManager",
    "ContactPoint",
    "LogLimit",
    "Membership",
    "Notice",
    "NoticeTry",
    "Person",
    "Professional",
    "ReachRule",
]
