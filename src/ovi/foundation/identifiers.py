"""Is an identifier well formed, and what does it say? Personal (henkilötunnus), business (Y-tunnus), OID.

The form of the henkilötunnus: the decree on the Population Information System (128/2010) 2 §, with the
century signs that were added on 1 January 2023.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

_CENTURY_SIGNS = {1800: "+", 1900: "-UVWXY", 2000: "ABCDEF"}
_CENTURY_OF = {sign: century for century, signs in _CENTURY_SIGNS.items() for sign in signs}
_CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_HETU = re.compile(r"(\d\d)(\d\d)(\d\d)([-+A-FU-Y])(\d{3})([0-9A-Y])", re.ASCII)
_FIRST_INDIVIDUAL, _FIRST_ARTIFICIAL, _LAST_INDIVIDUAL = 2, 900, 999

# Wide on purpose: a wrong check character, small letters, a dash of another kind or an encoded plus are
# masked as well. Letters and digits around it are left alone so that hashes and UUIDs stay readable.
_HETU_LIKE = re.compile(
    r"(?<![0-9a-z])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d\s?(?:[-+a-fu-y\u2010-\u2015\u2212]|%2b)\s?\d{3}[0-9a-z]"
    r"(?![0-9a-z])",
    re.IGNORECASE | re.ASCII,
)
MASK = "[henkilötunnus]"

_Y_TUNNUS = re.compile(r"(\d{6,7})-(\d)", re.ASCII)
_Y_TUNNUS_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_OID = re.compile(r"[0-2](?:\.(?:0|[1-9]\d*))+", re.ASCII)
_OID_MAX_LENGTH = 255


@dataclass(frozen=True, slots=True)
class Hetu:
    """A personal identity code (henkilötunnus) taken apart.

    `sex` is what the individual number says (odd: male). Take a person's gender from the register, not here.
    """

    value: str
    birth_date: date
    individual: int

    @property
    def sex(self) -> Literal["male", "female"]:
        return "male" if self.individual % 2 else "female"

    @property
    def is_artificial(self) -> bool:
        """Temporary or invented: 900-999 are never given to a person by the population register."""
        return self.individual >= _FIRST_ARTIFICIAL


def _check_character(birth_digits: str, individual: str) -> str:
    return _CHECK_CHARACTERS[int(birth_digits + individual) % len(_CHECK_CHARACTERS)]


def parse_hetu(text: str) -> Hetu:
    """The parts of a henkilötunnus; small letters and outer spaces are accepted. ValueError says why not.

    The messages never repeat the identifier, so that they can be logged.
    """
    value = text.strip().upper()
    match = _HETU.fullmatch(value)
    if match is None:
        raise ValueError("a henkilötunnus has the form DDMMYYCZZZQ, for example 010190-900P")
    day, month, year, sign, individual, check = match.groups()
    if check != _check_character(day + month + year, individual):
        raise ValueError("the check character of the henkilötunnus does not match: look for a mistyped character")
    try:
        birth_date = date(_CENTURY_OF[sign] + int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError("the henkilötunnus begins with a day that does not exist") from error
    if int(individual) < _FIRST_INDIVIDUAL:
        raise ValueError("the individual number of a henkilötunnus is 002 at the least")
    return Hetu(value, birth_date, int(individual))


def make_artificial_hetu(birth_date: date, individual: int) -> str:
    """A valid henkilötunnus that belongs to nobody; `individual` must be 900-999 (odd: male). ValueError."""
    if not _FIRST_ARTIFICIAL <= individual <= _LAST_INDIVIDUAL:
        raise ValueError(f"invented people use the individual numbers 900-999 only, not {individual}")
    century = birth_date.year // 100 * 100
    if century not in _CENTURY_SIGNS:
        raise ValueError(f"no henkilötunnus exists for the birth year {birth_date.year}")
    digits = f"{birth_date:%d%m}{birth_date.year % 100:02d}"
    check = _check_character(digits, str(individual))
    return f"{digits}{_CENTURY_SIGNS[century][0]}{individual}{check}"


def mask_hetu(text: str) -> str:
    """`text` with everything that looks like a henkilötunnus replaced by MASK; for logs and errors."""
    return _HETU_LIKE.sub(MASK, text)


def parse_y_tunnus(text: str) -> str:
    """A business identity code (Y-tunnus) as 1234567-8; an old six-digit one gets its leading zero."""
    match = _Y_TUNNUS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no Y-tunnus: write seven digits, a hyphen and the check digit")
    digits, check = match[1].zfill(7), int(match[2])
    rest = sum(weight * int(digit) for weight, digit in zip(_Y_TUNNUS_WEIGHTS, digits, strict=True)) % 11
    if rest == 1 or check != (11 - rest) % 11:
        raise ValueError(f"{text!r} is no Y-tunnus: its check digit does not match")
    return f"{digits}-{check}"


def parse_oid(text: str) -> str:
    """An object identifier in dotted form, checked by the syntax of ITU-T X.660; urn:oid: is taken away."""
    value = text.strip().removeprefix("urn:oid:")
    if not _OID.fullmatch(value) or len(value) > _OID_MAX_LENGTH:
        raise ValueError(f"{text!r} is no OID: write numbers with dots between, for example 1.2.246.21")
    first, second = value.split(".")[:2]
    if first != "2" and int(second) > 39:
        raise ValueError(f"{text!r} is no OID: its second number is 39 at the most")
    return value
