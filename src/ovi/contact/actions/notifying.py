"""How is a notification received? Through the same door as a contact, with no trace of who did not give a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ovi.contact.actions.receiving import OWN_WORDS_MAX, next_number
from ovi.contact.models import Contact, Notification
from ovi.contact.policies import RECORD_NOTIFICATION
from ovi.contact.states import Channel, ContactState, NoticeKind, NotifierKind, ReplyBy, SubjectKnows
from ovi.directory.models import Municipality
from ovi.foundation.identifiers import parse_hetu
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.law.vocabulary import Register, ServiceLine
from ovi.plumbing import audit
from ovi.plumbing.actor import ANONYMOUS, Actor
from ovi.plumbing.events import emit

# The line that answers for each kind; all of them keep the social welfare register.
LINE_OF: dict[NoticeKind, ServiceLine] = {
    NoticeKind.CHILD_PROTECTION: ServiceLine.CHILD_PROTECTION,
    NoticeKind.UNBORN_CHILD: ServiceLine.CHILD_PROTECTION,
    NoticeKind.OLDER_PERSON: ServiceLine.ELDERLY_SERVICES,
    NoticeKind.ADULT: ServiceLine.ADULT_SOCIAL_WORK,
    NoticeKind.WITH_FAMILY: ServiceLine.FAMILY_SOCIAL_WORK,
}
_ABOUT_NOTIFIER = ("notifier_name", "notifier_role", "notifier_organisation", "notifier_phone", "notifier_email")
_UNSEEN = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What the notifier says. Empty text and None: not told."""

    kind: str
    notifier_kind: str
    own_words: str
    subject_knows: str
    notifier_name: str = ""
    notifier_role: str = ""
    notifier_organisation: str = ""
    notifier_phone: str = ""
    notifier_email: str = ""
    subject_name: str = ""
    subject_birth_date: date | None = None
    subject_henkilotunnus: str = ""
    subject_where: str = ""
    municipality: str = ""


@transaction.atomic
def notify(
    *,
    idempotency_key: UUID,
    notice: Notice,
    language: str,
    channel: str = Channel.WEB,
    by: Actor,
    now: datetime,
) -> Contact:
    """Store the notification; the same key again gives the same one and changes nothing.

    On the web nothing ties it to an account, signed in or not: who notifies is what they themselves write. A worker
    who writes down what somebody tells by phone or at a desk stands in the audit trail as the one who wrote.
    """
    if channel == Channel.WEB:
        by = ANONYMOUS
    else:
        RECORD_NOTIFICATION.require(by)
    _require_sound(notice, language)
    contact, is_new = Contact.objects.get_or_create(
        idempotency_key=idempotency_key, defaults=_contact_fields(notice, language, channel, now)
    )
    if is_new:
        _store(contact, notice, by=by, now=now)
    elif not Notification.objects.filter(contact=contact).exists():
        raise Refused("This form has already been used. Open a new one.", code="contact.key")
    return contact


def _contact_fields(notice: Notice, language: str, channel: str, now: datetime) -> dict[str, Any]:
    return {
        "number": lambda: next_number(now),
        "state": ContactState.RECEIVED,
        "channel": channel,
        "person": None,  # whom it concerns is known only when a worker has matched them
        "service_line": LINE_OF[NoticeKind(notice.kind)],
        "sector": "social",
        "register": Register.SOCIAL_WELFARE,
        "own_words": notice.own_words,
        "language": language,
        "reply_by": ReplyBy.NONE,
        "arrived_at": now,
    }


def _store(contact: Contact, notice: Notice, *, by: Actor, now: datetime) -> None:
    told = {name: value for name, value in asdict(notice).items() if name != "own_words"}
    municipality = told.pop("municipality") or None
    Notification.objects.create(contact=contact, arrived_at=now, municipality_id=municipality, **told)
    audit.record(
        "contact.notify",
        by=by,
        now=now,
        object_kind="contact",
        object_id=contact.pk,
        kind=notice.kind,
        notifier_kind=notice.notifier_kind,
        channel=contact.channel,
    )
    emit("contact.received", contact_id=contact.pk)


def _require_sound(notice: Notice, language: str) -> None:
    """Every fault at once, for whoever calls; the pages' forms have said the same in their own words before."""
    faults = [*_code_faults(notice, language), *_notifier_faults(notice), *_text_faults(notice)]
    if faults:
        raise Refused("The notification was not sent. Correct the points below.", code="contact.faulty", faults=faults)


def _code_faults(notice: Notice, language: str) -> Iterator[Fault]:
    tables = {"kind": NoticeKind, "notifier_kind": NotifierKind, "subject_knows": SubjectKnows}
    for name, table in tables.items():
        if getattr(notice, name) not in set(table):
            yield Fault(name, "Choose one of the alternatives.")
    if language not in LANGUAGES:
        yield Fault("language", "Use fi, sv or en.")


def _notifier_faults(notice: Notice) -> Iterator[Fault]:
    given = {name for name in _ABOUT_NOTIFIER if seen(getattr(notice, name))}
    if notice.notifier_kind == NotifierKind.ANONYMOUS and any(getattr(notice, name) for name in _ABOUT_NOTIFIER):
        yield Fault("notifier_kind", "Nothing of an anonymous notifier may be given.")
    if notice.notifier_kind == NotifierKind.ANONYMOUS and notice.kind == NoticeKind.WITH_FAMILY:
        yield Fault("notifier_kind", "Who makes contact together with the family gives their name.")
    if notice.notifier_kind != NotifierKind.ANONYMOUS and "notifier_name" not in given:
        yield Fault("notifier_name", "Give your name.")
    if notice.notifier_kind == NotifierKind.DUTY_BOUND:
        for name in {"notifier_role", "notifier_organisation"} - given:
            yield Fault(name, "Who has a duty to notify gives their role and organisation.")
        if not given & {"notifier_phone", "notifier_email"}:
            yield Fault("notifier_phone", "Give a telephone number or an e-mail address.")
    elif notice.subject_henkilotunnus:
        yield Fault("subject_henkilotunnus", "A personal identity code is asked only of those with a duty to notify.")


def _text_faults(notice: Notice) -> Iterator[Fault]:
    if not seen(notice.own_words):
        yield Fault("own_words", "Tell what worries you.")
    if len(notice.own_words) > OWN_WORDS_MAX:
        yield Fault("own_words", f"At most {OWN_WORDS_MAX} characters.")
    if not seen(notice.subject_name) and not seen(notice.subject_where):
        yield Fault("subject_name", "Tell whom it concerns: a name, or where they can be found.")
    lengths = {field.name: field.max_length for field in Notification._meta.fields}
    for name, value in asdict(notice).items():
        longest = lengths.get(name)
        if isinstance(value, str) and longest and len(value) > longest:
            yield Fault(name, f"At most {longest} characters.")
        if isinstance(value, str) and "\x00" in value:
            yield Fault(name, "The NUL character cannot be stored.")
    if notice.municipality and not Municipality.objects.filter(pk=notice.municipality).exists():
        yield Fault("municipality", "Choose a municipality from the list.")
    if notice.subject_henkilotunnus:
        try:
            parse_hetu(notice.subject_henkilotunnus)
        except ValueError as error:
            yield Fault("subject_henkilotunnus", str(error))


def seen(text: str) -> bool:
    """Does the text have anything that can be seen?"""
    return any(unicodedata.category(char) not in _UNSEEN for char in text)
