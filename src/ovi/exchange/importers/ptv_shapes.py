"""What does a file of national general descriptions (pohjakuvaukset) say, in any of the shapes it comes in?

Reads a bare list or a wrapped one, the older casing ("Name": [{"Lang", "Label"}]) and the Open API's
("names": [{"language", "value", "type"}]). Pure: text in, items and faults out. Fields that it does not know
stay in `raw`, and a change in them changes `content_hash`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ovi.exchange.importers.ptv_codes import PtvCodes
from ovi.exchange.importers.ptv_text import BrokenRichTextError, plain
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES, Trilingual

_WRAPPERS = ("itemlist", "items", "generaldescriptions")
_CHARGES = {
    "free": "free",
    "freeofcharge": "free",
    "charged": "chargeable",
    "chargeable": "chargeable",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One classification: its URI as given, the code if a list knows it, and a label."""

    uri: str
    code: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Law:
    """A named act with its address."""

    name: Trilingual
    url: Trilingual


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One general description, normalised; `raw` is the whole item as it came."""

    source_id: str
    name: Trilingual
    summary: Trilingual
    description: Trilingual
    user_instruction: Trilingual
    charge_type: str | None
    classes: tuple[Term, ...]
    ontology: tuple[Term, ...]
    groups: tuple[Term, ...]
    events: tuple[Term, ...]
    laws: tuple[Law, ...]
    raw: Mapping[str, Any]
    content_hash: str

    @property
    def service_classes(self) -> tuple[str, ...]:
        """Codes such as P5.10 of the classes that the code list knows."""
        return tuple(term.code for term in self.classes if term.code)

    @property
    def unknown_codes(self) -> tuple[str, ...]:
        """URIs that no code list knows; kept, and counted in the import's report."""
        return tuple(t.uri for t in (*self.classes, *self.groups, *self.events) if not t.code)


def read_general_descriptions(content: bytes, codes: PtvCodes | None = None) -> tuple[list[CatalogueItem], list[Fault]]:
    """All readable items and all faults of a file; Refused "ptv.unreadable" if it is no such file at all."""
    rows, codes = rows_of(content), codes or PtvCodes.load()
    items: list[CatalogueItem] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        reader = _Reader(number, row, codes)
        item = reader.item()
        if item and item.source_id in seen:
            reader.fault("Id", f"is already used by item {seen[item.source_id]}")
        elif item:
            seen[item.source_id] = number
            items.append(item)
        faults += reader.faults
    return items, faults


def rows_of(content: bytes) -> list[Any]:
    """The records of a JSON file, bare list or wrapped; Refused \"ptv.unreadable\" if it is none."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "the file"
        raise Refused(
            f"This is not a readable JSON file: {error}.",
            code="ptv.unreadable",
            faults=[Fault(where, str(error))],
        ) from error
    if isinstance(found, dict):
        found = next((v for k, v in found.items() if k.lower() in _WRAPPERS and isinstance(v, list)), None)
    if not isinstance(found, list):
        raise Refused(
            "The file holds no list of general descriptions. Expected a list, or an object with itemList, "
            "items or generalDescriptions.",
            code="ptv.unreadable",
        )
    return found


class _Reader:
    """Reads one item and remembers every fault in it."""

    def __init__(self, number: int, row: Any, codes: PtvCodes) -> None:
        self.number, self.codes, self.faults = number, codes, list[Fault]()
        self.row: dict[str, Any] = row if isinstance(row, dict) else {}
        self.fields = {str(key).lower(): value for key, value in self.row.items()}
        self.spelling = {str(key).lower(): str(key) for key in self.row}
        if not isinstance(row, dict):
            self.fault("", f"is {_kind(row)}, not an object")

    def fault(self, field: str, what: str) -> None:
        id_ = self.fields.get("id")
        where = f"item {self.number}" + (f" (Id {id_})" if isinstance(id_, str) and id_ else "")
        self.faults.append(Fault(f"{where}, {field}" if field else where, what))

    def item(self) -> CatalogueItem | None:
        """The item, or None when anything in it is at fault."""
        if self.faults:
            return None
        id_ = self.fields.get("id")
        if not isinstance(id_, str) or not id_.strip():
            self.fault("Id", "is missing or not text")
        name = self.text(("name", "names"), "Name")
        if not name.in_("fi"):
            self.fault("Name", "is empty in every language")
        item = CatalogueItem(
            source_id=str(id_).strip(),
            name=name,
            summary=self.text(("shortdescription", "descriptions"), "Summary"),
            description=_joined(
                self.text(("description", "descriptions"), "Description"),
                self.text(("backgrounddescription", "descriptions"), "BackgroundDescription"),
            ),
            user_instruction=self.text(("userinstructions", "descriptions"), "UserInstruction"),
            charge_type=self.charge(),
            classes=self.terms("serviceclass", "serviceclasses"),
            ontology=self.terms("ontologyterm", "ontologyterms"),
            groups=self.terms("targetgroup", "targetgroups"),
            events=self.terms("lifeevent", "lifeevents"),
            laws=self.laws(),
            raw=self.row,
            content_hash=content_hash(self.row),
        )
        return None if self.faults else item

    def rows(self, *names: str) -> Iterator[dict[str, Any]]:
        """The objects of the first of the named lists that is there; null is an empty list."""
        field = next((name for name in names if self.fields.get(name) is not None), None)
        if field is None:
            return
        value = self.fields[field]
        if not isinstance(value, list):
            self.fault(self.spelling[field], f"is {_kind(value)}, not a list")
            return
        for position, entry in enumerate(value, start=1):
            if isinstance(entry, dict):
                yield {str(key).lower(): inner for key, inner in entry.items()}
            else:
                self.fault(f"{self.spelling[field]}[{position}]", f"is {_kind(entry)}, not an object")

    def spelt(self, *names: str) -> str:
        """The field's name as the file writes it."""
        return next((self.spelling[name] for name in names if name in self.spelling), names[0])

    def text(self, names: tuple[str, ...], kind: str) -> Trilingual:
        """A text by language; in a list of many kinds only the rows of this kind count."""
        wanted = [row for row in self.rows(*names) if row.get("type") in (None, kind)]
        return self.localised(wanted, self.spelt(*names))

    def localised(self, rows: Sequence[Mapping[str, Any]], field: str) -> Trilingual:
        found: dict[str, str] = {}
        for row in rows:
            lang, value = row.get("lang", row.get("language")), row.get("label", row.get("value"))
            if value is None or lang not in LANGUAGES:
                continue  # other languages stay in raw; the product speaks three
            if not isinstance(value, str):
                self.fault(f"{field} {lang}", f"is {_kind(value)}, not text")
                continue
            try:
                found.setdefault(lang, plain(value))
            except BrokenRichTextError as error:
                self.fault(f"{field} {lang}", f"is rich text that cannot be read ({error})")
        return Trilingual.of(found)

    def terms(self, *names: str) -> tuple[Term, ...]:
        found: dict[str, Term] = {}
        for row in self.rows(*names):
            uri = row.get("newuri") or row.get("key") or row.get("uri") or row.get("code")
            if not isinstance(uri, str):
                self.fault(self.spelt(*names), "has an entry without a URI")
                continue
            label = row.get("value")
            if label is None and isinstance(row.get("name"), list):
                label = self.localised(
                    [{str(k).lower(): v for k, v in n.items()} for n in row["name"] if isinstance(n, dict)],
                    names[0],
                ).in_("fi")
            found.setdefault(uri, Term(uri, self.codes.code(uri), label if isinstance(label, str) else ""))
        return tuple(found.values())

    def laws(self) -> tuple[Law, ...]:
        found = []
        for row in self.rows("laws", "legislation"):
            names = self.inner(row, "names")
            links = self.inner(row, "links") or self.inner(row, "webpages")
            urls = [{**link, "label": link.get("url", link.get("label"))} for link in links]
            found.append(Law(self.localised(names, "Laws"), self.localised(urls, "Laws")))
        return tuple(found)

    def inner(self, row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
        value = row.get(name)
        if value is not None and not isinstance(value, list):
            self.fault(f"Laws.{name}", f"is {_kind(value)}, not a list")
        entries = value if isinstance(value, list) else []
        return [{str(k).lower(): v for k, v in entry.items()} for entry in entries if isinstance(entry, dict)]

    def charge(self) -> str | None:
        value = self.fields.get("chargetype", self.fields.get("servicechargetype"))
        if value is None or value == "":
            return None
        if not isinstance(value, str) or value.lower() not in _CHARGES:
            self.fault("ChargeType", f"is {value!r}; known are {', '.join(sorted(_CHARGES))}")
            return None
        return _CHARGES[value.lower()]


def _joined(*texts: Trilingual) -> Trilingual:
    return Trilingual.of({lang: "\n\n".join(filter(None, (getattr(t, lang) for t in texts))) for lang in LANGUAGES})


def content_hash(row: Mapping[str, Any]) -> str:
    """A hash that stays the same when only spaces, order in lists, casing of keys or empty values differ.

    The catalogue changes those between saves; taken as changes they would show false drift at every import.
    """
    return hashlib.sha256(json.dumps(_normal(row), sort_keys=True).encode()).hexdigest()[:16]


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        inner = {str(k).lower(): _normal(v) for k, v in value.items()}
        return {k: v for k, v in inner.items() if v not in (None, "", [], {})}
    if isinstance(value, list):
        return sorted((_normal(v) for v in value), key=lambda v: json.dumps(v, sort_keys=True))
    return value


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true/false", type(None): "empty"}
    return names.get(type(value), "a number")
