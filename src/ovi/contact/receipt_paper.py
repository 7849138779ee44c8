"""How is a receipt set on paper? The same words as on the page, without the person's own ones: paper gets lost."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from ovi.contact import contact_words as words
from ovi.contact.queries import Promise, Receipt
from ovi.design.dates import page_language, said_date, said_moment
from ovi.design.pdf import Block, Document, Facts, Heading, Items, Paragraph, pdf
from ovi.directory.service_lines import line_name
from ovi.foundation.calendar import HELSINKI
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings


def paper_of(found: Receipt, *, large: bool, now: datetime, code: str = "") -> bytes:
    """The receipt as PDF; `code` where one comes back by it."""
    here, language = county(settings().county), page_language()
    service = found.service if found.service.fi else line_name(found.service_line)
    arrived = said_moment(found.arrived_at.astimezone(HELSINKI), today=None, language=language)
    facts = [
        (_("Number"), found.number),
        (_("Arrived"), arrived),
        (_("Service"), service.in_(language)),
        (_("Answer"), words.answer_said(found.reply_by, found.reply_to)),
    ]
    blocks: list[Block] = [Facts([*facts, (_("Your code"), code)] if code else facts)]
    if code:
        blocks.append(
            Paragraph(_("Keep the code. Nobody can give it to you again, and who has it can read the answer."))
        )
    blocks.append(Heading(_("What happens next")))
    blocks.append(Items([promised(one, language) for one in found.promises] or [unpromised()]))
    phone = here.contact_phone
    blocks.append(
        Paragraph(
            _("Ask more: %(number)s, %(when)s. In an emergency call 112; when you are unsure call 116117.")
            % {"number": phone.number, "when": phone.when.in_(language)}
        )
    )
    document = Document(
        title=_("Receipt %(number)s") % {"number": found.number}, language=language, sender=here.name.in_(language),
        page_of=_("Page {page} of {pages}"), blocks=blocks,
        footer=_("Invented data") if settings().invented_data else "", large=large,
    )  # fmt: skip
    return pdf(document, now=now)


def promised(one: Promise, language: str) -> str:
    """One lawful limit in words, with what it rests on."""
    if one.due_on is None:
        said = f"{one.name.in_(language)}: " + _("within a reasonable time.")
    else:
        day = said_date(one.due_on, today=None, language=language)
        match one.stop:
            case "assessed":
                said = _("Your need is assessed by %(day)s at the latest.") % {"day": day}
            case "assessment_started":
                said = _("The assessment begins by %(day)s at the latest.") % {"day": day}
            case _other:
                said = f"{one.name.in_(language)}: " + _("by %(day)s at the latest") % {"day": day}
    return f"{said} ({one.reference.in_(language)})"


def unpromised() -> str:
    return _("The law says that your matter must be handled without delay. It gives no exact number of days.")
