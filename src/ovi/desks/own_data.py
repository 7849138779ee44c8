"""What is held of a person here, as they may have it? Every part in words and dates, for a file and for paper.

It passes the same filter as the person's own pages: nothing of a notification that has not been opened to them, no
notifier, of the log what the law lets be told (GDPR art. 15; 703/2023 11 §).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ovi.casework.queries import picks_for_client
from ovi.contact.models import ContactFile
from ovi.contact.queries import threads_of
from ovi.contact.states import Side
from ovi.design.dates import said_date, said_moment
from ovi.design.pdf import Block, Document, Facts, Heading, Paragraph, pdf
from ovi.desks import words
from ovi.desks.matters import matters_of, own_matter
from ovi.desks.privacy import own_contacts, own_views
from ovi.directory.service_lines import line_name
from ovi.foundation.text import Trilingual
from ovi.people import words as people_words
from ovi.people.models import Person
from ovi.people.queries import helps_of, representations_of, representatives_of, sign_ins_of
from ovi.plumbing.actor import Actor
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

Row = dict[str, Any]
_LOG_TOLD = timedelta(days=2 * 365)  # 703/2023 11 §

LABELS: dict[str, Any] = {
    "name": _("Name"), "birth_date": _("Date of birth"), "language": _("Language"), "phone": _("Telephone"),
    "email": _("E-mail"), "municipality": _("Municipality"), "number": _("Number"), "arrived_at": _("Arrived"),
    "about": _("About"), "own_words": _("In own words"), "state": _("State"), "unit": _("Unit"),
    "due_on": _("At the latest"), "rests_on": _("What this rests on"), "closed_at": _("Ended"), "what": _("What"),
    "at": _("When"), "by": _("By"), "subject": _("Subject"), "text": _("Text"), "matter": _("Matter"),
    "file": _("File"), "size": _("Size in bytes"), "service": _("Service"), "reason": _("Reason"),
    "viewer": _("Who"), "page": _("What"), "why": _("Why"), "times": _("Times"), "kind": _("Kind"),
    "until": _("Until"), "way": _("How"), "level": _("How surely you were known"), "channel": _("Channel"),
    "helper": _("Helper"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the copy: its code in the file, its heading on paper, and how its rows are found."""

    code: str
    title: Any
    rows: Callable[[Actor, datetime, date, str], list[Row]]


def _self(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    row = Person.objects.select_related("municipality").get(pk=by.person_id or 0)
    where = Trilingual(row.municipality.name_fi, row.municipality.name_sv) if row.municipality else Trilingual()
    return [{"name": row.full_name, "birth_date": row.birth_date, "language": row.language, "phone": row.phone,
             "email": row.email, "municipality": where.in_(language)}]  # fmt: skip


def _contacts(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    rows = own_contacts(by.person_id or 0).order_by("arrived_at")
    # A cause that a notifier or a worker wrote is no word of the client's: the matter knows which.
    told = {one.contact_id: one.own_words for one in matters_of(by, today=today)}
    return [
        {"number": row.number, "arrived_at": row.arrived_at, "about": line_name(row.service_line).in_(language),
         "channel": row.channel, "own_words": told.get(row.pk, row.own_words)}
        for row in rows
    ]  # fmt: skip


def _matters(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    found = []
    for one in matters_of(by, today=today):
        running = one.running
        found.append({
            "number": one.number, "about": line_name(one.service_line).in_(language),
            "state": str(words.STATES[one.state]), "unit": one.unit.in_(language), "arrived_at": one.arrived_at,
            "due_on": running.due_on if running else None,
            "rests_on": running.reference.in_(language) if running else "", "closed_at": one.closed_at,
        })  # fmt: skip
    return found


def _happened(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    rows = []
    for one in matters_of(by, today=today):
        for happening in own_matter(one.id, by=by, today=today).happenings:
            what, _icon = words.HAPPENINGS[happening.what]
            rows.append({"matter": one.number, "at": happening.at, "what": str(what), "by": happening.by})
    return rows


def _messages(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    return [
        {"matter": matter.number, "subject": thread.subject, "at": message.at, "by": message.author,
         "text": message.text}
        for matter in matters_of(by, today=today)
        for thread in threads_of(matter.contact_id, side=Side.CLIENT)
        for message in thread.messages
    ]  # fmt: skip


def _files(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    rows = ContactFile.objects.filter(contact__in=own_contacts(by.person_id or 0)).select_related("file", "contact")
    sent = [{"matter": row.contact.number, "file": row.file.name, "size": row.file.size} for row in rows]
    return sent + [
        {"matter": matter.number, "file": file.name, "size": file.size}
        for matter in matters_of(by, today=today)
        for thread in threads_of(matter.contact_id, side=Side.CLIENT)
        for message in thread.messages
        for file in message.files
    ]  # fmt: skip


def _picks(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    return [
        {"matter": matter.number, "service": pick.name.in_(language), "reason": pick.reason, "at": pick.picked_at,
         "by": pick.picked_by}
        for matter in matters_of(by, today=today)
        for pick in picks_for_client(matter.id)
    ]  # fmt: skip


def _views(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    return [
        {"at": view.at, "viewer": view.viewer_name, "unit": view.viewer_unit, "times": view.times,
         "page": str(words.PAGES.get(view.page, "")), "why": str(words.PURPOSES.get(view.purpose, ""))}
        for view in own_views(by, since=now - _LOG_TOLD, now=now)
    ]  # fmt: skip


def _rights(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    mine = representations_of(by.person_id or 0, today=today)
    others = representatives_of(by.person_id or 0, today=today)
    return [
        {"name": one.name, "kind": str(people_words.AS[one.kind]), "what": _t("You act for"), "until": one.valid_to}
        for one in mine
    ] + [
        {"name": other.name, "kind": str(people_words.KINDS[other.kind]), "what": _t("Acts for you"),
         "until": other.valid_to}
        for other in others
    ]  # fmt: skip


def _sign_ins(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    return [
        {"at": one.at, "way": str(people_words.WAYS[one.way]), "level": str(people_words.LEVELS[one.level])}
        for one in sign_ins_of(by.own_account())
    ]


def _helps(by: Actor, now: datetime, today: date, language: str) -> list[Row]:
    rows = helps_of(by.person_id or 0, since=now - _LOG_TOLD)
    return [{"at": one.started_at, "until": one.ended_at or one.until, "helper": one.helper} for one in rows]


PARTS: tuple[Part, ...] = (
    Part("person", _("You"), _self),
    Part("contacts", _("Your contacts"), _contacts),
    Part("matters", _("Your matters"), _matters),
    Part("happenings", _("What has happened"), _happened),
    Part("messages", _("Messages"), _messages),
    Part("files", _("Files"), _files),
    Part("picks", _("Services picked for you"), _picks),
    Part("views", _("Who has viewed your data and why"), _views),
    Part("rights", _("Acting for another"), _rights),
    Part("sign_ins", _("Your sign-ins"), _sign_ins),
    Part("helps", _("When a worker has helped you"), _helps),
)


def as_json(found: dict[str, list[Row]], *, now: datetime) -> bytes:
    """One object: when it was made and each part's rows; dates as ISO 8601."""
    whole = {"made_at": now.isoformat(), "invented_data": settings().invented_data, **found}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=lambda value: value.isoformat()).encode()


def as_pdf(found: dict[str, list[Row]], *, language: str, now: datetime) -> bytes:
    """The same on paper: each row as pairs, empty ones left out."""
    blocks: list[Block] = [
        Paragraph(_t("This is what is held of you in this service. You can have wrong data corrected."))
    ]
    for part in PARTS:
        blocks.append(Heading(str(part.title)))
        rows = found[part.code]
        blocks += [Facts([(str(LABELS[k]), _said(v, language)) for k, v in row.items() if v not in (None, "")])
                   for row in rows] or [Paragraph(_t("Nothing."))]  # fmt: skip
    here = county(settings().county)
    document = Document(
        title=_t("Your own data"), language=language, sender=here.name.in_(language),
        page_of=_t("Page {page} of {pages}"), blocks=blocks,
        footer=_t("Invented data") if settings().invented_data else "",
    )  # fmt: skip
    return pdf(document, now=now)


def _said(value: Any, language: str) -> str:
    if isinstance(value, datetime):
        return said_moment(value, today=None, language=language)
    return said_date(value, today=None, language=language) if isinstance(value, date) else str(value)
