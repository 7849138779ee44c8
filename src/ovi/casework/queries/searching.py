"""Which cases does a word find: by the client's name or the matter's number?"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Func, Q, QuerySet
from django.db.models.functions import Reverse
from django.db.models.lookups import StartsWith

from ovi.contact.models import Contact
from ovi.foundation.text import sort_key
from ovi.people.models import Person

SHORTEST = 2
# As a henkilötunnus looks, also with a fault in it: such a text never goes into an address.
_HETU_LIKE = re.compile(r"^\s*\d{6}\s*[-+A-FU-Y]\s*\d{3}\s*\w\s*$", re.IGNORECASE)
MOST_FOUND = 500  # what fits more people or matters than this finds nothing in particular


def looks_like_hetu(text: str) -> bool:
    """Is this a henkilötunnus, right or mistyped?"""
    return _HETU_LIKE.match(text) is not None


def client_by_hetu(text: str) -> UUID | None:
    """The opaque key of the person with this henkilötunnus; the code itself goes no further."""
    code = re.sub(r"\s", "", text).upper()
    return Person.objects.filter(henkilotunnus=code).values_list("subject_key", flat=True).first()


def matching(text: str) -> Q:
    """Cases whose number ends with the digits, or whose client's name begins with the words, in either order."""
    if any(char.isdigit() for char in text):
        digits = re.sub(r"\D", "", text)
        ends = StartsWith(Reverse("number"), digits[::-1])
        numbered = Contact.objects.filter(Q(number=text.strip().upper()) | Q(ends))
        return _one_of("contact_id", numbered.order_by("-pk"))
    words = text.split()
    if not words:
        return Q(pk__in=())
    named = Q()
    for one in {" ".join(words), " ".join([words[-1], *words[:-1]])}:
        named |= Q(sort_name__startswith=sort_key(one))
    return _one_of("person_id", Person.objects.filter(named).order_by("sort_name"))


def _one_of(column: str, found: QuerySet[Any]) -> Q:
    """Found first, as an array looked up once: then cases are found by its index, not by reading the whole list."""
    keys = ArraySubquery(found.values("pk")[:MOST_FOUND])
    return Q(Func(column, keys, arg_joiner=" = any(", template="(%(expressions)s))", output_field=BooleanField()))
