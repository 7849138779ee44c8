"""What happens when somebody signs in or out? A row that its owner can see, and the door opens once per answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from ovi.foundation.refusals import Refused
from ovi.people.models import HelpSession, Representation, SignIn
from ovi.people.states import HelpEnd, SignInEnd, SignInWay
from ovi.plumbing.actor import AssuranceLevel
from ovi.plumbing.settings import settings


def begin_sign_in(
    *, account_id: int, way: SignInWay, level: AssuranceLevel, now: datetime, answer: str | None = None
) -> SignIn:
    """A sign-in begins; Refused (e_id.replayed) where the provider's answer has opened a door before."""
    try:
        with transaction.atomic():
            return SignIn.objects.create(
                account_id=account_id, at=now, way=way, level=level, answer=answer, seen_at=now
            )
    except IntegrityError as error:
        if answer and SignIn.objects.filter(answer=answer).exists():
            raise Refused(gettext_noop("This answer has been used already."), code="e_id.replayed") from error
        raise


@transaction.atomic
def end_sign_in(*, sign_in_id: int | None, why: SignInEnd, now: datetime) -> None:
    """The sign-in is over, with everything that lasted only as long as it: mandates, helping."""
    row = SignIn.objects.filter(pk=sign_in_id, ended_at=None).first() if sign_in_id else None
    if row is None:
        return
    row.ended_at, row.ended_why = now, why
    row.save(update_fields=["ended_at", "ended_why"])
    Representation.objects.filter(sign_in=row, ended_at=None).update(ended_at=now, ended_why="sign_in_ended")
    HelpSession.objects.filter(helper=row.account_id, ended_at=None).update(ended_at=now, ended_why=HelpEnd.SIGNED_OUT)


def seen(*, sign_in_id: int, now: datetime) -> None:
    """A request came in this sign-in."""
    SignIn.objects.filter(pk=sign_in_id).update(seen_at=now)


def end_idle_sign_ins(*, now: datetime) -> int:
    """Those whose browser was simply closed are over when their idle time is; returns how many."""
    over = SignIn.objects.filter(ended_at=None, seen_at__lt=now - timedelta(minutes=settings().idle_minutes + 1))
    ids = list(over.values_list("pk", flat=True)[:1000])
    for pk in ids:
        end_sign_in(sign_in_id=pk, why=SignInEnd.IDLE, now=now)
    return len(ids)
