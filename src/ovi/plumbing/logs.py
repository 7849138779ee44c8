"""How is a henkilötunnus kept out of the logs? Whatever looks like one is masked before a line is written."""

from __future__ import annotations

import logging

from ovi.foundation.identifiers import mask_hetu


class MaskIdentifiers(logging.Filter):
    """A logging filter that masks the finished message."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask_hetu(record.getMessage()), ()
        return True
