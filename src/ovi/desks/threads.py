"""How are threads of messages told to the one who reads them: the client or the worker?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from ovi.contact.actions import Upload
from ovi.contact.queries import ThreadView
from ovi.desks import message_words as words


def asked_thread(request: HttpRequest, threads: tuple[ThreadView, ...]) -> ThreadView | None:
    """The thread that the address asks for (?t=); the newest where it asks for none; None for a new one."""
    asked = request.GET.get("t", "")
    if asked == "new" or not threads:
        return None
    return next((one for one in threads if str(one.id) == asked), threads[0])


def told_threads(
    threads: tuple[ThreadView, ...], turns: Mapping[str, tuple[Any, str, str]], *, chosen: ThreadView | None
) -> list[dict[str, Any]]:
    """The threads with their words; only the chosen one is open."""
    told = []
    for one in threads:
        word, tone, icon = turns[one.state]
        told.append({
            "it": one, "turn": word, "tone": tone, "icon": icon, "chosen": chosen is not None and one.id == chosen.id,
            "why_closed": words.THREAD_ENDS.get(one.end_reason, ""),
        })  # fmt: skip
    return told


def uploads_of(request: HttpRequest) -> tuple[Upload, ...]:
    """The files that came with the form."""
    return tuple(Upload(one.name or "", one.read()) for one in request.FILES.getlist("files"))


def by_script(request: HttpRequest) -> bool:
    """Was it sent by our script, which wants no page back?"""
    return request.headers.get("X-Requested-With") == "fetch"
