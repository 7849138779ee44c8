"""How does a reader keep their own needs without an account, and take them away again?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from ovi.directory.forms import NeedsForm
from ovi.directory.kept_needs import LARGE, keep, kept_needs


@require_http_methods(["GET", "POST"])
def my_needs(request: HttpRequest) -> HttpResponse:
    """Choose what one needs; the choice stays in this browser only."""
    back = _back(request)
    if request.method == "POST":
        form = NeedsForm(request.POST)
        chosen = form.cleaned_data["needs"] if "clear" not in request.POST and form.is_valid() else []
        response = HttpResponseRedirect(back)
        keep(response, chosen, secure=request.is_secure())
        return response
    kept = kept_needs(request)
    chosen = [*kept.needs, *([LARGE] if kept.large else [])]
    context = {
        "form": NeedsForm(initial={"needs": chosen}),
        "chosen": chosen,
        "back": back,
    }
    return render(request, "directory/needs.html", context)


def _back(request: HttpRequest) -> str:
    """Where one came from, if that is a page of ours."""
    asked = request.POST.get("back") or request.GET.get("back", "")
    fine = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if fine and asked.startswith("/") else reverse("services")
