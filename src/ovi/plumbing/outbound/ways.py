"""Which ways out of the house are there, which are open here, and how is one message sent by one of them?

A demo has invented people with addresses that may be somebody's: there nothing ever leaves. In tests a way that is not
configured goes to the sink as well; in production it is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ovi.plumbing.outbound import sink, sms, smtp, suomi_fi
from ovi.plumbing.outbound.messages import Outgoing, PassingError, Sent
from ovi.plumbing.settings import Mode, OviSettings, settings

_Send = Callable[[Outgoing, OviSettings], Sent]
WAYS: dict[str, tuple[_Send, Callable[[OviSettings], bool]]] = {
    "email": (smtp.send, lambda ours: bool(ours.smtp_host and ours.email_from)),
    "sms": (sms.send, lambda ours: bool(ours.sms_url)),
    "suomi_fi": (suomi_fi.send, lambda ours: bool(ours.suomi_fi_url and ours.suomi_fi_service_id)),
}


def is_open(way: str) -> bool:
    """Can anything be sent this way here?"""
    return way in WAYS and (settings().mode is not Mode.PRODUCTION or WAYS[way][1](settings()))


def goes_to_sink(way: str) -> bool:
    """Does a message by this way stay in the house?"""
    ours = settings()
    return ours.mode is Mode.DEMO or (ours.mode is Mode.TEST and not WAYS[way][1](ours))


def send(way: str, message: Outgoing, *, now: datetime) -> Sent:
    """Send, or keep in the sink. PassingError: try again later; LastingError: not this way."""
    if goes_to_sink(way):
        return sink.keep(way, message, now=now)
    if not is_open(way):
        raise PassingError(f"{way}.closed", ours=True)
    return WAYS[way][0](message, settings())
