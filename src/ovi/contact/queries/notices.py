"""What was notified, to the unit that answers; and what of a notification may the client themselves see?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from ovi.contact.models import Contact, Notification
from ovi.directory.models import Municipality
from ovi.foundation.text import Trilingual
from ovi.plumbing.settings import settings


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notification as the answering unit reads it."""

    kind: str
    notifier_kind: str
    notifier_name: str
    notifier_role: str
    notifier_organisation: str
    notifier_phone: str
    notifier_email: str
    subject_name: str
    subject_birth_date: date | None
    subject_henkilotunnus: str
    subject_where: str
    municipality: Trilingual | None
    subject_knows: str
    arrived_at: datetime
    opened_at: datetime | None


def notice_of(number: str) -> NoticeView | None:
    """The notification with this number; None for a contact that a resident made in their own matter. One query."""
    row = Notification.objects.filter(contact__number=number).select_related("municipality", "contact__opened").first()
    if row is None:
        return None
    where, opened = row.municipality, getattr(row.contact, "opened", None)
    return NoticeView(
        kind=row.kind, notifier_kind=row.notifier_kind, notifier_name=row.notifier_name,
        notifier_role=row.notifier_role, notifier_organisation=row.notifier_organisation,
        notifier_phone=row.notifier_phone, notifier_email=row.notifier_email, subject_name=row.subject_name,
        subject_birth_date=row.subject_birth_date, subject_henkilotunnus=row.subject_henkilotunnus,
        subject_where=row.subject_where,
        municipality=Trilingual(where.name_fi, where.name_sv, where.name_en) if where else None,
        subject_knows=row.subject_knows, arrived_at=row.arrived_at, opened_at=opened.at if opened else None,
    )  # fmt: skip


def place_of(contact: Contact) -> Municipality | None:
    """Where whom it concerns lives: by the population register, or by what the notifier told."""
    if contact.person:
        return contact.person.municipality
    notice = Notification.objects.filter(contact=contact).select_related("municipality").first()
    return notice.municipality if notice else None


def shown_to_client(contact: str = "") -> Q:
    """The one rule by which rows reach the person they concern: no notification, unless a worker has opened it.

    `contact` is the path from the rows to their contact, for example "contact__" from cases.
    """
    return Q(**{f"{contact}notification__isnull": True}) | Q(**{f"{contact}opened__isnull": False})


def shown_to_representatives(contact: str = "") -> Q:
    """The one rule by which rows reach those who act for the person: nothing that the person keeps to themselves.

    A minor's own contact is always private to them; anybody may say so of theirs. `contact` as above.
    """
    return shown_to_client(contact) & Q(**{f"{contact}private": False})


def unopened(number: str) -> bool:
    """Is this contact a notification that no worker has opened to the client yet? One query."""
    return Contact.objects.filter(number=number, notification__isnull=False, opened__isnull=True).exists()


def municipality_choices(language: str) -> list[tuple[str, str]]:
    """The county's municipalities, code and name, in the order of the language. One query."""
    names, order = ("name_sv", "sort_sv") if language == "sv" else ("name_fi", "sort_fi")
    found = Municipality.objects.filter(county=settings().county).order_by(order)
    return list(found.values_list("code", names))
