"""How is the sender told that a contact has come, and what have they said of being reached safely in this matter?

Both in the transaction that stores the contact: no receipt without its contact, and no notice before the wishes hold.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import datetime

from ovi.contact.contact_words import SAFE
from ovi.contact.models import Contact
from ovi.contact.policies import MAKE_CONTACT
from ovi.contact.states import ReplyBy
from ovi.people.actions import About, Address, notify, set_rule
from ovi.people.queries import points_of
from ovi.people.states import NotifyKind, PointKind, RuleKind, Way
from ovi.plumbing.actor import Actor

# What the form's wishes mean among the rules of safe contact; each holds for this matter.
NEVER: dict[str, Way] = {
    "no_voice_mail": Way.VOICE_MAIL,
    "not_home": Way.HOME,
    "no_sms": Way.SMS,
    "no_email": Way.EMAIL,
}


def keep_safe(*, contact: Contact, safe: tuple[str, ...], words: str, by: Actor, now: datetime) -> None:
    """Write the wishes of the person who made the contact as rules of safe contact for this matter alone."""
    # Whoever writes is the one to be reached, also when acting for another.
    me = replace(copy(by), on_behalf=None) if by.on_behalf else by
    helped = not MAKE_CONTACT.held_by(me)  # a worker writes it down: the rule then keeps the wish in words
    for one in safe:
        if (way := NEVER.get(one)) and me.person_id is not None:
            set_rule(
                person_id=me.person_id, kind=RuleKind.NEVER, way=way, matter=contact.number, by=me, now=now,
                words=words or (str(SAFE[one]) if helped else ""),
            )  # fmt: skip


def tell_receipt(*, contact: Contact, by: Actor, now: datetime) -> None:
    """A notice that the contact has come, by the way that the person chose; on the page they see it anyway."""
    address = _address(contact, by)
    if by.person_id is None or address is None:
        return
    about = About(
        object_kind="contact", object_id=str(contact.pk), number=contact.number, subject_id=contact.person_id,
        made_by_id=by.person_id, at=contact.arrived_at,
    )  # fmt: skip
    notify(person_id=by.person_id, address=address, kind=NotifyKind.RECEIPT, about=about, by=by, now=now)


def _address(contact: Contact, by: Actor) -> Address | None:
    match contact.reply_by:
        case ReplyBy.SMS:
            return Address(Way.SMS, contact.reply_to, contact.language)
        case ReplyBy.EMAIL:
            return Address(Way.EMAIL, contact.reply_to, contact.language)
        case ReplyBy.LETTER:
            homes = [one.value for one in points_of(by.person_id or 0) if one.kind == PointKind.POSTAL]
            return Address(Way.LETTER, homes[0], contact.language) if homes else None
    return None
