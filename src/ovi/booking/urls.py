"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.booking import pages_public, pages_staff

urlpatterns = [
    path(pgettext_lazy("url", "work/numbers/"), pages_staff.tickets_page, name="tickets"),
    path(pgettext_lazy("url", "work/numbers/<uuid:key>/slip/"), pages_staff.ticket_slip, name="ticket_slip"),
    path(pgettext_lazy("url", "numbers/take/<uuid:key>/"), pages_public.ticket_kiosk, name="ticket_kiosk"),
    path(
        pgettext_lazy("url", "numbers/take/<uuid:key>/<uuid:ticket>/"), pages_public.ticket_taken, name="ticket_taken"
    ),
    path(pgettext_lazy("url", "numbers/<slug:slug>/"), pages_public.ticket_board, name="ticket_board"),
]
