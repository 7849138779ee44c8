"""How do activities of lähellä.fi come in from a file by the only published schema (jkseppan/lahella-cli, MIT)?

lähellä.fi has no open read interface: the network sends a file. A short activity, a group or a call for volunteers
is told only here; what PTV tells too is set behind PTV's. Beside the schema each activity, or the whole file, may say
its `organization` {name, businessId}; without a Y-tunnus nothing can be known as a duplicate.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ovi.directory import actions
from ovi.directory.contacts import Contacts, Email, Phone, WebPage
from ovi.directory.incoming import (
    Catalogue,
    IncomingActivity,
    IncomingChannel,
    IncomingLink,
    IncomingOrganisation,
    IncomingPlace,
    IncomingService,
    Line,
    MalformedError,
    Reach,
    hash_of,
)
from ovi.directory.states import ServiceSource
from ovi.exchange.importers import reading
from ovi.exchange.importers.postal_codes import post_office
from ovi.exchange.importers.reading import Row
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.refusals import Refused
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.plumbing.actor import Actor

_LARGEST = 100_000_000
_WRAPPERS = ("activities", "events", "courses", "items")
_KINDS = ("hobby", "support", "voluntary")
_PLACES = {"place": "service_location", "hybrid": "service_location", "online": "web_page", "phone": "phone"}
_AGES = {"baby": (0, 1), "child": (2, 6), "schoolAge": (7, 12), "young": (13, 17)}
_AGES |= {"youngAdult": (18, 29), "adult": (30, 64), "elderly": (65, None)}  # type: ignore[dict-item]
_ACCESSIBLE = {
    "ac_wheelchair": Trilingual("Pyörätuolilla pääsee.", "Tillgängligt med rullstol.", "Accessible by wheelchair."),
    "ac_rollator": Trilingual("Rollaattorilla pääsee.", "Tillgängligt med rollator.", "Accessible with a rollator."),
    "ac_inductionloop": Trilingual("Paikalla on induktiosilmukka.", "Det finns en hörselslinga.",
                                   "There is an induction loop."),
    "ac_itoilet": Trilingual("Paikalla on esteetön wc.", "Det finns en tillgänglig toalett.",
                             "There is an accessible toilet."),
    "ac_parking": Trilingual("Paikalla on pysäköintipaikkoja.", "Det finns parkeringsplatser.",
                             "There is parking."),
}  # fmt: skip


def import_lahella(path: Path, *, by: Actor, now: datetime, force: bool = False) -> actions.ImportReport:
    """Import a file of activities; what the file no longer has becomes vanished."""
    rows, shared = _rows(path)
    notes: set[str] = set()
    records = [_record(number, row, shared) for number, row in enumerate(rows, start=1)]
    catalogue = Catalogue(
        source=ServiceSource.LAHELLA,
        file_name=path.name,
        complete=True,
        organisations=[*_organisations(records)],
        channels=[line for where, row in records for line in _channel_lines(where, row, notes)],
        services=[_service_line(where, row, notes) for where, row in records],
        notes=notes,
    )
    return actions.import_catalogue(catalogue, by=by, now=now, force=force)


def _rows(path: Path) -> tuple[list[Any], Row]:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(f"{path.name} is larger than 100 MB.", code="import.too_large")
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(f"{path.name} is no readable JSON file: {error}.", code="import.unreadable") from error
    shared = found.get("organization") if isinstance(found, dict) else None
    if isinstance(found, dict):
        found = next((found[name] for name in _WRAPPERS if isinstance(found.get(name), list)), None)
    if not isinstance(found, list):
        raise Refused(
            f"{path.name} holds no list of activities. Expected a list, or an object with activities or events.",
            code="import.unreadable",
        )
    return found, shared if isinstance(shared, dict) else {}


def _record(number: int, row: Any, shared: Row) -> tuple[str, Row]:
    """(where, the activity with its organisation)."""
    if not isinstance(row, dict):
        return f"activity {number}", {"_not_an_object": reading.kind(row)}
    if "organization" not in row and shared:
        row = {**row, "organization": shared}
    return f"activity {number}", row


def _id(row: Row) -> str:
    key = row.get("_key")
    return key if isinstance(key, str) and 0 < len(key) <= 70 and key.isprintable() else ""


def _line_hash(row: Row) -> str:
    return hash_of(row)


def _organisation_id(row: Row) -> str:
    owner = row.get("organization")
    if not isinstance(owner, dict):
        return ""
    told = str(owner.get("businessId") or owner.get("name") or "")
    return hashlib.sha256(told.casefold().encode()).hexdigest()[:32] if told else ""


def _organisations(records: list[tuple[str, Row]]) -> Iterator[Line[IncomingOrganisation]]:
    seen: set[str] = set()
    for where, row in records:
        id_ = _organisation_id(row)
        if id_ and id_ not in seen:
            seen.add(id_)
            owner = row["organization"]
            yield Line(id_, _line_hash(owner), _organisation_reader(id_, owner), where=f"{where}, organization")


def _organisation_reader(id_: str, owner: Row):  # type: ignore[no-untyped-def]
    def read() -> IncomingOrganisation:
        name = owner.get("name")
        named = Trilingual(reading.text(name, "organization")) if isinstance(name, str) else _texts(name, "name")
        return IncomingOrganisation(
            source_id=id_,
            name=reading.require_name(named, "the organisation's name"),
            kind="Organization",
            business_code=reading.text(owner.get("businessId"), "businessId"),
            raw=owner,
        )

    return read


def _channel_lines(where: str, row: Row, notes: set[str]) -> Iterator[Line[IncomingChannel]]:
    id_ = _id(row)
    if not id_:
        return
    try:
        given = _given_channels(row)
    except MalformedError:
        return  # told of by its service
    for number, one in enumerate(given):
        yield Line(
            f"{id_}-{number}",
            hash_of([row, number]),
            lambda one=one, number=number: _channel(row, one, f"{id_}-{number}", notes),  # type: ignore[misc]
            where=f"{where} {id_}",
        )


def _given_channels(row: Row) -> list[Row]:
    """The places and times: `channels`, or the one place of the activity itself."""
    channels = [*reading.rows(row.get("channels"), "channels")]
    if channels:
        return channels
    return [{"location": row.get("location"), "schedule": row.get("schedule")}] if row.get("location") else []


def _channel(row: Row, one: Row, id_: str, notes: set[str]) -> IncomingChannel:
    location = reading.row(one.get("location"), "location")
    kind = reading.text(location.get("type"), "type") or "place"
    if kind not in _PLACES:
        raise MalformedError(f"a place is of type {kind[:40]!r}; known are {', '.join(_PLACES)}")
    place = _place(location)
    towns = [place.municipality_code] if place.municipality_code else []
    return IncomingChannel(
        source_id=id_,
        kind=_PLACES[kind],
        name=reading.require_name(_texts(row.get("title"), "title"), "the title"),
        organisation_id=_organisation_id(row),
        summary=_texts(location.get("summary"), "summary"),
        reach=Reach("limited", (), tuple(towns)) if towns else Reach(),
        languages=_languages(row),
        contacts=_contacts(row, location, notes),
        places=[place] if _PLACES[kind] == "service_location" else [],
        raw=one,
    )


def _place(location: Row) -> IncomingPlace:
    address = reading.row(location.get("address"), "address")
    postal_code = reading.text(address.get("postal_code"), "postal_code").zfill(5) if address else ""
    town = post_office(postal_code)
    latitude, longitude = _degrees(address.get("coordinates"))
    told = [_ACCESSIBLE[one] for one in reading.texts(location.get("accessibility"), "accessibility")
            if one in _ACCESSIBLE]  # fmt: skip
    sentences = [{lang: getattr(text, lang) for lang in LANGUAGES} for text in told]
    entrance = {"name": {}, "main": True, "latitude": latitude, "longitude": longitude}
    return IncomingPlace(
        street=Trilingual(reading.text(address.get("street"), "street")),
        postal_code=postal_code,
        post_office=town.name,
        municipality_code=town.municipality,
        municipality=Trilingual(reading.text(address.get("city"), "city")),
        latitude=latitude,
        longitude=longitude,
        entrances=[{**entrance, "accessibility": [{"group": {}, "sentences": sentences}]}] if sentences else [],
    )


def _degrees(value: Any) -> tuple[float | None, float | None]:
    """(latitude, longitude) of GeoJSON's [longitude, latitude]."""
    if value in (None, []):
        return None, None
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(n, int | float) for n in value)):
        raise MalformedError("coordinates are no [longitude, latitude]")
    longitude, latitude = (float(number) for number in value)
    if not (59.3 <= latitude <= 70.2 and 19.0 <= longitude <= 31.7):
        raise MalformedError(f"coordinates {value} lie outside Finland")
    return latitude, longitude


def _service_line(where: str, row: Row, notes: set[str]) -> Line[IncomingService]:
    id_ = _id(row)
    if "_not_an_object" in row:
        return Line("", "", lambda: _refuse(f"is {row['_not_an_object']}, not an object"), where=where)
    if not id_:
        return Line("", "", lambda: _refuse("has no _key, so it would not be known again"), where=where)
    return Line(id_, hash_of(row), lambda: _service(row, id_, notes), where=f"{where} {id_}")


def _refuse(reason: str) -> IncomingService:
    raise MalformedError(reason)


def _service(row: Row, id_: str, notes: set[str]) -> IncomingService:
    given = _given_channels(row)
    kind = reading.text(row.get("type"), "type") or "hobby"
    if kind not in _KINDS:
        raise MalformedError(f"type is {kind[:40]!r}; known are {', '.join(_KINDS)}")
    categories = reading.row(row.get("categories"), "categories")
    pricing = reading.row(row.get("pricing"), "pricing")
    registration = reading.row(row.get("registration"), "registration")
    places = [_place(reading.row(one.get("location"), "location")) for one in given]
    towns = sorted({place.municipality_code for place in places if place.municipality_code})
    price = _texts(pricing.get("info"), "pricing")
    info = {lang: getattr(price, lang) for lang in LANGUAGES if getattr(price, lang)}
    ages = _ages(row)
    return IncomingService(
        source_id=id_,
        name=reading.require_name(_texts(row.get("title"), "title"), "the title"),
        summary=_texts(row.get("summary"), "summary"),
        description=_texts(row.get("description"), "description", long=True),
        how=_texts(registration.get("info"), "registration", long=True),
        charge={"free": "free", "paid": "chargeable"}.get(reading.text(pricing.get("type"), "pricing"), ""),
        organisation_id=_organisation_id(row),
        reach=Reach("limited", (), tuple(towns)) if towns else Reach(),
        languages=_languages(row),
        details={"charge_info": info} if info else {},
        links=[IncomingLink(channel_id=f"{id_}-{number}", raw={}) for number in range(len(given))],
        activity=IncomingActivity(
            kind=kind,
            themes=reading.texts(categories.get("themes"), "themes"),
            formats=reading.texts(categories.get("formats"), "formats"),
            age_from=ages[0],
            age_to=ages[1],
            times=[time for one in given for time in _times(reading.row(one.get("schedule"), "schedule"))],
            capacity=_capacity(row.get("capacity")),
            registration_url=reading.address(registration.get("url"), "registration"),
        ),
        raw=row,
    )


def _texts(value: Any, where: str, *, long: bool = False) -> Trilingual:
    found = reading.row(value, where)
    read = reading.paragraphs if long else reading.text
    return Trilingual.of({lang: read(found.get(lang), where) for lang in LANGUAGES})


def _languages(row: Row) -> list[str]:
    categories = reading.row(row.get("categories"), "categories")
    return [one.split("-")[0] for one in reading.texts(categories.get("locales"), "locales")]


def _ages(row: Row) -> tuple[int | None, int | None]:
    groups = reading.texts(reading.row(row.get("demographics"), "demographics").get("age_groups"), "age_groups")
    spans = [_AGES[group] for group in groups if group in _AGES]
    if "any" in groups or not spans:
        return None, None
    last = [span[1] for span in spans]
    return min(span[0] for span in spans), None if None in last else max(last)


def _capacity(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1_000_000:
        raise MalformedError("capacity is no number of people")
    return value


def _times(schedule: Row) -> Iterator[dict[str, Any]]:
    """The first meeting of each weekly time, with how it goes on; a range without times is one whole span."""
    if not schedule:
        return
    start, end = _date(schedule.get("start_date")), _date(schedule.get("end_date"))
    if end < start:
        raise MalformedError(f"the activity ends before it begins: {start} to {end}")
    recurrence = reading.text(schedule.get("recurrence_gap") or schedule.get("recurrence_period"), "schedule") or "P1W"
    more = {
        "until": end.isoformat(),
        "except": [_date(day).isoformat() for day in reading.texts(schedule.get("exclude"), "exclude")],
    }
    weekly = reading.rows(schedule.get("weekly"), "weekly")
    if not weekly:
        opens, closes = _at(start, "00:00"), _at(end + timedelta(days=1), "00:00")
        yield {"starts_at": opens.isoformat(), "ends_at": closes.isoformat(), "recurrence": ""}
    for one in weekly:
        weekday = one.get("weekday")
        if not isinstance(weekday, int) or not 1 <= weekday <= 7:
            raise MalformedError("a weekday is not 1 to 7")
        day = start + timedelta(days=(weekday - start.isoweekday()) % 7)
        opens, closes = _at(day, one.get("start_time")), _at(day, one.get("end_time"))
        if closes <= opens:
            raise MalformedError(f"a meeting ends before it begins: {one.get('start_time')} to {one.get('end_time')}")
        once = schedule.get("event_type") == "1"
        told = {"starts_at": opens.isoformat(), "ends_at": closes.isoformat(), "recurrence": "" if once else recurrence}
        yield told if once else {**told, **more}


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise MalformedError(f"a date of the schedule is none: {str(value)[:20]!r}") from None


def _at(day: date, clock: Any) -> datetime:
    try:
        return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=HELSINKI)
    except ValueError:
        raise MalformedError(f"a time of the schedule is none: {str(clock)[:20]!r}") from None


def _contacts(row: Row, location: Row, notes: set[str]) -> Contacts:
    phones, emails, pages = list[Phone](), list[Email](), list[WebPage]()
    given = [*reading.rows(reading.row(row.get("contacts"), "contacts").get("list"), "contacts")]
    given += [{"type": kind, "value": location.get(kind)} for kind in ("phone", "www") if location.get(kind)]
    for one in given:
        kind = reading.text(one.get("type"), "contacts")
        said = _texts(one.get("description"), "contacts").in_("fi")
        if kind == "phone" and (number := reading.text(one.get("value"), "contacts")):
            phones.append(Phone(number, info=reading.info(said, "contacts", notes)))
        elif kind == "email":
            emails += reading.email(one.get("value"), "", "contacts", notes)
        elif kind == "www":
            pages += reading.page(one.get("value"), said, "", "contacts")
    return Contacts(tuple(phones), tuple(emails), tuple(pages))
