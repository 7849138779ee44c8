"""Which matters, and which views in the log, may reach the person they concern? The one filter of the resident's pages.

A matter that began with a notification stays out of sight until a worker opens it to the client. Of the log a
person sees views of the matters that they themselves can see; of a unit of child protection nothing else, since
the unit's name alone would tell (design §5.5). A shown matter never carries the notifier's words.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast

from ovi.casework.models import Case
from ovi.contact.models import Contact
from ovi.contact.queries import shown_to_client
from ovi.directory.models import Unit
from ovi.law.vocabulary import ServiceLine
from ovi.people.view_log import own_view_log
from ovi.plumbing.access import View
from ovi.plumbing.actor import Actor


def own_cases(person_id: int) -> QuerySet[Case]:
    """The person's cases that they may see."""
    return Case.objects.filter(shown_to_client("contact__"), person_id=person_id, shown_to_client=True)


def own_contacts(person_id: int) -> QuerySet[Contact]:
    """The person's contacts that they may see."""
    return Contact.objects.filter(shown_to_client(), person_id=person_id).exclude(case__shown_to_client=False)


def own_views(by: Actor, *, since: datetime, now: datetime) -> list[View]:
    """Who has viewed the resident's own data, as far as they may be told. Two queries."""
    seen = own_cases(by.person_id or 0).annotate(written=Cast("pk", CharField()))
    secret = Unit.objects.filter(service_lines__contains=[ServiceLine.CHILD_PROTECTION.value])
    named = secret.annotate(written=F("name_fi"))
    return own_view_log(by, since=since, now=now, among={"case": seen}, secret_units=named)
