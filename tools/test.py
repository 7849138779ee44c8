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

PROPERTIES = (
    "tests/unit/law/test_oracle.py",
    "tests/unit/law/test_arrays.py",
    "tests/unit/engines/indicators/test_suppression.py",
    "tests/unit/engines/indicators/test_against_twin.py",
    "tests/unit/engines/search/test_index.py",
    "tests/integration/casework/test_states.py",
)
LEAST_KILLED = 0.90


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "quick"
    absent = [name for name, there in TOOLS.items() if not there()]
    if absent and os.environ.get("CI") == "true":
        print(f"CI must not skip a test: {', '.join(absent)} missing. On Debian: {INSTALL}")
        return 1
    for name in absent:
        print(f"Skipped for want of {name}. To run it too: {INSTALL}")
    sys.stdout.flush()
    os.environ.setdefault("OVI_SHARED", str(ROOT.parent / "shared"))
    return deep() if kind == "deep" else pytest("-n", "2", *sys.argv[2:])


def pytest(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *words], cwd=ROOT).returncode


def deep() -> int:
    """Kill -9, other users, the wheel; then forty times the examples of the property tests; then mutation."""
    failed = pytest("-n", "0", "tests/deep")
    os.environ["OVI_EXAMPLES"] = "40"
    failed |= pytest("-n", "2", *PROPERTIES)
    return failed | mutation()


def mutation() -> int:
    """Change the law's code in many small ways: the tests must notice at least nine in ten."""
    mutmut = Path(sys.executable).with_name("mutmut")
    os.environ |= {"OVI_EXAMPLES": "1", "OVI_LAW_SEEDED": "2000"}  # each of a thousand changes runs the tests again
    subprocess.run([str(mutmut), "run", "--max-children", "2"], cwd=ROOT)
    shown = subprocess.run([str(mutmut), "results", "--all", "true"], cwd=ROOT, capture_output=True, text=True).stdout
    states = [line.rsplit(":", 1)[1].strip() for line in shown.splitlines() if ": " in line]
    killed = sum(state in ("killed", "timeout") for state in states)
    share = killed / len(states) if states else 0.0
    print(f"Mutation of ovi.law: {killed} of {len(states)} killed ({share:.0%}); at least {LEAST_KILLED:.0%} wanted.")
    return 0 if share >= LEAST_KILLED else 1


if __name__ == "__main__":
    sys.exit(main())
