"""Who may make contact, and who may see a contact's receipt?"""

from __future__ import annotations

from typing import Protocol, TypeVar

from ovi.contact.models import Contact
from ovi.foundation.refusals import Refused
from ovi.people.policies import helping, in_the_persons_place
from ovi.plumbing.actor import ANONYMOUS, Actor, Role
from ovi.plumbing.permissions import permission
from ovi.plumbing.relations import proved, relation

MAKE_CONTACT = permission("contact.make", "Make contact in one's own matter", Role.RESIDENT)
# To notify on the web needs no permission: anybody may, also without a name.
RECORD_NOTIFICATION = permission(
    "contact.record_notification", "Write down a notification that somebody makes by phone or at a desk",
    Role.SOCIAL_WORKER,
)  # fmt: skip

LOG_CONTACT = permission(
    "contact.log",
    "Write down a call, a visit to the desk or a letter for a person",
    Role.NURSE,
    Role.DOCTOR,
    Role.THERAPIST,
    Role.SOCIAL_WORKER,
)
INBOUND = permission("contact.inbound", "Receive an assessment or a referral that another system sends", Role.SYSTEM)
WRITTEN_DOWN = relation(
    "contact", "One has oneself written down the person's call, visit or letter", of="contact", own=False,
    prove=lambda actor, contact: actor.professional_id is not None and contact.logged_by_id == actor.professional_id,
)  # fmt: skip


def may_make_contact(actor: Actor) -> bool:
    """A resident whom we know as a person, in their own matter."""
    return MAKE_CONTACT.held_by(actor) and actor.person_id is not None


def require_write_contact(actor: Actor) -> None:
    """A resident in their own matter, or the worker who sits beside one."""
    if helping(actor) is None:
        require_make_contact(actor)


def require_make_contact(actor: Actor) -> None:
    if not may_make_contact(actor):
        raise Refused(
            "Only residents can contact us here, about their own matters. Sign in as a resident or call us.",
            code="permission.contact.make",
        )


def require_own(actor: Actor, contact: Contact | None) -> Contact:
    """The contact if it is the actor's own, or one that they made. Others' and missing ones get the same answer.

    Who helps sees the receipts of the helped person, of the helper's own registers alone.
    """
    if (whose := helping(actor)) is not None:
        actor = in_the_persons_place(actor) if contact and contact.register in whose.registers else ANONYMOUS
    if contact is None or actor.person_id is None or actor.person_id not in (contact.person_id, contact.made_by_id):
        raise Refused(
            "This page shows only your own matters. Check that you are signed in as yourself, or go to My matters.",
            code="contact.not_yours",
        )
    return contact


_CARE = (Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE)
MESSAGE = permission("contact.message", "Write to a client and answer their messages in a case of one's unit", *_CARE)
OWN_MESSAGE = permission("contact.own_message", "Write to the unit that answers in one's own matter", Role.RESIDENT)
CHAT = permission("contact.chat", "Answer in the chat of one's own unit", *_CARE)
OWN_CHAT = permission("contact.own_chat", "Chat with a unit in one's own matter", Role.RESIDENT)
CHAT_DESK = permission("contact.chat_desk", "Open and close a unit's chat and set its rules", Role.MANAGER)
IN_CHAT = relation(
    "chat", "One's own unit answers the chat, in the register of one's own work", of="chat",
    prove=lambda actor, chat: chat.unit_id in actor.units and chat.register in actor.registers,
)  # fmt: skip


class OfUnit(Protocol):
    """A chat, as a row or as it is shown: whose it is to answer."""

    @property
    def unit_id(self) -> int: ...
    @property
    def register(self) -> str: ...


UnitChat = TypeVar("UnitChat", bound=OfUnit)


def may_answer_chat(actor: Actor, chat: OfUnit) -> bool:
    """A worker of the unit, within the wall between the registers."""
    return CHAT.held_by(actor) and proved("chat", actor, chat) is not None


def require_answer_chat(actor: Actor, chat: UnitChat | None) -> UnitChat:
    """The chat if it is the actor's unit's; others' and missing ones get the same answer."""
    CHAT.require(actor)
    if chat is None or not may_answer_chat(actor, chat):
        raise Refused("This chat belongs to another unit, or there is no such chat.", code="chat.not_yours")
    return chat


class Held(Protocol):
    """A chat, as a row or as it is shown."""

    @property
    def account_id(self) -> int | None: ...


ChatLike = TypeVar("ChatLike", bound=Held)


def require_own_chat(chat: ChatLike | None, *, account_id: int | None, holds_key: bool) -> ChatLike:
    """The chat if it is one's own: by one's account, or by the browser that holds the key of a nameless chat."""
    own = chat is not None and (chat.account_id == account_id if chat.account_id is not None else holds_key)
    if chat is None or not own:
        raise Refused(
            "This chat is not open in this browser. Sign in with the account you began it with, or begin a new one.",
            code="chat.not_yours",
        )
    return chat


def require_chat(actor: Actor, *, anonymous_allowed: bool) -> None:
    """A resident whom we know as a person; or anybody at all, where the unit lets people chat without a name."""
    known = OWN_CHAT.held_by(actor) and actor.person_id is not None
    if not known and not (anonymous_allowed and actor.account_id is None):
        raise Refused(
            "Sign in as a resident to chat with this unit. If you cannot sign in, call us.",
            code="permission.contact.chat",
        )
