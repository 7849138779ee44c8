"""What does every page know? The county, the actor, whether data is invented, the way to its other languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ovi.design.shapes import Link
from ovi.directory.kept_needs import kept_needs
from ovi.people.sign_in_state import session_ends_at
from ovi.plumbing import clock
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings
from ovi.site.navigation import beside, navigation_for

_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def site(request: HttpRequest) -> dict[str, Any]:
    """Context of every template; `design/base.html` says what it does with each."""
    language = get_language() or "fi"
    own_county = county(settings().county)
    actor = getattr(request, "actor", None)
    return {
        "county": own_county,
        "language": language,
        "invented_data": settings().invented_data,
        "actor": actor,
        "actor_label": getattr(actor, "name", ""),
        "nav": navigation_for(actor, request.path),
        "on_behalf": getattr(actor, "on_behalf", None),
        "session_ends_at": session_ends_at(request, now=clock.now()),
        "beside": beside(actor, request.path),
        "home_href": reverse("front"),
        "type_size": "lg" if kept_needs(request).large else "",
        "sign_in_url": reverse("sign_in"),
        "sign_out_url": reverse("sign_out"),
        "language_links": _twins(request, language),
        "site_origin": f"{request.scheme}://{_host(request)}",
        "footer_links": [
            Link(_("About the service"), reverse("about")),
            Link(_("Help in plain language"), reverse("help")),
            Link(_("Larger text"), f"{reverse('my_needs')}?{urlencode({'back': request.path})}"),
            Link(_("Accessibility"), reverse("accessibility")),
            Link(_("Data protection"), reverse("privacy")),
        ],
    }


def _twins(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    """This page in the three languages; in a bilingual county Swedish stands beside Finnish as its equal."""
    return [
        {"code": code, "name": name, "href": _address(request, code), "current": code == language}
        for code, name in _NAMES.items()
    ]


def _address(request: HttpRequest, code: str) -> str:
    """The page's address in that language. As django.urls.translate_url, without finding the page anew each time."""
    match, asked = request.resolver_match, request.META.get("QUERY_STRING", "")
    if match is None:
        return request.get_full_path()
    with override(code):
        try:
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return request.get_full_path()
    return f"{path}?{iri_to_uri(asked)}" if asked else path


def _host(request: HttpRequest) -> str:
    """The host asked for if it is ours; an error page for a foreign host must not fail anew."""
    host = request.META.get("HTTP_HOST", "")
    return host if host.rsplit(":", 1)[0] in django_settings.ALLOWED_HOSTS else django_settings.ALLOWED_HOSTS[0]
