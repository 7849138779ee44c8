"""How does a worker begin and end helping a person side by side? Identity checked first, half an hour at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from ovi.foundation.refusals import Fault, Refused
from ovi.people.models import HelpSession, Person
from ovi.people.policies import HELP
from ovi.people.states import HelpCheck, HelpEnd
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.settings import settings


@transaction.atomic
def start_help(*, person: Person, check_made: str, by: Actor, now: datetime) -> HelpSession:
    """The worker helps this person from now; helping somebody else before that is over."""
    HELP.require(by)
    if check_made not in set(HelpCheck):
        raise Refused(
            gettext_noop("Nobody was opened. Correct the points below."), code="help.faulty",
            faults=[Fault("check_made", gettext_noop("Choose how you made sure who the person is."))],
        )  # fmt: skip
    if by.person_id == person.pk:
        raise Refused(gettext_noop("Use your own matters as yourself, not as a helper."), code="help.oneself")
    HelpSession.objects.filter(helper=by.own_account(), ended_at=None).update(ended_at=now, ended_why=HelpEnd.PRESSED)
    row = HelpSession.objects.create(
        person=person, helper_id=by.own_account(), check_made=check_made, started_at=now,
        until=now + timedelta(minutes=settings().help_minutes),
    )  # fmt: skip
    audit.record(
        "people.help", by=by, now=now, object_kind="help", object_id=row.pk, subject_key=person.subject_key,
        check_made=check_made,
    )  # fmt: skip
    return row


@transaction.atomic
def end_help(*, help_id: int, by: Actor, now: datetime, why: HelpEnd = HelpEnd.PRESSED) -> None:
    """The helping is over; a second press changes nothing."""
    row = HelpSession.objects.select_for_update().filter(pk=help_id, helper=by.own_account(), ended_at=None).first()
    if row is None:
        return
    row.ended_at, row.ended_why = min(now, row.until), why
    row.save(update_fields=["ended_at", "ended_why"])
    audit.record("people.help_ended", by=by, now=now, object_kind="help", object_id=row.pk,
                 subject_key=row.person.subject_key, why=why)  # fmt: skip


def end_helps_over(*, now: datetime) -> int:
    """Those whose time is over end at that time, not when somebody next looks; returns how many."""
    over = HelpSession.objects.filter(ended_at=None, until__lte=now)
    return over.update(ended_at=F("until"), ended_why=HelpEnd.TIME)
