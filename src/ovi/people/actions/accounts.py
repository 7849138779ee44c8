"""How do accounts come and go? The county makes them; nobody signs up. Residents come by strong identification."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from ovi.directory.models import Unit
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.identifiers import Hetu, parse_hetu
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import sort_key
from ovi.people.models import Account, Membership, Person, Professional
from ovi.people.states import CARE_ROLES, LICENSED, Profession
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor, Role


@transaction.atomic
def add_account(
    *, username: str, name: str, role: Role, unit_slug: str, profession: str, password: str, by: Actor, now: datetime
) -> Account:
    """Make an account with one role, from today. Every fault is listed; nothing is made if there is one."""
    unit = Unit.objects.filter(slug=unit_slug).first() if unit_slug else None
    if faults := _faults(username=username, name=name, role=role, unit=unit, unit_slug=unit_slug,
                         profession=profession, password=password):  # fmt: skip
        raise Refused("The account was not made.", code="account.invalid", faults=faults)
    today = helsinki_date(now)
    account = Account.objects.create_user(username, password, name=name.strip())
    Membership.objects.create(account=account, role=role, unit=unit, valid_from=today)
    if profession and unit is not None:
        Professional.objects.create(
            account=account, name=name.strip(), sort_name=sort_key(name), profession=profession,
            licensed=Profession(profession) in LICENSED, unit=unit, valid_from=today,
        )  # fmt: skip
    audit.record("people.add_account", by=by, now=now, object_kind="account", object_id=account.id, role=role)
    return account


@transaction.atomic
def end_account(*, username: str, by: Actor, now: datetime) -> None:
    """Close an account from this moment: its roles end and nobody can sign in with it. Its traces stay."""
    account = Account.objects.select_for_update().filter(username=username).first()
    if account is None:
        raise Refused(f"There is no account '{username}'.", code="account.unknown")
    account.is_active = False
    account.save(update_fields=["is_active"])
    today = helsinki_date(now)
    Membership.objects.filter(account=account, valid_from=today).delete()
    Membership.objects.filter(account=account, valid_to__isnull=True).update(valid_to=today)
    audit.record("people.end_account", by=by, now=now, object_kind="account", object_id=account.id)


@transaction.atomic
def register_person(
    *, first_name: str, last_name: str, birth_date: date | None, henkilotunnus: str, language: str, phone: str,
    by: Actor, now: datetime,
) -> Person:  # fmt: skip
    """Make the row of a person who has none yet. An identity code is not needed; one that is given must be sound."""
    code = _sound_code(henkilotunnus)
    if code is not None and birth_date is not None and code.birth_date != birth_date:
        raise Refused("The identity code and the date of birth do not agree.", code="person.birth_date")
    if not (first_name.strip() or last_name.strip()):
        raise Refused("Give the name by which the person can be found.", code="person.name")
    person = Person.objects.create(
        henkilotunnus=code.value if code else None,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        sort_name=sort_key(f"{last_name} {first_name}"),
        birth_date=code.birth_date if code else birth_date,
        language=language,
        phone=phone.strip(),
    )
    audit.record("people.register", by=by, now=now, object_kind="person", object_id=person.pk,
                 subject_key=person.subject_key, with_code=code is not None)  # fmt: skip
    return person


def _sound_code(henkilotunnus: str) -> Hetu | None:
    if not henkilotunnus.strip():
        return None
    try:
        return parse_hetu(henkilotunnus)
    except ValueError as error:
        raise Refused("Check the identity code: it is not written as one.", code="person.code") from error


def _faults(
    *, username: str, name: str, role: Role, unit: Unit | None, unit_slug: str, profession: str, password: str
) -> list[Fault]:
    found = []
    if not username.strip() or len(username) > 150:
        found.append(Fault("username", "give 1 to 150 characters"))
    elif Account.objects.filter(username=username).exists():
        found.append(Fault("username", f"'{username}' is taken"))
    if not name.strip():
        found.append(Fault("name", "give the person's name"))
    if unit_slug and unit is None:
        found.append(Fault("unit", f"there is no unit '{unit_slug}'"))
    if profession and profession not in set(Profession):
        found.append(Fault("profession", f"choose one of: {', '.join(Profession)}"))
    if role in CARE_ROLES and not (unit_slug and profession):
        found.append(Fault("unit, profession", f"the role {role} works in a unit and has a profession"))
    if role in (Role.RESIDENT, Role.SYSTEM):
        found.append(Fault("role", "residents come by strong identification; the system needs no account"))
    try:
        validate_password(password, Account(username=username, name=name))
    except ValidationError as error:
        found += [Fault("password", message) for message in error.messages]
    return found
