"""Who may write in a case's messages, and what does it lead to? The unit that answers, and the client.

What the client writes is always taken in: to a closed case too, where it waits on the unit's list of messages.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from ovi.casework.actions.rows import locked, scope_of, write_audit
from ovi.casework.actions.telling import tell_client
from ovi.casework.models import Case
from ovi.casework.policies import require_own_case, require_own_unit, require_professional
from ovi.casework.states import CaseState
from ovi.contact.actions import (
    Words,
    append,
    drop_new_draft,
    end_thread,
    follow_up,
    keep_draft,
    locked_thread,
    reopen_thread,
    require_typed_by,
    sent_before,
    start_thread,
)
from ovi.contact.message_templates import require_filled
from ovi.contact.models import Contact, Message
from ovi.contact.policies import MESSAGE, OWN_MESSAGE
from ovi.contact.queries import answered_by_code
from ovi.contact.states import Side, ThreadEnd
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.policies import helping, in_the_persons_place
from ovi.people.states import NotifyKind
from ovi.plumbing.actor import Actor


@transaction.atomic
def write_to_client(
    *, case_id: int, thread_id: int | None, subject: str = "", words: Words, by: Actor, now: datetime
) -> Message:
    """The unit writes, in a thread or (None) in a new one. The same key again changes nothing."""
    MESSAGE.require(by)
    require_professional(by)
    case = _of_unit(case_id, by)
    if case.person_id is None and not answered_by_code(case.contact_id, now=now):
        raise Refused(
            "It is not known who the client is, so there is nobody to write to here. Answer in the way they asked.",
            code="message.nobody",
        )
    if not case.shown_to_client:
        raise Refused(
            "The client does not see this matter in My matters yet. Show it to the client first.",
            code="message.hidden.state",
        )
    require_filled(words.text)
    made = _write(case, thread_id, subject, words, Side.UNIT, by=by, now=now)
    tell_client(case, _kind_of(made), about=("message", made.pk), by=by, now=now)
    return made


def _kind_of(made: Message) -> NotifyKind:
    """What the notice of a message says; asked of the rows, so that a second press tells nothing anew."""
    if made.wants_answer:
        return NotifyKind.REQUEST_FOR_INFORMATION
    answers = Message.objects.filter(thread=made.thread_id, seq=made.seq - 1, side=Side.CLIENT).exists()
    return NotifyKind.ANSWER_WAITING if answers else NotifyKind.MESSAGE_WAITING


@transaction.atomic
def write_to_unit(
    *, case_id: int, thread_id: int | None, subject: str = "", words: Words, by: Actor, now: datetime
) -> Message:
    """The client, or who acts for them, writes; also with a worker beside. Never refused for the case's state."""
    if helping(by):
        require_typed_by(words.typed_by)
    else:
        OWN_MESSAGE.require(by)
        words = replace(words, typed_by="")
    case = _of_client(case_id, by, now)
    return _write(case, thread_id, subject, _on_behalf(words, case, by), Side.CLIENT, by=by, now=now)


def _write(
    case: Case, thread_id: int | None, subject: str, words: Words, side: Side, *, by: Actor, now: datetime
) -> Message:
    if found := sent_before(words, contact=case.contact, by=by):
        return found
    if thread_id is None:
        made = start_thread(contact=case.contact, subject=subject, words=words, side=side, by=by, now=now)
        drop_new_draft(contact=case.contact, by=by)
    else:
        thread = locked_thread(thread_id, contact_id=case.contact_id)
        made = append(thread=thread, words=words, side=side, by=by, now=now)
    write_audit("message_sent", case, by=by, now=now, thread=made.thread_id, seq=made.seq, side=side.value)
    return made


@transaction.atomic
def close_messages(*, case_id: int, thread_id: int, reason: ThreadEnd, by: Actor, now: datetime) -> None:
    """The unit closes a thread with its reason."""
    MESSAGE.require(by)
    case = _of_unit(case_id, by)
    end_thread(thread=locked_thread(thread_id, contact_id=case.contact_id), reason=reason, now=now)
    write_audit("messages_closed", case, by=by, now=now, thread=thread_id, reason=reason.value)


@transaction.atomic
def reopen_messages(*, case_id: int, thread_id: int, by: Actor, now: datetime) -> None:
    """The unit takes its closing back."""
    MESSAGE.require(by)
    case = _of_unit(case_id, by)
    reopen_thread(thread=locked_thread(thread_id, contact_id=case.contact_id), now=now)
    write_audit("messages_reopened", case, by=by, now=now, thread=thread_id)


@transaction.atomic
def tell_not_solved(*, case_id: int, words: Words, by: Actor, now: datetime) -> Message | Contact:
    """ "This did not solve my matter": in an open case a message to the unit; of a closed one a new contact.

    The new contact starts its own lawful time and knows the earlier matter; its case opens by itself.
    """
    OWN_MESSAGE.require(by)
    case = _of_client(case_id, by, now)
    if case.state != CaseState.CLOSED:
        said = _on_behalf(words, case, by)
        return _write(case, None, gettext(NOT_SOLVED), said, Side.CLIENT, by=by, now=now)
    if not words.text.strip():
        raise Refused("Tell what was left unsolved.", code="message.faulty")
    made = follow_up(earlier=case.contact, text=words.text, key=words.key, by=by, now=now)
    write_audit("not_solved", case, by=by, now=now, contact=made.pk)
    return made


NOT_SOLVED = gettext_noop("My matter was not solved")


@transaction.atomic
def keep_message_draft(
    *, case_id: int, thread_id: int | None, subject: str, text: str, side: Side, by: Actor, now: datetime
) -> None:
    """Keep what one has begun to write; seen by oneself alone."""
    case = _of_client(case_id, by, now) if side == Side.CLIENT else _of_unit(case_id, by)
    thread = locked_thread(thread_id, contact_id=case.contact_id) if thread_id is not None else None
    keep_draft(contact=case.contact, thread=thread, subject=subject, text=text, by=by, now=now)


def _of_unit(case_id: int, by: Actor) -> Case:
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    return case


def _of_client(case_id: int, by: Actor, now: datetime) -> Case:
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    return require_own_case(by, case, today=helsinki_date(now), writes=True)


def _on_behalf(words: Words, case: Case, by: Actor) -> Words:
    """Who writes for another is shown as such."""
    return replace(words, on_behalf=case.person_id != in_the_persons_place(by).person_id)
