"""A small county, residents who can sign in, and how a page is read, for the tests of the resident's pages."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ovi.directory import actions as directory
from ovi.directory.models import Municipality, Organisation, Unit
from ovi.foundation.text import sort_key
from ovi.people.models import Account, Membership, Person
from ovi.people.queries import actor_for
from ovi.plumbing.actor import Actor, Role, system

PASSWORD = "pitka-ja-oma-salasana"
TODAY = date(2026, 3, 3)
_number = count(1)
_BOOKKEEPING = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)", re.IGNORECASE)


@dataclass(frozen=True)
class Resident:
    person: Person
    account: Account
    actor: Actor

    def client(self) -> Client:
        """A browser in which this resident is signed in."""
        client = Client()
        client.force_login(self.account, backend="django.contrib.auth.backends.ModelBackend")
        return client


def make_county() -> Unit:
    """One municipality with a health station and a social office; returns the station."""
    organisation = Organisation.objects.create(slug="county", name_fi="Alue", kind="county")
    tampere = Municipality.objects.create(
        code="837", name_fi="Tampere", name_sv="Tammerfors", name_en="Tampere", sort_fi="tampere",
        sort_sv="tammerfors", county="pirkanmaa", latitude=61.498, longitude=23.761,
    )  # fmt: skip
    _unit(organisation, tampere, "Sosiaalitoimisto", "Socialbyrån", "social_welfare", ["adult_social_work"])
    return _unit(organisation, tampere, "Keskustan terveysasema", "Centrum", "patient", ["primary_care", "oral_health"])


def _unit(organisation: Organisation, where: Municipality, fi: str, sv: str, register: str, lines: list[str]) -> Unit:
    return Unit.objects.create(
        slug=sort_key(fi).replace(" ", "-"), organisation=organisation, municipality=where, name_fi=fi, name_sv=sv,
        name_en=fi, sort_fi=sort_key(fi), sort_sv=sort_key(sv), register=register, service_lines=lines,
        phone="03 000 1234",
    )  # fmt: skip


def resident(
    *, born: date = date(1985, 5, 5), first: str = "Aino", last: str = "Esimerkki", password: str | None = None
) -> Resident:
    """A resident with an account; a password is hashed slowly, so it is set only where one signs in with it."""
    number = next(_number)
    person = Person.objects.create(
        first_name=first, last_name=last, sort_name=sort_key(f"{last} {first}"), birth_date=born,
        phone="040 555 0101", municipality=Municipality.objects.first(),
    )  # fmt: skip
    account = Account.objects.create_user(f"resident-{number}", password, name=person.full_name, person=person)
    Membership.objects.create(account=account, role=Role.RESIDENT, unit=None, valid_from=date(2020, 1, 1))
    return Resident(person, account, actor_for(account, today=TODAY))


def worker(role: Role, unit: Unit | None = None) -> Account:
    account = Account.objects.create_user(f"worker-{next(_number)}", name="Noora Hoitaja")
    Membership.objects.create(account=account, role=role, unit=unit, valid_from=date(2020, 1, 1))
    return account


def own_catalogue(now: datetime) -> None:
    directory.load_own_catalogue(by=system("test"), now=now)


@contextmanager
def at_most(statements: int):  # type: ignore[no-untyped-def]
    """No more statements than this, savepoints of the test's own transaction not counted."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        yield
    asked = [one["sql"] for one in seen.captured_queries if not _BOOKKEEPING.match(one["sql"])]
    assert len(asked) <= statements, "\n".join(asked)


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def main_of(response) -> str:  # type: ignore[no-untyped-def]
    """What is in the middle of the page."""
    return text_of(response).split("<main")[1].split("</main>")[0]


def assert_sound(response, language: str) -> str:  # type: ignore[no-untyped-def]
    """What holds of every page: one h1, its language, a title of its own, a strict policy, no inline code or style."""
    html = text_of(response)
    assert len(re.findall(r"<h1[ >]", html)) == 1, html
    assert f'<html lang="{language}"' in html
    assert re.search(r"<title>\s*\S[^<]* – [^<]+</title>", html)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"\son[a-z]+=", html)
    return html
