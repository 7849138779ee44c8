"""Each run begins without what an earlier one remembered."""

from __future__ import annotations

import pytest

from tests.law_memory import forget


@pytest.fixture(scope="session", autouse=True)
def _nothing_remembered() -> None:
    forget()
