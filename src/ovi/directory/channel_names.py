"""What is each channel called? One word for each value (a test keeps them whole)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

from ovi.directory.states import ChannelKind, ServiceChannel

CHANNEL_NAMES: dict[str, Any] = {
    ServiceChannel.CONTACT_FORM: pgettext_lazy("service channel", "Contact form on the web"),
    ServiceChannel.PHONE: pgettext_lazy("service channel", "Telephone"),
    ServiceChannel.PHONE_CALLBACK: pgettext_lazy("service channel", "Calling back"),
    ServiceChannel.CHAT: pgettext_lazy("service channel", "Chat"),
    ServiceChannel.DESK: pgettext_lazy("service channel", "Service desk"),
    ServiceChannel.WALK_IN: pgettext_lazy("service channel", "Walk-in reception"),
    ServiceChannel.NOTIFICATION: pgettext_lazy("service channel", "Statutory notification"),
}

KIND_NAMES: dict[str, Any] = {
    ChannelKind.E_CHANNEL: pgettext_lazy("kind of channel", "E-service"),
    ChannelKind.WEB_PAGE: pgettext_lazy("kind of channel", "Web page"),
    ChannelKind.PRINTABLE_FORM: pgettext_lazy("kind of channel", "Form to print"),
    ChannelKind.PHONE: pgettext_lazy("kind of channel", "Telephone"),
    ChannelKind.SERVICE_LOCATION: pgettext_lazy("kind of channel", "Place to visit"),
}
