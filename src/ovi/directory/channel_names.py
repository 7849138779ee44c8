"""What is each channel called? One word for each value (a test keeps them whole)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from ovi.directory.states import ServiceChannel

CHANNEL_NAMES: dict[str, Any] = {
    ServiceChannel.CONTACT_FORM: pgettext_lazy("service channel", "Contact form on the web"),
    ServiceChannel.PHONE: pgettext_lazy("service channel", "Telephone"),
    ServiceChannel.PHONE_CALLBACK: pgettext_lazy("service channel", "Calling back"),
    ServiceChannel.CHAT: pgettext_lazy("service channel", "Chat"),
    ServiceChannel.DESK: pgettext_lazy("service channel", "Service desk"),
    ServiceChannel.WALK_IN: pgettext_lazy("service channel", "Walk-in reception"),
    ServiceChannel.NOTIFICATION: pgettext_lazy("service channel", "Statutory notification"),
}
