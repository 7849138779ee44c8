"""What stands in the main menu of each audience?"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ovi.design.shapes import Link
from ovi.plumbing.actor import Actor, Role

_CARE = (Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE)
# name, url name, roles that see it (empty: everyone who is no member of staff)
_MENU: tuple[tuple[Any, str, tuple[Role, ...]], ...] = (
    (_("Find a service"), "services", ()),
    (_("Contact us"), "contact_new", ()),
    (_("Chat"), "chats", ()),
    (_("My matters"), "my_matters", ()),
    (_("How quickly you get care"), "public_access", ()),
    (_("Worklist"), "worklist", _CARE),
    (_("Messages"), "messages", _CARE),
    (_("Chat"), "chat_board", _CARE),
    (_("Log a contact"), "contact_log", _CARE),
    (_("Call-back list"), "calls", _CARE),
    (_("Walk-in queue"), "tickets", _CARE),
    (_("Caseload"), "caseload", (*_CARE, Role.MANAGER)),
    (_("Lists"), "lists", (*_CARE, Role.MANAGER)),
    (_("Find a service"), "services", _CARE),
    (_("Service lists"), "saved_lists", _CARE),
    (_("Help side by side"), "help_start", _CARE),
    (_("Write down a notification"), "notice_new", (Role.SOCIAL_WORKER,)),
    (_("Needs attention"), "attention", (Role.MANAGER,)),
    (_("Access to care"), "access", (Role.MANAGER, Role.PROGRAMME_OFFICE)),
    (_("Programme"), "programme", (Role.MANAGER, Role.PROGRAMME_OFFICE)),
    (_("Hours and texts"), "unit_settings_all", (Role.MANAGER, Role.OPERATOR)),
    (_("Chats of the units"), "chat_desks", (Role.MANAGER,)),
    (_("Content gaps"), "gaps", (Role.MANAGER, Role.OPERATOR)),
    (_("Openings"), "openings", (Role.MANAGER, Role.OPERATOR)),
    (_("Letters to post"), "letters", (Role.OPERATOR,)),
    (_("System"), "operator", (Role.OPERATOR,)),
)


# The manager's pages of one subject, joined to each other on each of them.
_WAITING: tuple[tuple[Any, str, tuple[Role, ...]], ...] = (
    (_("Access to care"), "access", (Role.MANAGER, Role.PROGRAMME_OFFICE)),
    (_("Figures of a unit"), "unit_choice", (Role.MANAGER, Role.PROGRAMME_OFFICE)),
    (_("Who waits now"), "open_queue", (Role.MANAGER, Role.PROGRAMME_OFFICE)),
    (_("Needs attention"), "attention", (Role.MANAGER,)),
    (_("Call-backs"), "call_figures", (Role.MANAGER,)),
    (_("Limits of social welfare"), "social_deadlines", (Role.MANAGER, Role.PROGRAMME_OFFICE)),
    (_("Wellbeing by municipality"), "wellbeing", (Role.MANAGER, Role.PROGRAMME_OFFICE)),
)


def beside(actor: Actor | None, path: str) -> list[Link]:
    """The pages of the same subject, where the page is one of several; otherwise none."""
    links = [(str(name), reverse(url_name), roles) for name, url_name, roles in _WAITING]
    if actor is None or path not in {url for _name, url, _roles in links}:
        return []
    return [Link(name, url, current=url == path) for name, url, roles in links if actor.has(*roles)]


def navigation_for(actor: Actor | None, path: str) -> list[Link]:
    """The menu of this actor; residents and visitors see the public one."""
    staff = actor is not None and bool(actor.roles - {Role.RESIDENT})
    shown = [
        (str(name), reverse(url_name))
        for name, url_name, roles in _MENU
        if ((staff and actor is not None and actor.has(*roles)) if roles else not staff)
    ]
    # One place is current: the nearest above the page (logging a contact lies below the worklist).
    here = max((url for _name, url in shown if path.startswith(url)), key=len, default="")
    return [Link(name, url, current=url == here) for name, url in shown]
