"""Which cases does a word find: by the client's name or the matter's number?"""

from __future__ import annotations

import re
from uuid import UUID

from django.db.models import Q

from ovi.foundation.text import sort_key
from ovi.people.models import Person

SHORTEST = 2
# As a henkilötunnus looks, also with a fault in it: such a text never goes into an address.
_HETU_LIKE = re.compile(r"^\s*\d{6}\s*[-+A-FU-Y]\s*\d{3}\s*\w\s*$", re.IGNORECASE)
_AFTER_ALL = "~"  # sorts after every character of a sort key


def looks_like_hetu(text: str) -> bool:
    """Is this a henkilötunnus, right or mistyped?"""
    return _HETU_LIKE.match(text) is not None


def client_by_hetu(text: str) -> UUID | None:
    """The opaque key of the person with this henkilötunnus; the code itself goes no further."""
    code = re.sub(r"\s", "", text).upper()
    return Person.objects.filter(henkilotunnus=code).values_list("subject_key", flat=True).first()


def matching(text: str) -> Q:
    """Cases whose number ends with the digits, or whose client's name begins with the words, in either order."""
    words = text.split()
    digits = re.sub(r"\D", "", text)
    found = Q(contact__number__iexact=text.strip())
    if digits and re.fullmatch(r"[\w-]*\d+", text.strip()):
        found |= Q(contact__number__endswith=digits.lstrip("0").zfill(1))
    if any(char.isalpha() for char in text) and not digits:
        found |= Q(person__in=_named(" ".join(words)))
        if len(words) > 1:
            found |= Q(person__in=_named(" ".join([words[-1], *words[:-1]])))
        else:
            found |= Q(person__first_name__istartswith=words[0])
    return found


def _named(name: str):  # type: ignore[no-untyped-def]
    key = sort_key(name)
    return Person.objects.filter(sort_name__gte=key, sort_name__lt=key + _AFTER_ALL).values("pk")
