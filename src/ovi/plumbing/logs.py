"""How is a henkilötunnus kept out of the logs? Whatever looks like one is masked before a line is written."""

from __future__ import annotations

import logging
import re

_LOOKS_LIKE = re.compile(r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]\b", re.IGNORECASE)


def masked(text: str) -> str:
    """The text with everything shaped like a henkilötunnus replaced by ******-****."""
    return _LOOKS_LIKE.sub("******-****", text)


class MaskIdentifiers(logging.Filter):
    """A logging filter that masks the finished message."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True
