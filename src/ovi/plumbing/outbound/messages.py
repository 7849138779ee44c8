"""What is handed to a way out, what comes back, and in which two manners does it fail?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one recipient. `key` names it for ever: a way that knows keys sends the same key once only.

    `to` is an e-mail address, a telephone number (+358…) or, for Suomi.fi, the recipient's identity code.
    """

    key: str
    to: str
    subject: str
    body: str
    language: str = "fi"


@dataclass(frozen=True, slots=True)
class Sent:
    """The next hop has taken it over. `provider_id`: what it calls the message, by which a bounce is known."""

    provider_id: str


class PassingError(Exception):
    """It did not go now, and may later. `ours`: our own settings are at fault, so an operator should look.

    `whole`: the way itself does not answer, so that other messages need not try it just now.
    """

    def __init__(self, code: str, *, after_seconds: int = 0, ours: bool = False, whole: bool = False) -> None:
        super().__init__(code)
        self.code, self.after_seconds, self.ours, self.whole = code, after_seconds, ours, whole or ours


class LastingError(Exception):
    """It will never go this way. `bad_address`: nobody is reached at the address, whatever is sent."""

    def __init__(self, code: str, *, bad_address: bool = False) -> None:
        super().__init__(code)
        self.code, self.bad_address = code, bad_address
