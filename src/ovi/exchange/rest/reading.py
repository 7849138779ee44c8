"""What does a sent assessment or referral say, and what is wrong with it? Every fault with its place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from ovi.contact.states import ReferredUrgency
from ovi.directory.service_lines import LINES
from ovi.foundation.identifiers import parse_hetu
from ovi.foundation.refusals import Fault
from ovi.foundation.text import LANGUAGES

_DEEPEST, _MOST_ITEMS = 10, 2_000
_AHEAD = timedelta(minutes=5)  # how much the sender's clock may be ahead of ours
DOCUMENTS = ("QuestionnaireResponse", "Composition")


@dataclass(frozen=True, slots=True)
class SentPerson:
    """Whom it is about, as the sender knows them; everything may be empty."""

    henkilotunnus: str = ""
    first_name: str = ""
    last_name: str = ""
    birth_date: date | None = None
    phone: str = ""


@dataclass(slots=True)
class Reader:
    """Reads fields of one JSON object and gathers what is wrong with them."""

    faults: list[Fault] = field(default_factory=list)

    def fault(self, where: str, what: str) -> None:
        self.faults.append(Fault(where, what))

    def only(self, given: Any, where: str, names: Collection[str]) -> dict[str, Any]:
        """The object, with its unknown fields told: a misspelt field must not be lost in silence."""
        if not isinstance(given, dict):
            self.fault(where, "must be an object")
            return {}
        for name in sorted(set(given) - set(names)):
            self.fault(f"{where}.{name}".lstrip("."), "is not known; correct or leave it out")
        return given

    def text(self, given: dict[str, Any], where: str, *, most: int = 200, needed: bool = False) -> str:
        value = given.get(where.rpartition(".")[2], "")
        if not isinstance(value, str) or "\x00" in value:
            self.fault(where, "must be a text")
            return ""
        said: str = value.strip()
        if needed and not said:
            self.fault(where, "is missing")
        if len(said) > most:
            self.fault(where, f"has over {most} characters")
        return said

    def one_of(self, given: dict[str, Any], where: str, allowed: Collection[str], default: str = "") -> str:
        value = given.get(where.rpartition(".")[2], default)
        if not isinstance(value, str) or value not in allowed:
            self.fault(where, "must be one of: " + ", ".join(sorted(allowed)))
            return ""
        return value

    def day(self, given: dict[str, Any], where: str, *, today: date, needed: bool = False) -> date | None:
        value = given.get(where.rpartition(".")[2])
        if value is None:
            if needed:
                self.fault(where, "is missing")
            return None
        try:
            found = date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(where, "must be a date, for example 2026-03-03")
            return None
        if found > today:
            self.fault(where, "is in the future")
        return found

    def instant(self, given: dict[str, Any], where: str, *, now: datetime) -> datetime:
        value = given.get(where.rpartition(".")[2])
        try:
            found = datetime.fromisoformat(value)  # type: ignore[arg-type]
            if found.tzinfo is None:
                raise ValueError
            ahead = found > now + _AHEAD
        except (TypeError, ValueError, OverflowError):
            self.fault(where, "must be an instant with its time zone, for example 2026-03-03T09:12:00+02:00")
            return now
        if ahead:
            self.fault(where, "is in the future")
        return found

    def person(self, given: Any, where: str, *, today: date) -> SentPerson:
        """The person; without an identity code is normal, without anything at all too."""
        if given is None:
            return SentPerson()
        names = ("henkilotunnus", "first_name", "last_name", "birth_date", "phone")
        sent = self.only(given, where, names)
        code = self.text(sent, f"{where}.henkilotunnus", most=11)
        born = self.day(sent, f"{where}.birth_date", today=today)
        if code:
            try:
                known = parse_hetu(code)
                code = known.value
                if born is not None and born != known.birth_date:
                    self.fault(f"{where}.birth_date", "does not agree with the identity code")
            except ValueError:
                self.fault(f"{where}.henkilotunnus", "is not written as an identity code")  # the code is not repeated
        last = self.text(sent, f"{where}.last_name", most=100)
        if code and not last:  # asked always: an answer must not tell which codes we know
            self.fault(f"{where}.last_name", "is missing")
        return SentPerson(
            code, self.text(sent, f"{where}.first_name", most=100), last, born,
            self.text(sent, f"{where}.phone", most=30),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentAssessment:
    """An assessment as it was sent."""

    person: SentPerson
    contact: str
    service_line: str
    register: str
    language: str
    own_words: str
    product: str
    version: str
    ce_mark: str
    document_id: str
    title: str
    authored_at: datetime
    content: dict[str, Any]


def read_assessment(body: dict[str, Any], *, now: datetime, today: date) -> tuple[SentAssessment, list[Fault]]:
    """The assessment and its faults; only one without faults may be used."""
    read = Reader()
    names = ("product", "person", "contact", "service_line", "register", "language", "own_words", "document")
    read.only(body, "", names)
    product = read.only(body.get("product"), "product", ("name", "version", "ce_mark"))
    document = body.get("document")
    identifier, title = _document(read, document)
    found = SentAssessment(
        person=read.person(body.get("person"), "person", today=today),
        contact=read.text(body, "contact", most=20),
        service_line=read.one_of(body, "service_line", LINES),
        register=read.text(body, "register", most=20, needed=True),
        language=read.one_of(body, "language", LANGUAGES, "fi"),
        own_words=read.text(body, "own_words", most=10_000),
        product=read.text(product, "product.name", needed=True),
        version=read.text(product, "product.version", most=50, needed=True),
        ce_mark=read.text(product, "product.ce_mark", most=500, needed=True),
        document_id=identifier,
        title=title,
        authored_at=_authored(read, document, now),
        content=document if isinstance(document, dict) else {},
    )
    return found, read.faults


def _document(read: Reader, given: Any) -> tuple[str, str]:
    """The identifier and title of a FHIR R4 document, finished by its author."""
    document = given if isinstance(given, dict) else {}
    kind = read.one_of(document, "document.resourceType", DOCUMENTS)
    done = ("completed", "amended") if kind != "Composition" else ("final", "amended")
    read.one_of(document, "document.status", done)
    identifier = read.only(document.get("identifier"), "document.identifier", ("system", "value", "use", "type"))
    value = read.text(identifier, "document.identifier.value", most=120, needed=True)
    system = read.text(identifier, "document.identifier.system", most=80)
    if kind == "Composition":
        title = read.text(document, "document.title", most=300, needed=True)
        _tree(read, document.get("section"), "document.section", ("title", "text"), "section")
    else:
        title = read.text(document, "document.questionnaire", most=300, needed=True)
        _tree(read, document.get("item"), "document.item", ("linkId",), "item")
    return f"{system}|{value}" if system else value, title


def _authored(read: Reader, given: Any, now: datetime) -> datetime:
    document = given if isinstance(given, dict) else {}
    name = "date" if document.get("resourceType") == "Composition" else "authored"
    return read.instant(document, f"document.{name}", now=now)


def _tree(read: Reader, given: Any, where: str, needed: tuple[str, ...], child: str) -> None:
    """The items of a questionnaire or the sections of a document: a sound tree of bearable size, something in it."""
    count = 0
    waiting = [(given, where, 1)]
    while waiting:
        rows, place, depth = waiting.pop()
        if not isinstance(rows, list) or (not rows and depth == 1):
            read.fault(place, "must be a list with something in it")
            continue
        if depth > _DEEPEST:
            read.fault(place, f"is nested deeper than {_DEEPEST}")
            continue
        for number, row in enumerate(rows):
            at = f"{place}[{number}]"
            count += 1
            if count > _MOST_ITEMS:
                read.fault(where, f"has over {_MOST_ITEMS} items")
                return
            if not isinstance(row, dict) or not any(row.get(name) for name in needed):
                read.fault(at, f"must be an object with {' or '.join(needed)}")
                continue
            waiting += _below(read, row, at, depth, child)


def _below(read: Reader, row: dict[str, Any], at: str, depth: int, child: str) -> list[tuple[Any, str, int]]:
    found = [(row[child], f"{at}.{child}", depth + 1)] if child in row else []
    if child == "section":
        if not isinstance(row.get("text", {}), dict):
            read.fault(f"{at}.text", "must be an object")
        return found
    answers = row.get("answer", [])
    if not isinstance(answers, list) or not all(isinstance(one, dict) for one in answers):
        read.fault(f"{at}.answer", "must be a list of objects")
        return found
    return found + [(one[child], f"{at}.answer[{n}].{child}", depth + 1) for n, one in enumerate(answers)
                    if child in one]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentReferral:
    """A referral as it was sent."""

    referral_id: str
    person: SentPerson
    service_line: str
    register: str
    language: str
    reason: str
    urgency: str
    referred_on: date
    organisation: str
    business_code: str
    professional: str
    profession: str
    phone: str


def read_referral(body: dict[str, Any], *, today: date) -> tuple[SentReferral, list[Fault]]:
    """The referral and its faults; only one without faults may be used."""
    read = Reader()
    read.only(body, "", ("id", "person", "service_line", "register", "language", "reason", "urgency", "referred_on",
                         "referring"))  # fmt: skip
    by = read.only(
        body.get("referring"), "referring", ("organisation", "business_code", "professional", "profession", "phone")
    )
    found = SentReferral(
        referral_id=read.text(body, "id", needed=True),
        person=read.person(body.get("person"), "person", today=today),
        service_line=read.one_of(body, "service_line", LINES),
        register=read.text(body, "register", most=20, needed=True),
        language=read.one_of(body, "language", LANGUAGES, "fi"),
        reason=read.text(body, "reason", most=10_000, needed=True),
        urgency=read.one_of(body, "urgency", set(ReferredUrgency)),
        referred_on=read.day(body, "referred_on", today=today, needed=True) or today,
        organisation=read.text(by, "referring.organisation", needed=True),
        business_code=read.text(by, "referring.business_code", most=9),
        professional=read.text(by, "referring.professional", needed=True),
        profession=read.text(by, "referring.profession", most=100),
        phone=read.text(by, "referring.phone", most=30),
    )
    return found, read.faults
