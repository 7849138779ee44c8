"""Units, residents, professionals and contacts for the tests of the professional's half of the thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from ovi.casework import actions
from ovi.casework.models import Case
from ovi.contact.models import Contact
from ovi.contact.states import Channel, ContactState
from ovi.directory.models import Municipality, Organisation, Unit
from ovi.foundation.text import sort_key
from ovi.people.models import Account, Membership, Person, Professional
from ovi.people.queries import actor_for
from ovi.people.states import LICENSED, Profession
from ovi.plumbing.actor import Actor, Role, system

_number = count(1)
TODAY = date(2026, 3, 3)
BORN = {"adult": date(1980, 5, 17), "young": date(2006, 5, 17), "old": date(1945, 2, 1)}


@dataclass(frozen=True)
class County:
    """Two health stations and a social office, and the organisation that keeps them."""

    tampere: Municipality
    nokia: Municipality
    station: Unit
    other_station: Unit
    office: Unit


def make_county() -> County:
    organisation = Organisation.objects.create(slug="county", name_fi="Alue", kind="county")
    tampere = municipality("837", "Tampere", "Tammerfors", 61.498, 23.761)
    nokia = municipality("536", "Nokia", "Nokia", 61.478, 23.508)
    return County(
        tampere,
        nokia,
        unit(organisation, tampere, "Hatanpään terveysasema", "patient", ["primary_care", "oral_health"]),
        unit(organisation, nokia, "Nokian terveysasema", "patient", ["primary_care"]),
        unit(organisation, tampere, "Aikuissosiaalityön toimisto", "social_welfare", ["adult_social_work"]),
    )


def municipality(code: str, fi: str, sv: str, latitude: float, longitude: float) -> Municipality:
    return Municipality.objects.create(
        code=code, name_fi=fi, name_sv=sv, name_en=fi, sort_fi=sort_key(fi), sort_sv=sort_key(sv),
        county="pirkanmaa", latitude=latitude, longitude=longitude,
    )  # fmt: skip


def unit(organisation: Organisation, where: Municipality, name: str, register: str, lines: list[str]) -> Unit:
    return Unit.objects.create(
        slug=sort_key(name).replace(" ", "-"), organisation=organisation, municipality=where, name_fi=name,
        name_sv=f"{name} (sv)", name_en=f"{name} (en)", sort_fi=sort_key(name), sort_sv=sort_key(name),
        register=register, service_lines=lines,
    )  # fmt: skip


def person(where: Municipality | None, *, born: date | None = BORN["adult"], **fields: object) -> Person:
    given = {"first_name": "Aino", "last_name": f"Esimerkki{next(_number)}", "language": "fi", **fields}
    return Person.objects.create(
        sort_name=sort_key(f"{given['last_name']} {given['first_name']}"), birth_date=born, municipality=where, **given
    )


def worker(
    at: Unit, role: Role, profession: Profession = Profession.NURSE, name: str = "", also: tuple[Unit, ...] = ()
) -> Account:
    number = next(_number)
    name = name or f"Testi Työntekijä {number}"
    account = Account.objects.create_user(f"worker-{number}", name=name)
    Professional.objects.create(
        account=account, name=name, sort_name=sort_key(name), profession=profession,
        licensed=profession in LICENSED, unit=at, valid_from=date(2020, 1, 1),
    )  # fmt: skip
    for one in (at, *also):
        Membership.objects.create(account=account, role=role, unit=one, valid_from=date(2020, 1, 1))
    return account


def acting(account: Account) -> Actor:
    return actor_for(account, today=TODAY)


def contact(
    who: Person | None, at: datetime, *, line: str = "primary_care", register: str = "patient", words: str = "Kipua"
) -> Contact:
    return Contact.objects.create(
        number=f"Y-{next(_number):06d}", state=ContactState.RECEIVED, channel=Channel.WEB, person=who,
        service_line=line, sector="health" if register == "patient" else "social", register=register,
        own_words=words, language="fi", reply_by="phone", reply_to="040 000 0000", arrived_at=at,
    )  # fmt: skip


def opened(who: Person | None, at: datetime, **fields: str) -> Case:
    """A case opened from a contact by the job's own action, a second after the contact."""
    row = contact(who, at, **fields)
    return actions.open_case(contact_id=row.pk, by=system("reception"), now=at + timedelta(seconds=1))
