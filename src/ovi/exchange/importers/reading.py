"""How is one field of a foreign record read: as what it should be, or refused with a reason?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from ovi.directory.contacts import Email, WebPage
from ovi.directory.incoming import MalformedError
from ovi.exchange.importers.persons import names_a_person, personal_address
from ovi.exchange.importers.ptv_text import BrokenRichTextError, plain
from ovi.foundation.text import LANGUAGES, Trilingual

Row = Mapping[str, Any]


def row(value: Any, where: str) -> Row:
    """An object; null is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise MalformedError(f"{where} is {kind(value)}, not an object")
    return value


def rows(value: Any, where: str) -> Sequence[Row]:
    """A list of objects; null is an empty list."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise MalformedError(f"{where} is {kind(value)}, not a list")
    return [row(one, f"{where}[{number}]") for number, one in enumerate(value, start=1) if one is not None]


def text(value: Any, where: str) -> str:
    """A short text without line ends or tags; null is empty. A number is taken as its digits (codes, house numbers)."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise MalformedError(f"{where} is {kind(value)}, not text")
    return " ".join(plain(value).split())


def texts(value: Any, where: str) -> list[str]:
    """A list of short texts without the empty ones; null is an empty list."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise MalformedError(f"{where} is {kind(value)}, not a list")
    found = (text(one, where) for one in value)
    return [one for one in found if one]


def paragraphs(value: Any, where: str, *, markdown: bool = False) -> str:
    """A long text as plain paragraphs; null is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise MalformedError(f"{where} is {kind(value)}, not text")
    try:
        return plain(value, markdown=markdown)
    except BrokenRichTextError as error:
        raise MalformedError(f"{where} is rich text that cannot be read ({error})") from error


def truth(value: Any, where: str) -> bool:
    """true or false; null is false."""
    if value is None or isinstance(value, bool):
        return bool(value)
    raise MalformedError(f"{where} is {kind(value)}, not true or false")


def by_language(
    value: Any, where: str, *, wanted: frozenset[str | None] | None = None, short: bool = False
) -> Trilingual:
    """A v11 list of {language, value, type}: the texts of the wanted types, joined where a language has several."""
    found: dict[str, list[str]] = {}
    for one in rows(value, where):
        language = one.get("language")
        if language not in LANGUAGES or (wanted is not None and one.get("type") not in wanted):
            continue  # other languages and types stay in raw
        said = (text if short else paragraphs)(one.get("value"), where)
        if said and said not in found.setdefault(language, []):
            found[language].append(said)
    return Trilingual.of({language: "\n\n".join(parts) for language, parts in found.items()})


def moment(value: Any, where: str) -> datetime | None:
    """A point of time; without an offset it is UTC, as PTV writes."""
    if value in (None, ""):
        return None
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise MalformedError(f"{where} is not a time: {str(value)[:40]!r}") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def address(value: Any, where: str) -> str:
    """A web address that a browser may open: http or https, else empty. Without a scheme it is taken as https."""
    found = text(value, where)
    if not found or any(sign in found for sign in " <>\"'\\"):
        return ""
    scheme, colon, _ = found.partition(":")
    if scheme.lower() in ("http", "https") and colon:
        return found
    return f"https://{found}" if "." in scheme.split("/")[0] and not found.startswith("//") else ""


def email(value: Any, language: str, where: str, notes: set[str]) -> Iterator[Email]:
    """The address, unless it is none or a person's own (catalogue.md §1.1: contact fields can hold personal names)."""
    found = text(value, where)
    if "@" not in found or " " in found:
        return
    if personal_address(found):
        notes.add(f"{where}: an e-mail address that names a person is not shown")
        return
    yield Email(found, language)


def info(value: Any, where: str, notes: set[str]) -> str:
    """A note beside a number, unless it names a person."""
    found = text(value, where)
    if names_a_person(found):
        notes.add(f"{where}: a note that names a person is not shown")
        return ""
    return found


def page(url: Any, name: Any, language: str, where: str, *, form: bool = False) -> Iterator[WebPage]:
    """The page, unless its address is none that a browser may open."""
    if found := address(url, where):
        yield WebPage(found, text(name, where), language, form)


def require_name(name: Trilingual, what: str) -> Trilingual:
    if not name.in_("fi"):
        raise MalformedError(f"{what} is empty in every language")
    return name


def loaded(line: bytes) -> Row:
    """The record of one line of JSON that a database can hold."""
    found = parsed(line)
    require_storable(line, found)
    return found


def parsed(line: bytes) -> Row:
    """The record of one line of JSON."""
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise MalformedError(f"is not UTF-8 ({error.reason})") from None
    except RecursionError:
        raise MalformedError("is nested too deep") from None
    except json.JSONDecodeError as error:
        raise MalformedError(f"is not JSON: {error.msg}") from None
    if not isinstance(found, Mapping):
        raise MalformedError(f"is {kind(found)}, not an object")
    return found


def require_storable(line: bytes, value: Any) -> None:
    """MalformedError for what is JSON but fits in no database."""
    if not any(sign in line for sign in (b"\\u0000", b"\\ud", b"\\uD", b"NaN", b"Infinity")):
        return
    try:
        said = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        raise MalformedError("a number is NaN or Infinity") from None
    if "\\u0000" in said:
        raise MalformedError("a text holds the NUL character")
    if any("\ud800" <= char <= "\udfff" for char in said):
        raise MalformedError("a text holds a character that is none (a lone surrogate)")


def kind(value: Any) -> str:
    """What a value is, in words."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true/false", type(None): "empty"}
    return names.get(type(value), "a number")
