"""How does a system get its key, and how does a worker come from it to the same person here?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.exchange.models import Client, Interface, PersonContext
from ovi.exchange.policies import CLIENTS, CONTEXT, OPEN_ELSEWHERE
from ovi.exchange.secrets import fingerprint, new_secret
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import Register
from ovi.people.models import Person
from ovi.people.queries import person_with_code
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

CONTEXT_MINUTES = 10


@transaction.atomic
def add_client(
    *, name: str, may: Collection[str] = (Interface.PERSON_CONTEXT,), registers: Collection[str] = (), by: Actor,
    now: datetime,
) -> str:  # fmt: skip
    """Give a system a key, told only now. A system that had one gets a new one and the old no longer opens.

    `may`: what it may ask or send. Who sends is let only into the registers named.
    """
    CLIENTS.require(by)
    if set(may) - set(Interface) or not may or set(registers) - set(Register):
        raise Refused("Choose what the system may do, and registers that we have.", code="client.may")
    if set(may) - {Interface.PERSON_CONTEXT} and not registers:
        raise Refused("Name the registers that the system may send to.", code="client.registers")
    if not name.strip() or len(name) > 100:
        raise Refused("Give the system a name of 1 to 100 characters.", code="client.name")
    key = new_secret()
    Client.objects.update_or_create(
        name=name.strip(),
        defaults={
            "key_hash": fingerprint(key),
            "added_at": now,
            "ended_at": None,
            "may": sorted(may),
            "registers": sorted(registers),
        },
    )
    audit.record("exchange.add_client", by=by, now=now, object_kind="client", object_id=name.strip(),
                 may=sorted(may), registers=sorted(registers))  # fmt: skip
    return key


@transaction.atomic
def end_client(*, name: str, by: Actor, now: datetime) -> None:
    """Close a system's key. Addresses that it has got live out their minutes."""
    CLIENTS.require(by)
    if not Client.objects.filter(name=name, ended_at=None).update(ended_at=now):
        raise Refused(f"There is no open key of '{name}'.", code="client.unknown")
    audit.record("exchange.end_client", by=by, now=now, object_kind="client", object_id=name)


@transaction.atomic
def make_context(*, client: Client, henkilotunnus: str, by: Actor, now: datetime) -> tuple[str, datetime] | None:
    """A token for the person with this code and when it expires; None where we do not know the person."""
    CONTEXT.require(by)
    person = person_with_code(henkilotunnus)
    PersonContext.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()
    if person is None:
        return None
    token, expires_at = new_secret(), now + timedelta(minutes=CONTEXT_MINUTES)
    PersonContext.objects.create(
        token_hash=fingerprint(token), client=client, person=person, made_at=now, expires_at=expires_at
    )
    audit.record("exchange.person_context", by=by, now=now, object_kind="person", object_id=person.pk,
                 subject_key=person.subject_key, client=client.name)  # fmt: skip
    return token, expires_at


@transaction.atomic
def open_context(*, token: str, by: Actor, now: datetime) -> Person:
    """The person meant by the token. Refused, always alike, when it is unknown, old, or opened by somebody else."""
    found = PersonContext.objects.select_for_update().filter(token_hash=fingerprint(token), expires_at__gt=now).first()
    first = found is not None and found.opened_by_id is None
    if found is not None and first:
        found.opened_by_id, found.opened_at = by.account_id, now
    if found is None or not OPEN_ELSEWHERE.prove(by, found):
        raise Refused(
            gettext_noop(
                "This address has expired or was opened by somebody else. Open the person again from your own system."
            ),
            code="context.expired",
        )
    if first:
        found.save(update_fields=["opened_by", "opened_at"])
        audit.record("exchange.open_context", by=by, now=now, object_kind="person", object_id=found.person_id,
                     subject_key=found.person.subject_key)  # fmt: skip
    return found.person
