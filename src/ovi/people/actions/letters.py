"""How does a letter get from the list to the post? Printed in a batch, ticked when it is in its envelope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.foundation.refusals import Refused
from ovi.people.actions.sending import mark_bounced
from ovi.people.models import Notice, NoticeTry
from ovi.people.next_way import candidates
from ovi.people.notice_texts import Filled, composed
from ovi.people.policies import PRINT
from ovi.people.states import NoticeState, NotifyKind, TryOutcome, Way
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on one letter. `lines` are the address as on the envelope."""

    notice_id: int
    subject_key: UUID | None
    lines: tuple[str, ...]
    language: str
    subject: str
    body: str


@transaction.atomic
def take_letters(*, notice_ids: Sequence[int], by: Actor, now: datetime) -> tuple[Letter, ...]:
    """The letters as they are printed now. One that safe contact no longer lets out is closed and left out."""
    PRINT.require(by)
    rows = Notice.objects.select_for_update(of=("self",)).select_related("person").order_by("gone_at", "pk")
    found = []
    for notice in rows.filter(pk__in=list(notice_ids)[:AT_ONCE], state=NoticeState.TO_PRINT):
        letter = _letter(notice, now)
        if letter is None:
            _move(notice, NoticeState.NOT_SENT, by=by, now=now, why="nothing_allowed")
        else:
            found.append(letter)
            _record(notice, "people.letter_taken", by=by, now=now)
    return tuple(found)


@transaction.atomic
def mark_printed(*, notice_ids: Sequence[int], by: Actor, now: datetime) -> int:
    """These are in their envelopes. How many were ticked now; those ticked before stay as they are."""
    PRINT.require(by)
    rows = Notice.objects.select_for_update(of=("self",)).select_related("person")
    found = list(rows.filter(pk__in=list(notice_ids)[:AT_ONCE], state=NoticeState.TO_PRINT))
    for notice in found:
        _move(notice, NoticeState.PRINTED, by=by, now=now)
    return len(found)


@transaction.atomic
def print_again(*, notice_id: int, by: Actor, now: datetime) -> None:
    """Back to the list of letters to print: it was spoilt or lost."""
    PRINT.require(by)
    notice = _printed(notice_id)
    if notice is None:
        return
    if notice.kind == NotifyKind.CODE_LETTER or _address(notice, now) is None:
        raise Refused(
            gettext_noop("This letter cannot be printed again: its code or address is no longer kept. Make a new one."),
            code="letter.gone",
        )
    _move(notice, NoticeState.TO_PRINT, by=by, now=now)


@transaction.atomic
def letter_came_back(*, notice_id: int, by: Actor, now: datetime) -> None:
    """The post brought it back: the address is marked, and a worker tells the person otherwise."""
    PRINT.require(by)
    notice = _printed(notice_id)
    if notice is None:
        return
    tried = NoticeTry.objects.filter(notice=notice, way=Way.LETTER).order_by("-pk").first()
    if tried is not None:
        NoticeTry.objects.filter(pk=tried.pk).update(outcome=TryOutcome.BOUNCED)
        if tried.point_id:
            mark_bounced(point_id=tried.point_id, by=by, now=now)
    _move(notice, NoticeState.NOT_SENT, by=by, now=now, why="none_worked")


def _printed(notice_id: int) -> Notice | None:
    rows = Notice.objects.select_for_update(of=("self",)).select_related("person")
    return rows.filter(pk=notice_id, state=NoticeState.PRINTED).first()


def _letter(notice: Notice, now: datetime) -> Letter | None:
    address = _address(notice, now)
    if address is None:
        return None
    name = notice.person.full_name if notice.person else ""
    lines = tuple(line for line in (name, *address.splitlines()) if line)
    filled = Filled(number=notice.number, at=notice.about_at, code=notice.code)
    subject, body = composed(NotifyKind(notice.kind), language=notice.language, way=Way.LETTER, filled=filled)
    key = notice.person.subject_key if notice.person else None
    return Letter(notice.pk, key, lines, notice.language, subject, body)


def _address(notice: Notice, now: datetime) -> str | None:
    """Where the letter goes by the rules of this moment; None where no letter may go any more."""
    return next((one.to for one in candidates(notice, now=now) if one.way is Way.LETTER), None)


def _move(notice: Notice, state: NoticeState, *, by: Actor, now: datetime, why: str = "") -> None:
    notice.state, notice.gone_at, notice.why_not = state, now, why
    if state is not NoticeState.TO_PRINT:
        notice.to = notice.code = ""
    notice.save(update_fields=["state", "gone_at", "why_not", "to", "code"])
    _record(notice, f"people.notice_{state}", by=by, now=now)


def _record(notice: Notice, action: str, *, by: Actor, now: datetime) -> None:
    audit.record(
        action, by=by, now=now, object_kind="notice", object_id=notice.pk,
        subject_key=notice.person.subject_key if notice.person else None,
    )  # fmt: skip
