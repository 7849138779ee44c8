"""What does a sign-in at the county give and take? The county's groups are the truth for accounts that come so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from ovi.directory.models import Unit
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.text import sort_key
from ovi.people.county_roles import Grant
from ovi.people.models import Account, Membership, Professional
from ovi.people.states import LICENSED, Profession
from ovi.plumbing import audit
from ovi.plumbing.actor import Role, system


@transaction.atomic
def apply_county_sign_in(
    *, account: Account | None, issuer: str, subject: str, name: str, grants: Iterable[Grant], now: datetime
) -> Account | None:
    """Give what the groups give and end every other role; None where nothing is left (then nobody signs in).

    The account is known by issuer and subject alone, never by an e-mail address or a name. One whose groups give
    nothing gets no account; a known one loses its roles at once, also those given by hand.
    """
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__in={one.unit for one in grants if one.unit})}
    valid = [one for one in grants if not one.unit or one.unit in units]
    if account is None and not valid:
        return None
    if account is None:
        account = Account.objects.create_user(_username(issuer, subject), name=name[:200])
    elif name and account.name != name:
        account.name = name[:200]
        account.save(update_fields=["name"])
    today = helsinki_date(now)
    wanted = {(one.role, units.get(one.unit)) for one in valid}
    given = _give(account, wanted, today)
    ended = _end_others(account, {(role, unit.pk if unit else None) for role, unit in wanted}, today)
    if professional := next((one for one in valid if one.profession and one.unit), None):
        _professional(account, professional, units[professional.unit], today)
    if given or ended:
        audit.record(
            "people.county_roles", by=system("county_sign_in"), now=now, object_kind="account", object_id=account.pk,
            given=sorted(given), ended=sorted(ended),
        )  # fmt: skip
    return account if valid and account.is_active else None


def _username(issuer: str, subject: str) -> str:
    return "county-" + hashlib.sha256(f"{issuer} {subject}".encode()).hexdigest()[:24]


def _give(account: Account, wanted: set[tuple[Role, Unit | None]], today: date) -> list[str]:
    """A row that had ended begins again; the audit keeps when it was not."""
    given = []
    for role, unit in wanted:
        row, made = Membership.objects.get_or_create(
            account=account, role=role, unit=unit, defaults={"valid_from": today, "source": "county"}
        )
        ended = row.valid_to is not None and row.valid_to <= today
        if made or ended:
            given.append(f"{role}@{unit.pk if unit else 'county'}")
        if ended:
            row.valid_from, row.valid_to, row.source = today, None, "county"
            row.save(update_fields=["valid_from", "valid_to", "source"])
    return given


def _end_others(account: Account, wanted: set[tuple[Role, int | None]], today: date) -> list[str]:
    ended = []
    running = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), account=account)
    for row in running.exclude(role=Role.RESIDENT):
        if (Role(row.role), row.unit_id) in wanted:
            continue
        ended.append(f"{row.role}@{row.unit_id or 'county'}")
        if row.valid_from >= today:
            row.delete()
        else:
            row.valid_to = today
            row.save(update_fields=["valid_to"])
    return ended


def _professional(account: Account, grant: Grant, unit: Unit, today: date) -> None:
    """Who works with clients has one professional row, which follows the county's groups."""
    facts = {
        "name": account.name, "sort_name": sort_key(account.name), "profession": grant.profession,
        "licensed": Profession(grant.profession) in LICENSED, "unit": unit,
    }  # fmt: skip
    Professional.objects.update_or_create(
        account=account, defaults=facts, create_defaults={**facts, "valid_from": today}
    )
