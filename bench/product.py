"""The demo county that the benchmarks look at: prepared once in OVI_VAR (default var/bench)."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def ready() -> None:
    """Prepare the demo county with its full 20 000 residents and set Django up as the running role."""
    os.environ.setdefault("OVI_VAR", str(ROOT / "var" / "bench"))
    os.environ["OVI_MODE"] = "demo"
    subprocess.run([sys.executable, "-m", "ovi.site.cli", "demo", "--no-server"], check=True, cwd=ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ovi.site.settings"
    import django

    django.setup()
    from ovi.site.prepare import collect_static

    collect_static()
