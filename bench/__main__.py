"""How fast is the product on this machine? `make bench` prints a table and adds it to bench/RESULTS.md.

    python -m bench                   everything
    python -m bench pages access      only these parts

Nothing here is a test: a slow machine fails nothing.
"""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench import access_log, chat, hand_overs, imports, indicators, intake, law, pages, scaling, startup, worklist
from bench.measure import Row

ROOT = Path(__file__).resolve().parents[1]
PARTS: dict[str, Callable[[], list[Row]]] = {
    "startup": startup.rows,
    "pages": pages.rows,
    "access": access_log.rows,
    "imports": imports.rows,
    "law": law.rows,
    "worklist": worklist.rows,
    "hand_overs": hand_overs.rows,
    "intake": intake.rows,
    "chat": chat.rows,
    "indicators": indicators.rows,
    "scaling": scaling.rows,
}


def machine() -> str:
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())  # fmt: skip
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1_048_576
    cores = len(list(Path("/sys/devices/system/cpu").glob("cpu[0-9]*")))
    return f"{cores} × {model}, {memory:.0f} GB, Python {platform.python_version()}"


def table(rows: list[Row]) -> str:
    lines = ["| what | median | p95 or range | runs | goal | note |", "|---|---|---|---|---|---|"]
    lines += [f"| {row.what} | {row.median} | {row.spread} | {row.runs} | {row.goal} | {row.note} |" for row in rows]
    return "\n".join(lines)


def main() -> int:
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := set(wanted) - set(PARTS):
        print(f"No such part: {', '.join(sorted(unknown))}. Parts: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    record(", ".join(wanted), [row for name in wanted for row in PARTS[name]()])
    return 0


def record(what: str, rows: list[Row]) -> None:
    """Prints a table of what was measured and puts it first in bench/RESULTS.md."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    stamp = datetime.now(tz=UTC).strftime("%Y-%m-%d %H:%M UTC")  # noqa: TID251 - the time of measuring
    text = f"## {stamp}, commit {commit.stdout.strip()}\n\n{machine()}. Parts: {what}.\n\n{table(rows)}\n"
    print(text)
    results = ROOT / "bench" / "RESULTS.md"
    before = results.read_text(encoding="utf-8") if results.exists() else "# Measurements\n\nNewest first.\n"
    head, _, older = before.partition("\n## ")
    results.write_text(head.rstrip() + "\n\n" + text + ("\n## " + older if older else ""), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
