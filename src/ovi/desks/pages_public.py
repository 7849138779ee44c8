"""Pages about the service itself: what it is, accessibility, data protection."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "desks/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "desks/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "desks/privacy.html")
