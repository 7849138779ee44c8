"""Which matters, and which views in the log, may reach the person they concern, or who acts for them?

The one filter of the resident's pages.

A matter that began with a notification stays out of sight until a worker opens it to the client. Of the log a
person sees views of the matters that they themselves can see; of a unit of child protection nothing else, since
the unit's name alone would tell (design §5.5). A shown matter never carries the notifier's words.

Who acts for another sees less: the registers that the right covers, nothing that the person keeps to themselves
(safe contact, a minor's own contact, what a minor has forbidden), nothing of child protection. A helper beside the
person sees matters of the helper's own registers.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_noop

from ovi.casework.models import Case
from ovi.contact.models import Contact
from ovi.contact.queries import shown_to_client, shown_to_representatives
from ovi.directory.models import Unit
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import ServiceLine
from ovi.people.acting import HELP
from ovi.people.models import LogLimit, Person
from ovi.people.policies import require_level
from ovi.people.signed_in import shown_own
from ovi.people.states import LogLimitKind, LogReader, RepresentationKind
from ovi.people.view_log import own_view_log, view_log
from ovi.plumbing.access import Shown, View
from ovi.plumbing.actor import Actor, OnBehalf


def own_cases(person_id: int) -> QuerySet[Case]:
    """The person's cases that they may see."""
    return Case.objects.filter(shown_to_client("contact__"), person_id=person_id, shown_to_client=True)


def own_contacts(person_id: int) -> QuerySet[Contact]:
    """The person's contacts that they may see."""
    return Contact.objects.filter(shown_to_client(), person_id=person_id).exclude(case__shown_to_client=False)


def readable_cases(by: Actor) -> QuerySet[Case]:
    """The cases that this sign-in shows now: one's own, or those of whom one acts for. Refused if it is too weak."""
    if by.on_behalf is None:
        require_level(by)
        return own_cases(by.person_id) if by.person_id else Case.objects.none()
    whose = by.on_behalf
    shown = shown_to_client if whose.ground == HELP else shown_to_representatives
    found = own_cases(whose.person_id).filter(shown("contact__"), register__in=whose.registers)
    found = found.exclude(service_line=ServiceLine.CHILD_PROTECTION)
    if whose.ground == HELP:
        return found
    require_level(by)
    if not whose.reads:
        return found.none()
    return found.annotate(written=Cast("pk", CharField())).exclude(written__in=_forbidden(whose.person_id))


def readable_contacts(by: Actor) -> QuerySet[Contact]:
    """The contacts that this sign-in shows now. What one has oneself sent for another stays readable."""
    whose = by.on_behalf
    if whose is None:
        return own_contacts(by.person_id) if by.person_id else Contact.objects.none()
    found = own_contacts(whose.person_id).filter(register__in=whose.registers)
    if whose.ground == HELP:
        return found
    seen = shown_to_representatives() if whose.reads else Q(pk__in=[])
    return found.filter(seen | Q(made_by=by.person_id, made_by__isnull=False))


def sent_for(by: Actor) -> QuerySet[Contact]:
    """What one has oneself sent for the one one acts for, whether or not one may see how it goes on."""
    if by.on_behalf is None or by.person_id is None:
        return Contact.objects.none()
    return Contact.objects.filter(person=by.on_behalf.person_id, made_by=by.person_id)


def _forbidden(person_id: int) -> QuerySet[LogLimit, str]:
    """The matters that the minor has forbidden."""
    kept = LogLimit.objects.filter(
        person=person_id, kind=LogLimitKind.FORBIDDEN_BY_MINOR, object_kind="case", ended_at=None
    )
    return kept.values_list("object_id", flat=True)


def hides_place(by: Actor) -> bool:
    """Does a non-disclosure order hide the place from who acts for the person? (661/2009 36 §.) One query."""
    whose = by.on_behalf
    if whose is None or whose.ground == HELP:
        return False
    return Person.objects.filter(pk=whose.person_id, non_disclosure=True).exists()


def reads_little(by: Actor) -> bool:
    """A carer sees how matters stand, and not what has been written or said in them.

    So does anybody who acts for a person under a non-disclosure order: words and names of workers tell places too.
    """
    whose = by.on_behalf
    return whose is not None and (whose.ground == RepresentationKind.CARER or hides_place(by))


def require_words(by: Actor) -> None:
    """Refused to who sees only how matters stand."""
    if reads_little(by):
        raise Refused(
            gettext_noop("You see how this matter stands. What has been written in it is not shown to you."),
            code="permission.words",
        )


def shown_matter(by: Actor, kind: str, object_id: str) -> Shown:
    """A matter as the access log names it: one's own, or of whom one acts for, on that ground."""
    if by.on_behalf is None:
        return shown_own(by, kind, object_id)
    return Shown(by.on_behalf.subject_key, by.on_behalf.ground, kind, object_id)


def own_views(by: Actor, *, since: datetime, now: datetime) -> list[View]:
    """Who has viewed the resident's own data, as far as they may be told. Two queries.

    Of another's data: as far as the law lets a guardian or a proxy be told; a carer and a helper nothing.
    """
    whose = by.on_behalf
    if whose is not None:
        return [] if whose.ground == HELP or reads_little(by) else _views_for(by, whose, since=since, now=now)
    seen = own_cases(by.person_id or 0).annotate(written=Cast("pk", CharField()))
    secret = Unit.objects.filter(service_lines__contains=[ServiceLine.CHILD_PROTECTION.value])
    named = secret.annotate(written=F("name_fi"))
    return own_view_log(by, since=since, now=now, among={"case": seen}, secret_units=named)


def _views_for(by: Actor, whose: OnBehalf, *, since: datetime, now: datetime) -> list[View]:
    person = Person.objects.get(pk=whose.person_id)
    reader = LogReader.GUARDIAN if whose.ground == RepresentationKind.GUARDIAN else LogReader.PROXY
    views = view_log(person, reader=reader, own_account_id=by.account_id, since=since, now=now)
    seen = {str(pk) for pk in readable_cases(by).values_list("pk", flat=True)}
    return [one for one in views if one.object_kind == "case" and one.object_id in seen]
