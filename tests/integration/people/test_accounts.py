"""The county makes and closes accounts; every fault is said at once."""

from __future__ import annotations

import pytest

from ovi.foundation.refusals import Refused
from ovi.people.actions import add_account, end_account
from ovi.people.models import Account
from ovi.people.queries import actor_for
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent

BY = system("accounts")
GOOD = {"username": "aino", "name": "Aino Testi", "role": Role.OPERATOR, "unit_slug": "", "profession": "",
        "password": "kolme-pitkää-sanaa-9"}  # fmt: skip


def test_an_operator_s_account_is_made_signs_in_and_is_closed(db, client, now, settings):
    add_account(**GOOD, by=BY, now=now)
    account = Account.objects.get(username="aino")
    assert account.check_password(GOOD["password"])
    assert actor_for(account, today=now.date()).has(Role.OPERATOR)
    end_account(username="aino", by=BY, now=now)
    account.refresh_from_db()
    assert not actor_for(account, today=now.date()).roles
    assert not client.login(username="aino", password=GOOD["password"])
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == [
        "people.add_account",
        "people.end_account",
    ]


def test_all_faults_are_listed_and_nothing_is_made(db, now):
    bad = {**GOOD, "name": " ", "role": Role.NURSE, "unit_slug": "nowhere", "profession": "wizard", "password": "short"}
    with pytest.raises(Refused) as refused:
        add_account(**bad, by=BY, now=now)
    assert {fault.where for fault in refused.value.faults} >= {"name", "unit", "profession", "password"}
    assert not Account.objects.exists()


def test_a_taken_name_and_an_unknown_one_are_refused(db, now):
    add_account(**GOOD, by=BY, now=now)
    with pytest.raises(Refused) as refused:
        add_account(**GOOD, by=BY, now=now)
    assert "taken" in refused.value.faults[0].what
    with pytest.raises(Refused, match="no account"):
        end_account(username="nobody", by=BY, now=now)


@pytest.mark.parametrize("role", [Role.NURSE, Role.SOCIAL_WORKER])
def test_a_professional_needs_a_unit_and_a_profession(db, now, role):
    with pytest.raises(Refused) as refused:
        add_account(**{**GOOD, "role": role}, by=BY, now=now)
    assert refused.value.faults[0].where == "unit, profession"


def test_residents_are_not_made_by_hand(db, now):
    with pytest.raises(Refused):
        add_account(**{**GOOD, "role": Role.RESIDENT}, by=BY, now=now)
