"""What does a client take home on paper? The services picked for them, or a saved list; in large type if wished."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ovi.casework.queries import ListView, PickView
from ovi.design.dates import page_language, said_date
from ovi.design.pdf import Block, Heading, Paragraph
from ovi.desks.papers import ask_more, paper
from ovi.directory.queries import ServiceCard
from ovi.foundation.calendar import helsinki_date


def picks_paper(picks: Sequence[PickView], *, number: str, large: bool) -> HttpResponse:
    """The picks that stand, each with its reason. No name, no code, no unit and no place: paper gets lost,
    and a non-disclosure order (turvakielto) hides where the client is served."""
    language = page_language()
    blocks: list[Block] = [Paragraph(_("These services have been picked for you together with a professional."))]
    for one in picks:
        day = said_date(helsinki_date(one.picked_at), today=None, language=language)
        said = [one.summary.in_(language), _("Why: %(reason)s") % {"reason": one.reason}]
        said.append(_("Picked %(day)s by %(who)s") % {"day": day, "who": one.picked_by})
        blocks += [Heading(one.name.in_(language)), Paragraph("\n".join(filter(None, said)))]
    blocks.append(Paragraph(_("You decide yourself which services you use. If you have questions, ask us.")))
    blocks.append(Paragraph(ask_more()))
    return paper(
        _("Services picked for you, matter %(number)s") % {"number": number}, blocks, f"{number}-tray", large=large
    )


def list_paper(kept: ListView, cards: Sequence[ServiceCard], *, large: bool) -> HttpResponse:
    """A saved list: for whom, the note, and each service with where it is given."""
    language = page_language()
    blocks: list[Block] = [Paragraph(text) for text in (kept.for_whom, kept.note) if text]
    for card in cards:
        places = ", ".join(place.in_(language) for place in card.municipalities)
        said = [card.summary.in_(language), _("Where: %(places)s") % {"places": places} if places else ""]
        blocks += [Heading(card.name.in_(language)), Paragraph("\n".join(filter(None, said)))]
    blocks.append(
        Paragraph(_("This list is kept by %(unit)s.") % {"unit": kept.unit.in_(language)} + "\n" + ask_more())
    )
    return paper(kept.name, blocks, f"services-{kept.id}", large=large)
