"""Where are messages read and written? Joined into the desks' urls."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.desks import pages_messages
from ovi.desks.pages_staff import messages
from ovi.desks.pages_staff.opening import signed_in

urlpatterns = [
    path(pgettext_lazy("url", "my-matters/<int:pk>/messages/"), pages_messages.own_messages, name="own_messages"),
    path(
        pgettext_lazy("url", "my-matters/<int:pk>/messages/file/<uuid:key>/"),
        pages_messages.own_message_file,
        name="own_message_file",
    ),
    path(pgettext_lazy("url", "my-matters/<int:pk>/not-solved/"), pages_messages.not_solved, name="not_solved"),
    path(pgettext_lazy("url", "work/messages/"), signed_in(messages.messages_page), name="messages"),
    path(pgettext_lazy("url", "work/<int:pk>/messages/"), signed_in(messages.case_messages), name="case_messages"),
    path(
        pgettext_lazy("url", "work/<int:pk>/messages/file/<uuid:key>/"),
        signed_in(messages.message_file),
        name="message_file",
    ),
    path(
        pgettext_lazy("url", "work/<int:pk>/messages/<int:thread>/close/"),
        signed_in(messages.messages_close),
        name="messages_close",
    ),
    path(
        pgettext_lazy("url", "work/<int:pk>/messages/<int:thread>/reopen/"),
        signed_in(messages.messages_reopen),
        name="messages_reopen",
    ),
]
