"""How does a worker give somebody without e-identification a code to come back by? Told, on paper, or by post.

The caller (casework.actions.codes) has proved that the worker may see the matter. Only a contact that a worker wrote
down has such a code: the code of one who asked without a name is theirs alone, and nobody can give it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.contact.actions.codes import code_of, digest, keep_code
from ovi.contact.models import Contact, ContactCode
from ovi.contact.policies import LOG_CONTACT
from ovi.contact.states import CodeWay, IdentityCheck
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Fault, Refused
from ovi.people.actions import About, Address, notify
from ovi.people.models import Person
from ovi.people.queries.reaching import is_minor, letter_needs_safe, never_by
from ovi.people.states import NotifyKind, Purpose, Way
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class CodeOrder:
    """What the worker asks for. `key` comes from the form: pressed twice, it is the same code.

    `after`: when the code that this one replaces was made, as the form told; an old form brings no dead code back.
    """

    key: UUID
    checked: str
    way: CodeWay
    address: str = ""
    after: str = ""


@transaction.atomic
def give_code(*, contact_id: int, order: CodeOrder, by: Actor, now: datetime) -> str:
    """The code, which is stored nowhere. An earlier code of the contact opens nothing any more."""
    LOG_CONTACT.require(by)
    rows = Contact.objects.select_for_update(of=("self",)).select_related("person")
    contact = rows.filter(pk=contact_id, notification=None, logged_by__isnull=False).first()
    if contact is None:
        raise Refused(
            gettext_noop("A code is given only for a call, a visit or a letter that a worker has written down."),
            code="code.not_logged",
        )
    earlier = ContactCode.objects.filter(contact=contact).first()
    code = code_of(draft_key=contact.idempotency_key, idempotency_key=order.key)
    if earlier is not None and earlier.digest == digest(code):
        return code
    if (earlier.made_at.isoformat() if earlier else "") != order.after:
        raise Refused(
            gettext_noop("A newer code has been given meanwhile. Open the page again if one more is needed."),
            code="code.given.state",
        )
    _require_sound(order, contact.person, is_new=earlier is None, now=now)
    keep_code(contact=contact, code=code, now=now, given_by=by.professional_id)
    audit.record(
        "contact.give_code", by=by, now=now, object_kind="contact", object_id=contact.pk, way=order.way,
        checked=order.checked, subject_key=contact.person.subject_key if contact.person else None,
    )  # fmt: skip
    if order.way is CodeWay.POST:
        about = About(
            "contact", str(contact.pk), number=contact.number, occasion=str(order.key), code=code,
            subject_id=contact.person_id, made_by_id=contact.person_id,
        )  # fmt: skip
        to = Address(Way.LETTER, order.address, contact.language)
        notify(person_id=contact.person_id, address=to, kind=NotifyKind.CODE_LETTER, about=about, by=by, now=now)
    return code


def _require_sound(order: CodeOrder, person: Person | None, *, is_new: bool, now: datetime) -> None:
    """Every fault at once."""
    faults = []
    if order.checked not in set(IdentityCheck):
        faults.append(Fault("checked", gettext_noop("Choose how you made sure who the person is.")))
    elif order.checked == IdentityCheck.NOT_CHECKED and not is_new:
        faults.append(Fault("checked", gettext_noop("Make sure who the person is before you give a new code.")))
    if order.way is CodeWay.POST:
        if not order.address.strip():
            faults.append(Fault("address", gettext_noop("Write the name and the address for the envelope.")))
        elif person is not None and (what := _no_letter(person, now)):
            faults.append(Fault("way", what))
    if faults:
        raise Refused("No code was given. Correct the points below.", code="code.faulty", faults=faults)


def _no_letter(person: Person, now: datetime) -> str:
    """Why no letter with a code may go to the person's home; empty where it may."""
    if is_minor(person, helsinki_date(now)):
        return gettext_noop("Somebody else may open a letter to a minor. Tell the code or give it on paper.")
    if letter_needs_safe(person, now) or never_by(person.pk, Way.LETTER, Purpose.CODE, now):
        return gettext_noop("No letter may go to this client’s home. Tell the code or give it on paper.")
    return ""
