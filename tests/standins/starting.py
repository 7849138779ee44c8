"""How does a test start a stand-in process and learn its port?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.database import ROOT


@contextmanager
def started(module: str, *options: str) -> Iterator[int]:
    """The port of the stand-in, which runs until the block ends."""
    command = [sys.executable, "-m", f"tests.standins.{module}", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()
            process.wait(10)
