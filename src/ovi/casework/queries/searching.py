"""Which cases does a word find: by the client's name or the matter's number?"""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Func, Q

from ovi.foundation.text import sort_key
from ovi.people.models import Person

SHORTEST = 2
# As a henkilötunnus looks, also with a fault in it: such a text never goes into an address.
_HETU_LIKE = re.compile(r"^\s*\d{6}\s*[-+A-FU-Y]\s*\d{3}\s*\w\s*$", re.IGNORECASE)
MOST_PEOPLE = 500  # a beginning that fits more people than this finds nobody in particular


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
        return Q(contact__number__iexact=text.strip()) | Q(contact__number__endswith=digits)
    words = text.split()
    orders = {" ".join(words), " ".join([words[-1], *words[:-1]])} if words else set()
    named = Q()
    for one in orders:
        named |= Q(sort_name__startswith=sort_key(one))
    # As an array, which is looked up once: the cases are found by their person, and not by reading the whole list.
    found = Person.objects.filter(named).order_by("sort_name").values("pk")[:MOST_PEOPLE]
    theirs = Func("person_id", ArraySubquery(found), arg_joiner=" = any(", template="(%(expressions)s))",
                  output_field=BooleanField())  # fmt: skip
    return Q(theirs) if orders else Q(pk__in=())
