"""How does the client hear that something has happened in their matter? By a notice, where they see the matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from ovi.casework.actions.rows import locked
from ovi.casework.models import Case
from ovi.casework.policies import WARN
from ovi.casework.states import CaseState
from ovi.contact.models import Contact
from ovi.contact.queries import shown_to_client
from ovi.foundation.calendar import helsinki_date
from ovi.people.actions import About, notify
from ovi.people.models import Notice, Representation
from ovi.people.queries.reaching import is_minor
from ovi.people.states import NotifyKind, RepresentationKind
from ovi.plumbing.actor import Actor


def tell_client(
    case: Case, kind: NotifyKind, *, about: tuple[str, int], occasion: str = "", at: datetime | None = None, by: Actor,
    now: datetime,
) -> list[Notice]:  # fmt: skip
    """That something waits, never what: to the person, and to who made the contact for them and still may act.

    Nobody is told of a matter that the client does not see. `about`: the kind and number of what it is; `occasion`
    tells two notices about the same thing apart; `at` is a moment that the text may say.
    """
    said = About(
        about[0], str(about[1]), number=case.contact.number, occasion=occasion, subject_id=case.person_id,
        made_by_id=case.contact.made_by_id, at=at,
    )  # fmt: skip
    return [
        notify(person_id=one, address=None, kind=kind, about=said, by=by, now=now)
        for one in _hearers(case, helsinki_date(now))
    ]


@transaction.atomic
def tell_of_passed_limit(*, case_id: int, by: Actor, now: datetime) -> list[Notice]:
    """The client hears that the limit of the law has passed, once for each limit; nothing is promised by it."""
    WARN.require(by)
    case = locked(case_id)
    if case.state == CaseState.CLOSED or case.next_due_on is None or case.next_due_on >= helsinki_date(now):
        return []
    limit = case.next_due_on.isoformat()
    return tell_client(
        case, NotifyKind.DEADLINE_PASSED_INFORMATION, about=("case", case.pk), occasion=limit, by=by, now=now
    )


def may_hear(case: Case) -> bool:
    """Is the person known, and do they see this matter in My matters? Of a notification only when it is opened."""
    if case.person_id is None or not case.shown_to_client:
        return False
    return Contact.objects.filter(shown_to_client(), pk=case.contact_id).exists()


def _hearers(case: Case, today: date) -> Iterator[int]:
    if case.person is None or not may_hear(case):
        return
    yield case.person.pk
    maker = case.contact.made_by_id
    if maker is None:
        return
    # A right told by the mandate register for one sign-in is asked anew at the next; a notice opens nothing.
    standing = Representation.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=today), pk=case.contact.representation_id or 0, ended_at=None
    ).first()
    outgrown = standing and standing.kind == RepresentationKind.GUARDIAN and not is_minor(case.person, today)
    if standing and not outgrown:
        yield maker
