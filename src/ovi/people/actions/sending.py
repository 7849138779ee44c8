"""How does a notice leave the box? Claimed, handed over, marked: three steps, so that a killed worker loses none.

At least once: a worker that dies after the hand-over leaves a try STARTED, and when its claim has run out another
takes the notice up by the same way with the same key. A way that knows keys (text message, Suomi.fi) sends it once;
SMTP does not, so there a second e-mail is possible, with the same Message-ID, and the case says that it may be so.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q

from ovi.people.models import ContactPoint, Notice, NoticeTry
from ovi.people.next_way import NextWay, next_way
from ovi.people.notice_texts import Filled, composed, notices
from ovi.people.policies import SEND
from ovi.people.quiet import leaves_at
from ovi.people.states import NoticeState, NotifyKind, TryOutcome, Way
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.outbound.messages import LastingError, Outgoing, PassingError, Sent
from ovi.plumbing.outbound.ways import send

log = logging.getLogger(__name__)
_CLAIMED = timedelta(minutes=2)  # the longest hand-over, three requests of 20 s, ends well before
_REST, _RESTS = timedelta(seconds=30), "ovi.way_rests.{}"
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
CODE_VALID = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Claim:
    notice: Notice
    tried: NoticeTry
    next: NextWay


def send_notice(*, notice_id: int, by: Actor, now: datetime) -> None:
    """Send one notice that is due, trying the next way where one refuses for good. Others' work is left alone."""
    SEND.require(by)
    while (claim := _claim(notice_id, by=by, now=now)) is not None:
        message = _message(claim)
        try:
            outcome: Sent | PassingError | LastingError = send(claim.next.way, message, now=now)
        except (PassingError, LastingError) as error:
            outcome = error
        if _marked(claim, outcome, by=by, now=now):
            return


def due_notices(*, now: datetime, limit: int = 100) -> list[int]:
    """Those that could leave now and that nobody has in hand, the oldest first. One query."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    waiting = Notice.objects.filter(free, state=NoticeState.WAITING, due_at__lte=now)
    return list(waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


@transaction.atomic
def _claim(notice_id: int, *, by: Actor, now: datetime) -> _Claim | None:
    """Take the notice in hand and write down which try begins; None where there is nothing (more) to hand over."""
    rows = Notice.objects.select_for_update(of=("self",), skip_locked=True).select_related("person")
    notice = rows.filter(pk=notice_id, state=NoticeState.WAITING, due_at__lte=now).first()
    if notice is None or (notice.claimed_until is not None and notice.claimed_until > now):
        return None
    chosen = next_way(notice, now=now)
    if chosen is None:
        none_allowed = not notice.attempts.exists()
        _close(notice, NoticeState.NOT_SENT, by=by, now=now, why="nothing_allowed" if none_allowed else "none_worked")
        return None
    if chosen.way is not Way.LETTER and cache.get(_RESTS.format(chosen.way)):
        # The way did not answer a moment ago. Waiting for its silence again would hold up everybody's jobs.
        notice.due_at = _awake(notice, now + _REST)
        notice.save(update_fields=["due_at"])
        return None
    tried = NoticeTry.objects.create(
        notice=notice, way=chosen.way, point_id=chosen.point_id, outcome=TryOutcome.STARTED, at=now
    )
    if chosen.way is Way.LETTER:
        NoticeTry.objects.filter(pk=tried.pk).update(outcome=TryOutcome.TAKEN)
        _close(notice, NoticeState.TO_PRINT, by=by, now=now)
        return None
    notice.tries += 1
    notice.claimed_until = now + _CLAIMED
    notice.save(update_fields=["tries", "claimed_until"])
    return _Claim(notice, tried, chosen)


def _message(claim: _Claim) -> Outgoing:
    notice, way = claim.notice, claim.next.way
    filled = Filled(
        number=notice.number, at=notice.about_at, code=notice.code, shared=claim.next.shared,
        valid=f"{CODE_VALID.seconds // 60} min",
    )  # fmt: skip
    subject, body = composed(NotifyKind(notice.kind), language=notice.language, way=way, filled=filled)
    to = (notice.person.henkilotunnus or "") if way is Way.SUOMI_FI and notice.person else claim.next.to
    return Outgoing(
        key=f"{notice.key}-{way}-{claim.next.point_id or 0}",
        to=to,
        subject=subject,
        body=body,
        language=notice.language,
    )


@transaction.atomic
def _marked(claim: _Claim, outcome: Sent | PassingError | LastingError, *, by: Actor, now: datetime) -> bool:
    """Write how the try went. True: this notice is done with for now."""
    notice = Notice.objects.select_for_update().get(pk=claim.notice.pk)
    tried = claim.tried
    notice.claimed_until = None
    if isinstance(outcome, Sent):
        tried.outcome, tried.provider_id = TryOutcome.TAKEN, outcome.provider_id[:200]
        tried.save(update_fields=["outcome", "provider_id"])
        if notice.state == NoticeState.WAITING:
            _close(notice, NoticeState.SENT, by=by, now=now)
        return True
    tried.fault = outcome.code[:60]
    if isinstance(outcome, PassingError):
        tried.outcome = TryOutcome.LATER
        if outcome.ours:
            log.error("notice %s: %s; look at the settings of this way", notice.pk, outcome.code)
        if outcome.whole:
            cache.set(_RESTS.format(claim.next.way), True, _REST.seconds)
        notice.due_at = _later(notice, outcome.after_seconds, now)
    else:
        tried.outcome = TryOutcome.REFUSED
        if outcome.bad_address and claim.next.point_id:
            mark_bounced(point_id=claim.next.point_id, by=by, now=now)
    tried.save(update_fields=["outcome", "fault"])
    notice.save(update_fields=["claimed_until", "due_at"])
    return isinstance(outcome, PassingError)


def _later(notice: Notice, after_seconds: int, now: datetime) -> datetime:
    """Four times longer after each try, or as long as the provider asks; never into the quiet hours."""
    wait = min(_FIRST_WAIT * 4 ** (min(notice.tries, 8) - 1), _LONGEST_WAIT)
    return _awake(notice, now + max(wait, timedelta(seconds=after_seconds)))


def _awake(notice: Notice, at: datetime) -> datetime:
    return leaves_at(at, at_once=notices().kinds[NotifyKind(notice.kind)].at_once)


def _close(notice: Notice, state: NoticeState, *, by: Actor, now: datetime, why: str = "") -> None:
    """The notice leaves the box. What only the sending needed is forgotten; a letter needs it until it is printed."""
    notice.state, notice.why_not, notice.gone_at, notice.claimed_until = state, why, now, None
    if state is not NoticeState.TO_PRINT:
        notice.to = notice.code = ""
    notice.save(update_fields=["state", "why_not", "gone_at", "claimed_until", "to", "code"])
    audit.record(
        f"people.notice_{state}", by=by, now=now, object_kind="notice", object_id=notice.pk,
        subject_key=notice.person.subject_key if notice.person else None,
    )  # fmt: skip


def mark_bounced(*, point_id: int, by: Actor, now: datetime) -> None:
    """Nobody is reached at this address: nothing more goes there until it is confirmed again."""
    point = ContactPoint.objects.select_related("person").filter(pk=point_id, bounced_at=None).first()
    if point is None:
        return
    ContactPoint.objects.filter(pk=point_id).update(bounced_at=now)
    audit.record(
        "people.address_bounced", by=by, now=now, object_kind="contact_point", object_id=point_id,
        subject_key=point.person.subject_key,
    )  # fmt: skip


@transaction.atomic
def take_bounce(*, provider_id: str, by: Actor, now: datetime) -> Notice | None:
    """A provider tells afterwards that a message came back: the address is marked and the next way is tried.

    None for one that is not ours; the same bounce twice changes nothing.
    """
    found = NoticeTry.objects.filter(provider_id=provider_id, outcome=TryOutcome.TAKEN).exclude(provider_id="").first()
    if found is None:
        return None
    notice = Notice.objects.select_for_update().get(pk=found.notice_id)
    NoticeTry.objects.filter(pk=found.pk).update(outcome=TryOutcome.BOUNCED)
    if found.point_id:
        mark_bounced(point_id=found.point_id, by=by, now=now)
    if notice.state == NoticeState.SENT:
        secret = notices().kinds[NotifyKind(notice.kind)].purpose == "code"  # forgotten, so it cannot be said again
        notice.state, notice.gone_at = (NoticeState.NOT_SENT, now) if secret else (NoticeState.WAITING, None)
        notice.why_not, notice.due_at = ("none_worked" if secret else ""), leaves_at(now, at_once=False)
        notice.save(update_fields=["state", "gone_at", "why_not", "due_at"])
    return notice
