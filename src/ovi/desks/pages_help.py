"""How does one get help in plain language, and in other languages than fi, sv and en?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ovi.design.dates import page_language
from ovi.desks.help_texts import filled, help_pages, short_helps
from ovi.performance.queries import limits_in_force
from ovi.plumbing import clock


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """Every help page, and the further languages."""
    language = page_language()
    pages = [(one, filled(one.texts[language], language)) for one in help_pages().values()]  # type: ignore[index]
    return render(request, "desks/help_index.html", {"pages": pages, "languages": short_helps().values()})


@require_safe
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One help page; the law's limits as they stand today."""
    found = help_pages().get(slug.replace("-", "_"))
    if found is None:
        raise Http404(_("There is no such help page."))
    language = page_language()
    context = {
        "words": filled(found.texts[language], language),  # type: ignore[index]
        "may_have_to_leave": found.id == "safe_contact",
        "limits": [
            (plain.what, plain.whom or one.whom, one.limit)
            for plain in found.limits
            for one in limits_in_force([plain.rule], today=clock.today())
        ],
        "others": [
            (one, one.texts[language].title)  # type: ignore[index]
            for one in help_pages().values()
            if one.id != found.id
        ],
    }
    return render(request, "desks/help_page.html", context)


@require_safe
def help_language(request: HttpRequest, language: str) -> HttpResponse:
    """Short help in a further language, written in its own direction."""
    found = short_helps().get(language)
    if found is None:
        raise Http404(_("There is no help in that language. Call us: we arrange an interpreter."))
    return render(request, "desks/help_language.html", {"it": found, "words": filled(found, language)})
