"""How are the tests run? quick: everything within the budget of `make test`. deep: what is slow.

A browser journey needs Chromium. Where CI=true a missing tool is a failure; elsewhere the journeys are skipped
with one line that says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INSTALL = "apt-get install chromium libvoikko1 voikko-fi"
TOOLS = {
    "Chromium (browser journeys)": lambda: shutil.which("chromium") or shutil.which("chromium-browser"),
    "libvoikko with its Finnish dictionary (search tests)": lambda: (
        find_library("voikko") and any(Path(place).exists() for place in ("/usr/lib/voikko", "/usr/share/voikko"))
    ),
}


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "quick"
    absent = [name for name, there in TOOLS.items() if not there()]
    if absent and os.environ.get("CI") == "true":
        print(f"CI must not skip a test: {', '.join(absent)} missing. On Debian: {INSTALL}")
        return 1
    for name in absent:
        print(f"Skipped for want of {name}. To run it too: {INSTALL}")
    sys.stdout.flush()
    folders = ["tests/deep"] if kind == "deep" else []
    parallel = ["-n", "0"] if kind == "deep" else ["-n", "2", "--dist", "loadgroup"]
    os.environ.setdefault("OVI_SHARED", str(ROOT.parent / "shared"))
    command = [sys.executable, "-m", "pytest", "-q", *parallel, *folders, *sys.argv[2:]]
    return subprocess.run(command, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
