"""Is this an address, and is it the same as that one? One spelling for each kind, by which they are compared."""

from __future__ import annotations

import unicodedata

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_noop

from ovi.foundation.identifiers import mask_hetu
from ovi.foundation.refusals import Fault, Refused
from ovi.people.states import PointKind

_ADDRESS_LINES, _LINE_LENGTH = (2, 6), 60
_FAULTS = {
    PointKind.EMAIL: gettext_noop("Check the e-mail address. It has the form name@example.fi."),
    PointKind.PHONE: gettext_noop("Check the telephone number, for example 040 123 4567 or +46 70 123 45 67."),
    PointKind.POSTAL: gettext_noop(
        "Write the address as on an envelope: the street or the box on one line, the postal code and town on the next."
    ),
}


def spelled(kind: PointKind, value: str) -> tuple[str, str]:
    """The address as it is kept and as it is compared; Refused where it is none."""
    cleaned = "\n".join(" ".join(_visible(line).split()) for line in value.strip().splitlines()).strip("\n")
    try:
        if kind is PointKind.EMAIL:
            EmailValidator()(cleaned)
            return cleaned, cleaned.lower()
        if kind is PointKind.PHONE:
            return cleaned, _phone(cleaned)
        return cleaned, _postal(cleaned)
    except (ValidationError, ValueError) as error:
        faults = [Fault("value", _FAULTS[kind])]
        raise Refused(_FAULTS[kind], code="address.faulty", faults=faults) from error


def _phone(value: str) -> str:
    """E.164: +358401234567. A number without a country is Finnish."""
    try:
        number = phonenumbers.parse(value, "FI")
    except phonenumbers.NumberParseException as error:
        raise ValueError("no number") from error
    if number.extension or not phonenumbers.is_valid_number(number) or any(one.isalpha() for one in value):
        raise ValueError("no number that can be reached")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _postal(value: str) -> str:
    lines = value.splitlines()
    if not _ADDRESS_LINES[0] <= len(lines) <= _ADDRESS_LINES[1] or any(len(one) > _LINE_LENGTH for one in lines):
        raise ValueError("no address")
    if mask_hetu(value) != value or not any(char.isdigit() for char in value):
        raise ValueError("no address")
    return " ".join(value.split()).casefold()


def _visible(line: str) -> str:
    """Without what cannot be seen: control and direction signs would disguise an address."""
    return "".join(char for char in line if unicodedata.category(char) not in ("Cc", "Cf"))
