"""How does a command answer? Plain lines for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any


def emit(data: Any, *, as_json: bool, lines: Iterable[str]) -> None:
    """Print `data` as JSON, or the `lines`."""
    if as_json:
        sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines)
