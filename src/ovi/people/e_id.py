"""What has the provider of strong e-identification told of the person: by which code, which names, how surely?

The attributes are those of Suomi.fi-tunnistus (SAML) and of the Finnish Trust Network (OpenID Connect); a person
from another EU country comes through eIDAS, with an identifier of that country and often no Finnish identity code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from ovi.foundation.identifiers import parse_hetu
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import AssuranceLevel

_EIDAS = "http://eidas.europa.eu/attributes/naturalperson/"
CODE = ("urn:oid:1.2.246.21", "nationalIdentificationNumber")
FOREIGN = (f"{_EIDAS}PersonIdentifier", "urn:oid:1.2.246.22")
FAMILY_NAME = ("urn:oid:2.5.4.4", f"{_EIDAS}CurrentFamilyName", "family_name")
GIVEN_NAMES = ("urn:oid:1.2.246.575.1.14", "urn:oid:2.5.4.42", f"{_EIDAS}CurrentGivenName", "given_name")
BIRTH_DATE = ("urn:oid:1.3.6.1.5.5.7.9.1", f"{_EIDAS}DateOfBirth", "birthdate")
MUNICIPALITY = ("urn:oid:1.2.246.517.2002.2.18",)
NON_DISCLOSURE = ("urn:oid:1.2.246.517.2002.2.27",)

# Traficom M72: the Finnish Trust Network's levels are those of eIDAS under addresses of their own.
LEVELS: dict[str, AssuranceLevel] = {
    "http://eidas.europa.eu/LoA/low": AssuranceLevel.LOW,
    "http://eidas.europa.eu/LoA/substantial": AssuranceLevel.SUBSTANTIAL,
    "http://eidas.europa.eu/LoA/high": AssuranceLevel.HIGH,
    "http://ftn.ficora.fi/2017/loa2": AssuranceLevel.SUBSTANTIAL,
    "http://ftn.ficora.fi/2017/loa3": AssuranceLevel.HIGH,
}
ENOUGH = tuple(name for name, level in LEVELS.items() if level.at_least(AssuranceLevel.SUBSTANTIAL))


@dataclass(frozen=True, slots=True)
class EIdentity:
    """Who signed in. One of `code` (henkilötunnus) and `foreign` is always there. `answer`: digest of the answer."""

    code: str
    foreign: str
    first_name: str
    last_name: str
    birth_date: date | None
    municipality: str
    non_disclosure: bool
    level: AssuranceLevel
    answer: str


def read_identity(told: Mapping[str, Any], levels: Iterable[str], *, answer: str) -> EIdentity:
    """The identity in the provider's attributes; Refused with code e_id.level, e_id.no_code or e_id.code."""
    level = max((LEVELS.get(one, AssuranceLevel.NONE) for one in levels), key=list(AssuranceLevel).index, default=None)
    if level is None or not level.at_least(AssuranceLevel.SUBSTANTIAL):
        raise Refused(gettext_noop("The identification was not strong enough."), code="e_id.level")
    code, foreign = _first(told, CODE), _first(told, FOREIGN)
    if not code and not foreign:
        raise Refused(gettext_noop("The identification told no identity code."), code="e_id.no_code")
    born = _date(_first(told, BIRTH_DATE))
    if code:
        try:
            hetu = parse_hetu(code)
        except ValueError as error:
            raise Refused(gettext_noop("The identity code is not written as one."), code="e_id.code") from error
        code, born = hetu.value, hetu.birth_date
    return EIdentity(
        code=code, foreign="" if code else foreign, first_name=_first(told, GIVEN_NAMES)[:100],
        last_name=_first(told, FAMILY_NAME)[:100], birth_date=born, municipality=_first(told, MUNICIPALITY),
        non_disclosure=_first(told, NON_DISCLOSURE) == "1", level=level, answer=answer,
    )  # fmt: skip


def _first(told: Mapping[str, Any], names: Iterable[str]) -> str:
    for name in names:
        value = told.get(name)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
