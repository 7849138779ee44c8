"""What paper does a person get from a desk or after calls that nobody answered: a receipt, or a letter?

Neither tells what the matter is about or who the person is: paper gets lost and letters are opened by others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ovi.casework.queries import CaseView
from ovi.contact.queries import Promise
from ovi.design.dates import page_language, said_date, said_moment
from ovi.design.pdf import Block, Facts, Heading, Paragraph
from ovi.desks.papers import ask_more, paper
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.text import Trilingual
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings


def receipt_paper(
    *, number: str, arrived_at: datetime, promises: Sequence[Promise], unit: Trilingual, phone: str, hidden: bool,
    large: bool, language: str,
) -> HttpResponse:  # fmt: skip
    """The receipt of a contact: when it arrived, its number, what happens next and by when. In the person's language.

    `hidden`: a non-disclosure order hides the unit, and with it the place.
    """
    with translation.override(_known(language)):
        arrived = said_moment(arrived_at.astimezone(HELSINKI), today=None, language=page_language())
        facts = [(_("Number of your matter"), number), (_("We received it"), arrived)]
        if not hidden:
            facts.append((_("Who answers"), " ".join(filter(None, [unit.in_(page_language()), phone]))))
        blocks: list[Block] = [Facts(facts), Heading(_("What happens next"))]
        blocks.append(Paragraph(_("A professional reads what you told us and contacts you. You need to do nothing.")))
        if promises:
            blocks.append(Facts([(one.name.in_(page_language()), _due(one.due_on)) for one in promises]))
        blocks.append(Paragraph(_("Keep this paper. Say the number of the matter when you call us.")))
        blocks.append(Paragraph(ask_more()))
        return paper(_("Receipt of your contact"), blocks, f"{number}-receipt", large=large)


def not_reached_paper(view: CaseView, *, large: bool) -> HttpResponse:
    """The letter to one whom we tried to call."""
    with translation.override(_known(view.language)):
        number = county(settings().county).contact_phone.number
        blocks: list[Block] = [
            Paragraph(_("You asked us to call you. We have called, but could not reach you.")),
            Heading(_("What you can do")),
            Paragraph(
                _("Call us: %(phone)s. Say the number of your matter: %(number)s.")
                % {"phone": number, "number": view.number}
            ),
            Paragraph(_("Your matter is still open and has kept its place. Tell us also if you no longer need help.")),
            Paragraph(ask_more()),
        ]
        return paper(_("We tried to call you"), blocks, f"{view.number}-letter", large=large)


def code_paper(*, number: str, code: str, language: str, large: bool) -> HttpResponse:
    """The code to come back with, for who cannot or will not identify themselves on the web."""
    with translation.override(_known(language)):
        where = f"{settings().address.rstrip('/')}{reverse('code_enter')}"
        blocks: list[Block] = [
            Facts([(_("Your code"), code), (_("Number of your matter"), number)]),
            Heading(_("What you can do with it")),
            Paragraph(_("You read our answer and write to us without bank codes.")),
            Paragraph(_("Open on the web: %(where)s. Write the code.") % {"where": where}),
            Paragraph(_("Keep the paper. Who has the code can read what you told us and what we answered.")),
            Paragraph(_("If you lose the code, call us. You get a new one, and the old one stops working.")),
            Paragraph(ask_more()),
        ]
        return paper(_("Your code"), blocks, f"{number}-code", large=large)


def _known(language: str) -> str:
    return language if language in ("fi", "sv", "en") else "fi"


def _due(day: date | None) -> str:
    if day is None:
        return _("within a reasonable time")
    return _("by %(day)s") % {"day": said_date(day, today=None, language=page_language())}
