"""What does every page know? The county, the actor, whether data is invented, the way to its other languages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from ovi.plumbing.county import county
from ovi.plumbing.settings import settings
from ovi.site.navigation import navigation_for

_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def site(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    language = get_language() or "fi"
    path = request.get_full_path()
    actor = getattr(request, "actor", None)
    return {
        "county": county(settings().county),
        "language": language,
        "invented_data": settings().invented_data,
        "actor": actor,
        "navigation": navigation_for(actor, request.path),
        "language_links": [
            {"code": code, "name": name, "url": translate_url(path, code), "current": code == language}
            for code, name in _NAMES.items()
        ],
    }
