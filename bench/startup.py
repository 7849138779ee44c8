"""How long from a fresh clone to the first page, from a second start to the first page, and for the demo's data?"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.measure import Row

ROOT = Path(__file__).resolve().parents[1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_first_page(command: list[str], folder: Path, environment: dict[str, str], port: int) -> float:
    """Seconds from starting `command` until the front page answers; then the product is stopped."""
    start = time.perf_counter()
    with (folder / "bench.log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:  # noqa: S310
                    if answer.status == 200:
                        return time.perf_counter() - start
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError((folder / "bench.log").read_text()[-2000:]) from None
                time.sleep(0.05)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="ovi-bench-") as name:
        folder = Path(name) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("OVI_", "VIRTUAL_ENV", "PYTHONPATH"))
        }
        port = _free_port()
        make = ["make", "demo", f"ARGS=--port {port}"]
        fresh = _until_first_page(make, folder, kept, port)
        warm = sorted(_until_first_page(make, folder, kept, port) for _ in range(5))
        ovi = folder / ".venv" / "bin" / "ovi"
        loads = []
        for _ in range(3):
            start = time.perf_counter()
            subprocess.run([str(ovi), "demo", "--no-server", "--reset"], cwd=folder, env=kept, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
            loads.append(time.perf_counter() - start)
        shutil.rmtree(folder, ignore_errors=True)
    loads.sort()
    return [
        Row("fresh clone → first page (make demo)", f"{fresh:.1f} s", "", 1, "", "installs from package registries"),
        Row("second start → first page", f"{warm[2]:.1f} s", f"{warm[0]:.1f}–{warm[-1]:.1f} s", 5, "seconds", ""),
        Row("demo county anew, with figures", f"{loads[1]:.1f} s", f"{loads[0]:.1f}–{loads[-1]:.1f} s", 3, "≤ 60 s",
            "ovi demo --no-server --reset, 20 000 residents"),
    ]  # fmt: skip
