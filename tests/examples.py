"""How many examples does a property test draw? OVI_EXAMPLES multiplies them; make test-deep sets it."""

from __future__ import annotations

import os


def examples(count: int) -> int:
    """`count` in the quick run, many times that in the deep one."""
    return count * int(os.environ.get("OVI_EXAMPLES", "1"))
