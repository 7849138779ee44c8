"""The two commands work for a person without root, with Debian's own Python, and without the shared data."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.mark.skipif(os.geteuid() != 0, reason="this test becomes another user, which only root can")
def test_demo_is_prepared_by_an_ordinary_user_from_a_fresh_clone():
    home = Path("/var/tmp/ovi-ordinary-user")  # noqa: S108 - a folder that another user can reach
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", str(ROOT), str(home / "clone")], check=True)
    user = pwd.getpwnam("nobody")
    subprocess.run(["chown", "-R", f"{user.pw_uid}:{user.pw_gid}", str(home)], check=True)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "PYTHON": SYSTEM_PYTHON, "LANG": "C.UTF-8"}
    environment |= {key: value for key, value in os.environ.items() if key.startswith(("PIP_", "UV_"))}

    def run(*words: str) -> str:
        done = subprocess.run(
            words, cwd=home / "clone", env=environment, user=user.pw_uid, group=user.pw_gid, extra_groups=[],
            capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    try:
        run("make", "demo", "ARGS=--no-server --residents 300")
        report = run(".venv/bin/ovi", "doctor")
        assert "PostgreSQL 18 answers as ovi_app" in report
        assert (home / "clone" / "var" / "secrets").stat().st_mode & 0o077 == 0
    finally:
        shutil.rmtree(home, ignore_errors=True)
