"""As whom does one try the invented county? A page of identities, which exists only where all people are invented."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ovi.demo.queries import demo_account, identities
from ovi.foundation.refusals import Refused
from ovi.people.queries import actor_for
from ovi.plumbing import audit, clock
from ovi.plumbing.settings import settings

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Choose an identity; the choice signs in. Does not exist with real people."""
    if not settings().invented_data:
        raise Http404
    if request.method == "POST":
        return _sign_in(request)
    return render(request, "demo/sign_in.html", {"identities": identities(), "then": _safe_next(request)})


def _sign_in(request: HttpRequest) -> HttpResponse:
    account = demo_account(request.POST.get("account", ""))
    if account is None:
        raise Refused("There is no such practice identity. Choose one from the list.", code="demo.identity")
    now = clock.now()
    login(request, account, backend=_BACKEND)
    by = actor_for(account, today=clock.today())
    audit.record("demo.signed_in", by=by, now=now, object_kind="account", object_id=account.pk)
    return redirect(_safe_next(request) or "after_sign_in")


def _safe_next(request: HttpRequest) -> str:
    """Where to go afterwards; never to another site."""
    then = request.POST.get("next") or request.GET.get("next") or ""
    return then if url_has_allowed_host_and_scheme(then, allowed_hosts={request.get_host()}) else ""
