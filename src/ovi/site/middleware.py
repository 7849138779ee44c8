"""What happens around every request: who acts, refusals in plain words, the access log before the answer leaves."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from ovi.foundation.refusals import Refused
from ovi.people.acting import signed_in_actor
from ovi.plumbing import access, clock
from ovi.site.errors import refusal_page

Next = Callable[[HttpRequest], HttpResponse]
_FORM_AGAIN = HTTPStatus.UNPROCESSABLE_ENTITY


class ActorMiddleware:
    """Gives every request an `actor`, read at first use."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: signed_in_actor(request, now=clock.now()))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class RefusalMiddleware:
    """A refusal becomes a page that says what to do; nothing was changed."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, Refused) else None


class AccessLogMiddleware:
    """Writes what the view noted. If that fails the error is answered, not the data."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # 422 is a form again, with what is wrong in it: it shows the person as much as the form did at first.
        shown = response.status_code < HTTPStatus.BAD_REQUEST or response.status_code == _FORM_AGAIN
        if shown and getattr(request, "ovi_access", None):
            actor = request.actor  # type: ignore[attr-defined]
            access.write_noted(request, by=actor, now=clock.now(), unit=getattr(request, "ovi_unit", ""))
        return response
