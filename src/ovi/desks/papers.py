"""How does any paper of ours go out: the county as sender, pages numbered, invented data told?"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from ovi.design.dates import page_language
from ovi.design.pdf import Block, Document, pdf
from ovi.plumbing import clock
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings


def ask_more() -> str:
    """Where one asks more, the last words of every paper."""
    number = county(settings().county).contact_phone.number
    return _("Ask more: %(number)s. In an emergency call 112; when you are unsure call 116117.") % {"number": number}


def paper(title: str, blocks: Sequence[Block], name: str, *, large: bool) -> HttpResponse:
    """The paper in the language of the page, shown in the browser, ready to print."""
    here = county(settings().county)
    document = Document(
        title=title, language=page_language(), sender=here.name.in_(page_language()),
        page_of=_("Page {page} of {pages}"), blocks=blocks,
        footer=_("Invented data") if settings().invented_data else "", large=large,
    )  # fmt: skip
    answer = HttpResponse(pdf(document, now=clock.now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
