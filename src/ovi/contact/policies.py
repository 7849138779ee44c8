"""Who may make contact, and who may see a contact's receipt?"""

from __future__ import annotations

from ovi.contact.models import Contact
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.permissions import permission
from ovi.plumbing.relations import relation

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
WRITTEN_DOWN = relation(
    "contact", "One has oneself written down the person's call, visit or letter", of="contact", own=False,
    prove=lambda actor, contact: actor.professional_id is not None and contact.logged_by_id == actor.professional_id,
)  # fmt: skip


def may_make_contact(actor: Actor) -> bool:
    """A resident whom we know as a person, in their own matter."""
    return MAKE_CONTACT.held_by(actor) and actor.person_id is not None


def require_make_contact(actor: Actor) -> None:
    if not may_make_contact(actor):
        raise Refused(
            "Only residents can contact us here, about their own matters. Sign in as a resident or call us.",
            code="permission.contact.make",
        )


def require_own(actor: Actor, contact: Contact | None) -> Contact:
    """The contact if it is the actor's own, or one that they made. Others' and missing ones get the same answer."""
    if contact is None or actor.person_id is None or actor.person_id not in (contact.person_id, contact.made_by_id):
        raise Refused(
            "This page shows only your own matters. Check that you are signed in as yourself, or go to My matters.",
            code="contact.not_yours",
        )
    return contact
