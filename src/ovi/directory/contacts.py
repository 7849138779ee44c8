"""How is a channel of the catalogue reached: telephones, e-mail, pages? As stored, and the connection's own first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Phone:
    """One number as it is dialled, for one language. `kind`: phone, sms or fax; `charge`: free, chargeable, other."""

    number: str
    kind: str = "phone"
    charge: str = ""
    charge_info: str = ""
    info: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Email:
    """One address for one language."""

    address: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class WebPage:
    """One page (http or https only) with its name, for one language. `form`: a file to print."""

    url: str
    name: str = ""
    language: str = ""
    form: bool = False


@dataclass(frozen=True, slots=True)
class Contacts:
    """Everything by which one channel is reached."""

    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    pages: tuple[WebPage, ...] = ()

    def over(self, channels: Contacts) -> Contacts:
        """A connection's contacts over its channel's: each kind that it gives replaces the channel's."""
        return Contacts(self.phones or channels.phones, self.emails or channels.emails, self.pages or channels.pages)

    def as_json(self) -> dict[str, Any]:
        """As it is stored; empty fields are left out."""
        found = asdict(self)
        return {name: [_lean(one) for one in rows] for name, rows in found.items() if rows}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Contacts:
        """The reverse of `as_json`."""
        return cls(
            tuple(Phone(**row) for row in stored.get("phones", ())),
            tuple(Email(**row) for row in stored.get("emails", ())),
            tuple(WebPage(**row) for row in stored.get("pages", ())),
        )


def _lean(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value}
