"""Nothing remembered from another run: what `ovi.law` keeps for speed is forgotten before the first test.

Mutation testing forks each run from a process that has already read the law and made its tables; without this a
change in the reading or in a table would never be run.
"""

from __future__ import annotations

import sys


def forget() -> None:
    """Empty every cache of ovi.law."""
    for name, module in list(sys.modules.items()):
        if name.startswith("ovi.law"):
            for one in vars(module).values():
                if hasattr(one, "cache_clear"):
                    one.cache_clear()
