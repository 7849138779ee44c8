"""What comes near my home, and when?"""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ovi.directory.queries import coming_stops, municipalities_with_stops
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing import clock


@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """The coming stops day by day, of a municipality or of the whole county."""
    now = clock.now()
    places = municipalities_with_stops(now=now)
    asked = request.GET.get("municipality", "")
    chosen = next((code for code, _name in places if code == asked), "")
    stops = coming_stops(now=now, municipality=chosen)
    days = [(day, list(there)) for day, there in groupby(stops, key=lambda one: helsinki_date(one.opens_at))]
    context = {"days": days, "places": places, "chosen": chosen, "today": helsinki_date(now)}
    return render(request, "directory/near.html", context)
