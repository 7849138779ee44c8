"""What does strong e-identification do? It finds or makes the person and account, and opens a sign-in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.directory.models import Municipality
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.foundation.text import sort_key
from ovi.people.actions.signing import begin_sign_in
from ovi.people.e_id import EIdentity
from ovi.people.models import Account, ForeignIdentity, Membership, Person, SignIn
from ovi.people.states import SignInWay
from ovi.plumbing import audit
from ovi.plumbing.actor import Role, system


@transaction.atomic
def apply_e_id(*, identity: EIdentity, now: datetime) -> tuple[Account, SignIn]:
    """The account of who was identified, and their new sign-in. A used answer, or a closed account, is refused.

    The person is known by the identity code, or by the foreign identifier; never by a name. What the provider tells
    anew (a changed name, a non-disclosure order) is taken over; an order is never lifted this way.
    """
    person = Person.objects.select_for_update().get(pk=_person(identity, now).pk)  # two browsers at once: one account
    _take_over(person, identity, now)
    account = _account(person, identity, now)
    if not account.is_active:
        raise Refused(gettext_noop("This account has been closed."), code="e_id.closed")
    sign_in = begin_sign_in(
        account_id=account.pk, way=SignInWay.E_ID, level=identity.level, now=now, answer=identity.answer
    )
    audit.record(
        "people.e_id", by=system("e_id"), now=now, object_kind="sign_in", object_id=sign_in.pk,
        subject_key=person.subject_key, level=identity.level, foreign=bool(identity.foreign),
    )  # fmt: skip
    return account, sign_in


def _person(identity: EIdentity, now: datetime) -> Person:
    new: dict[str, Any] = {
        "first_name": identity.first_name, "last_name": identity.last_name, "birth_date": identity.birth_date,
        "sort_name": sort_key(f"{identity.last_name} {identity.first_name}"),
        "municipality": Municipality.objects.filter(code=identity.municipality).first(),
    }  # fmt: skip
    if identity.code:
        person, made = Person.objects.get_or_create(henkilotunnus=identity.code, defaults=new)
    else:
        known = ForeignIdentity.objects.filter(identifier=identity.foreign).select_related("person").first()
        if known:
            return known.person
        person, made = Person.objects.create(**new), True
        ForeignIdentity.objects.create(person=person, identifier=identity.foreign, noted_at=now)
    if made:
        audit.record("people.register", by=system("e_id"), now=now, object_kind="person", object_id=person.pk,
                     subject_key=person.subject_key, with_code=bool(identity.code))  # fmt: skip
    return person


def _take_over(person: Person, identity: EIdentity, now: datetime) -> None:
    changed = []
    told = (identity.first_name or person.first_name, identity.last_name or person.last_name)
    if told != (person.first_name, person.last_name):
        person.first_name, person.last_name = told
        person.sort_name = sort_key(f"{told[1]} {told[0]}")
        changed += ["first_name", "last_name", "sort_name"]
    if identity.non_disclosure and not person.non_disclosure:
        person.non_disclosure = True
        changed.append("non_disclosure")
    if changed:
        person.save(update_fields=changed)
        audit.record("people.taken_over", by=system("e_id"), now=now, object_kind="person", object_id=person.pk,
                     subject_key=person.subject_key, fields=changed)  # fmt: skip


def _account(person: Person, identity: EIdentity, now: datetime) -> Account:
    account = Account.objects.filter(person=person).first()
    if account is None:
        account = Account.objects.create_user(f"e-id-{uuid4().hex[:20]}", name=person.full_name[:200], person=person)
    elif account.name != person.full_name:
        account.name = person.full_name[:200]
        account.save(update_fields=["name"])
    Membership.objects.get_or_create(
        account=account, role=Role.RESIDENT, unit=None, defaults={"valid_from": helsinki_date(now), "source": "e_id"}
    )
    return account
