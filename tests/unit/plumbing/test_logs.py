"""No henkilötunnus reaches a log line, however it came into the message."""

from __future__ import annotations

import logging

from ovi.plumbing.logs import MaskIdentifiers


def test_a_henkilotunnus_is_masked_in_text_and_arguments(caplog):
    logger = logging.getLogger("ovi.test")
    logger.addFilter(mask := MaskIdentifiers())
    try:
        with caplog.at_level(logging.INFO, logger="ovi.test"):
            logger.info("looked up %s at %s", "010101-999R", "/omat/131052A952W/")
    finally:
        logger.removeFilter(mask)
    assert "010101-999R" not in caplog.text
    assert "131052A952W" not in caplog.text
    assert "looked up" in caplog.text


def test_the_product_s_own_log_uses_the_mask(settings):
    handler = settings.LOGGING["handlers"]["console"]
    assert settings.LOGGING["filters"][handler["filters"][0]]["()"] == "ovi.plumbing.logs.MaskIdentifiers"
