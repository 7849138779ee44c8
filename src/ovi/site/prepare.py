"""How does a database become ready? Migrations as ovi_owner, then the cache table."""

from __future__ import annotations

import os
import subprocess
import sys


def migrate() -> None:
    """Run all migrations in this process, which must be connected as ovi_owner."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def migrate_in_own_process(environment: dict[str, str] | None = None) -> None:
    """The same from a process that is connected as ovi_app."""
    subprocess.run(
        [sys.executable, "-m", "ovi.site.cli", "migrate"],
        check=True,
        env={**os.environ, **(environment or {})},
    )
