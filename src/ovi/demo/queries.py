"""Which of the demonstration's identities are in the database, and as whom does each act?"""

from __future__ import annotations

from dataclasses import dataclass

from ovi.demo.accounts import DEMO_ACCOUNTS, DemoAccount
from ovi.foundation.text import Trilingual
from ovi.people.models import Account


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity to choose: the row of the table, the invented person's name, and the unit, if any."""

    account: DemoAccount
    name: str
    unit: Trilingual | None


def identities() -> list[Identity]:
    """The identities in the order of the table; empty before a county has been invented. One query."""
    rows = Account.objects.filter(username__in=[one.username for one in DEMO_ACCOUNTS], is_active=True)
    known = {row.username: row for row in rows.select_related("professional__unit")}
    return [_identity(one, known[one.username]) for one in DEMO_ACCOUNTS if one.username in known]


def _identity(account: DemoAccount, row: Account) -> Identity:
    professional = getattr(row, "professional", None)
    unit = professional.unit if professional else None
    return Identity(
        account=account,
        name=row.name if row.name != account.name.fi else "",
        unit=Trilingual(unit.name_fi, unit.name_sv, unit.name_en) if unit else None,
    )


def demo_account(username: str) -> Account | None:
    """The account behind a username of the table; None for any other name, also of a real account."""
    if username not in {one.username for one in DEMO_ACCOUNTS}:
        return None
    return Account.objects.filter(username=username, is_active=True).first()
