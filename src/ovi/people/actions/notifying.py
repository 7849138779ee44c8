"""How is somebody told that something waits for them? One call, in the caller's transaction; the box sends it.

`notify` writes a row and nothing leaves before the caller's transaction has committed. The same thing told twice is
one notice. What it may say and where it may go is decided when it leaves, by the rules in force then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.models import Notice, Person
from ovi.people.notice_texts import language_of, notices
from ovi.people.policies import TELL
from ovi.people.queries.reaching import is_minor
from ovi.people.quiet import leaves_at
from ovi.people.states import NOTICE_WAYS, NoticeState, NotifyKind, Way
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.events import emit


@dataclass(frozen=True, slots=True)
class Address:
    """Where the person has asked this very notice to go: `to` is as they wrote it, empty for Suomi.fi."""

    way: Way
    to: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What the notice is about. `number` is the contact's: by it the notice is seen on the case and in My matters.

    `occasion` tells two notices of one kind about one thing apart (a message's id). `subject_id`: whose matter, where
    it is not the recipient's own; `made_by_id`: who made the contact for them. `at` is a moment that the text may say.
    `code` is said once and forgotten when the notice has gone.
    """

    object_kind: str
    object_id: str
    number: str = ""
    occasion: str = ""
    subject_id: int | None = None
    made_by_id: int | None = None
    at: datetime | None = None
    code: str = ""


@transaction.atomic
def notify(
    *, person_id: int | None, address: Address | None, kind: NotifyKind, about: About, by: Actor, now: datetime
) -> Notice:
    """Tell the person, by `address` if they asked for it and safe contact lets it, else by the ways they allow.

    Without a person it goes to the address or nowhere. Nothing here can fail for an address that does not work: where
    no way is left the notice says so on the case, and a worker tells it.
    """
    if person_id is None and address is None:
        raise ValueError("a notice needs a person or an address")
    if address is not None and address.way not in NOTICE_WAYS:
        raise ValueError(f"a notice cannot go by {address.way}")
    person = Person.objects.get(pk=person_id) if person_id else None
    language = (address.language if address else "") or (person.language if person else "")
    words = notices().kinds[kind]
    withheld = _is_somebody_elses(person_id, about, now)
    notice, is_new = Notice.objects.get_or_create(
        key=_key(person_id, address, kind, about),
        defaults={
            "kind": kind,
            "state": NoticeState.WITHHELD if withheld else NoticeState.WAITING,
            "why_not": "minors_own" if withheld else "",
            "person": person,
            "way": address.way if address else "",
            "to": address.to.strip() if address else "",
            "language": language_of(language),
            "object_kind": about.object_kind,
            "object_id": about.object_id,
            "number": about.number,
            "about_at": about.at,
            "code": "" if withheld else about.code,
            "minors_own": _is_minors_own(person, about, now),
            "made_at": now,
            "due_at": leaves_at(now, at_once=words.at_once),
        },
    )
    if is_new:
        audit.record(
            "people.notice_made", by=by, now=now, object_kind="notice", object_id=notice.pk,
            subject_key=person.subject_key if person else None, kind=kind, of=about.object_kind, of_id=about.object_id,
        )  # fmt: skip
        if not withheld:
            emit("people.notice_made", notice_id=notice.pk)
    return notice


@transaction.atomic
def tell_otherwise(*, notice_id: int, number: str, by: Actor, now: datetime) -> Notice:
    """A worker has told the person what no notice could; pressing twice changes nothing. `number`: of their matter."""
    TELL.require(by)
    notice = Notice.objects.select_for_update(of=("self",)).select_related("person").filter(pk=notice_id).first()
    if notice is None or notice.number != number or not number:
        raise Refused("There is no such notice in this matter. Open the matter again.", code="notice.missing")
    if notice.state == NoticeState.TOLD:
        return notice
    if notice.state != NoticeState.NOT_SENT:
        raise Refused(
            gettext_noop("This notice has meanwhile gone by another way. Open the matter again."), code="notice.state"
        )
    notice.state, notice.told_by_id, notice.told_at = NoticeState.TOLD, by.own_account(), now
    notice.save(update_fields=["state", "told_by", "told_at"])
    audit.record(
        "people.notice_told", by=by, now=now, object_kind="notice", object_id=notice.pk,
        subject_key=notice.person.subject_key if notice.person else None,
    )  # fmt: skip
    return notice


def _key(person_id: int | None, address: Address | None, kind: NotifyKind, about: About) -> UUID:
    whom = str(person_id) if person_id else f"{address.way}:{address.to}" if address else ""
    parts = (kind, about.object_kind, about.object_id, about.occasion, whom)
    # With our secret in it: the key is the Message-ID too, and a forged bounce closes an address.
    return UUID(bytes=salted_hmac("ovi.notice", "\x1f".join(parts), algorithm="sha256").digest()[:16])


def _is_somebody_elses(person_id: int | None, about: About, now: datetime) -> bool:
    """Is it a minor's matter that the recipient did not make? Then no guardian hears of it by a notice."""
    if about.subject_id in (None, person_id) or about.made_by_id == person_id:
        return False
    subject = Person.objects.filter(pk=about.subject_id).first()
    return subject is not None and is_minor(subject, helsinki_date(now))


def _is_minors_own(person: Person | None, about: About, now: datetime) -> bool:
    return person is not None and about.made_by_id in (None, person.pk) and is_minor(person, helsinki_date(now))
