"""How does one leave, give up, or find quicker help? Always at once, and without a trace where one is asked for."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from ovi.contact.drafts import CODE_COOKIE, COOKIE, NAMELESS_COOKIE, SENT_COOKIE, Draft, drafted
from ovi.contact.notice_drafts import COOKIE as NOTICE_COOKIE
from ovi.contact.pages_resident.flow import rights_of
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

_COOKIES = (COOKIE, NAMELESS_COOKIE, NOTICE_COOKIE, CODE_COOKIE, SENT_COOKIE)


@require_GET
def contact_for_other(request: HttpRequest) -> HttpResponse:
    """For somebody for whom one has no right to act: the ways there are, said plainly, with the number."""
    seen_only = [one.name for one in rights_of(request) if not one.may_act]
    return render(request, "contact/for_other.html", {"seen_only": seen_only})


@require_GET
def help_now(request: HttpRequest) -> HttpResponse:
    """The same numbers for everyone who pressed "I need help now"; nothing is asked or judged."""
    return render(request, "contact/help_now.html")


@require_POST
@drafted
def contact_drop(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The person gives the draft up; nothing of it is kept."""
    draft.drop()
    return redirect("front")


@require_POST
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Away to a neutral page, signed out, and nothing here shows any more what was written.

    The page that answers moves on by itself at once and so leaves no page of its own to come back to. What a signed-in
    person wrote waits for them; what was written without a name can be found no more.
    """
    if request.user.is_authenticated:
        logout(request)
    response = render(request, "contact/gone.html", {"neutral": county(settings().county).neutral_page})
    for cookie in _COOKIES:
        response.delete_cookie(cookie)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Clear-Site-Data"] = '"cache"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
