"""How are the dependencies pinned? locks/*.txt with hashes, from pyproject.toml, naming no index.


`run` is what a county runs, with what builds this checkout; `dev` adds what checks and tests it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ("hatchling", "editables")


def compile_lock(name: str, *inputs: str, extra: str = "") -> None:
    """Write locks/<name>.txt for every platform and Python from 3.11."""
    target = ROOT / "locks" / f"{name}.txt"
    subprocess.run(
        [
            str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "--universal", "--generate-hashes",
            "--python-version", "3.11", "--no-header", "--no-emit-index-url", "--no-annotate",
            *inputs, "-o", str(target),
        ],
        check=True, cwd=ROOT, input=extra.encode(),
    )  # fmt: skip
    print(f"{target.name}: {target.read_text().count('==')} packages")


def main() -> None:
    compile_lock("uv", "-", extra="uv\n")
    compile_lock("run", "pyproject.toml", "-", extra="\n".join(BUILD))
    compile_lock("spark", "-", "--group", "spark", extra="")
    compile_lock("dev", "pyproject.toml", "-", "--group", "dev", extra="\n".join(BUILD))


if __name__ == "__main__":
    main()
