"""How does an installation become ready to run? Django, migrations as ovi_owner, static files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ovi.foundation.refusals import Refused
from ovi.plumbing import database

if TYPE_CHECKING:
    import psycopg


def start_django() -> None:
    """Set Django up in this process, as ovi_app."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovi.site.settings")
    django.setup()


def migrate() -> None:
    """Run all migrations in this process, which must be connected as ovi_owner."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def migrate_in_own_process(environment: dict[str, str] | None = None) -> None:
    """The same from a process that is connected as ovi_app."""
    done = subprocess.run([sys.executable, "-m", "ovi.site.cli", "migrate"], env={**os.environ, **(environment or {})})
    if done.returncode:
        raise Refused("The database could not be migrated; the reason stands above.", code="database.migrate")


def pending_migrations() -> list[str]:
    """Migrations that this version has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _backwards in plan]


def require_migrated() -> None:
    """Refuse to run on a database of another version."""
    if pending := pending_migrations():
        raise Refused(
            f"The database lacks {len(pending)} migrations of this version. Take a backup and run: ovi migrate",
            code="database.behind",
        )


def empty_database() -> None:
    """Throw away every table of a training county; a database that holds anything else is refused."""
    import psycopg

    from ovi.plumbing.settings import Mode, settings

    if settings().mode is Mode.PRODUCTION:
        raise Refused("A production database is never emptied.", code="database.production")
    with psycopg.connect(database.url_for(database.OWNER), autocommit=True) as owner:
        if _holds_more_than_invented(owner):
            raise Refused(
                "This database holds data that was not invented by ovi demo, so it is not emptied. "
                "Use another database or another OVI_VAR.",
                code="database.not_invented",
            )
        owner.execute("drop schema public cascade")
        owner.execute("create schema public authorization ovi_owner")
        owner.execute("grant usage on schema public to ovi_app")


def _holds_more_than_invented(owner: psycopg.Connection[tuple[object, ...]]) -> bool:
    """True unless the database is empty of our tables or carries the mark of the invented county."""
    there = owner.execute("select to_regclass('plumbing_auditevent'), to_regclass('people_person')").fetchone()
    if there is None or None in there:
        tables = owner.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
        return tables != (0,)
    marked = owner.execute("select 1 from plumbing_auditevent where action = 'demo.loaded' limit 1").fetchone()
    people = owner.execute("select 1 from people_person limit 1").fetchone()
    return marked is None and people is not None


def collect_static() -> None:
    """Copy and compress static files where the web server finds them, if they have changed."""
    from django.conf import settings as django_settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}".encode())
    stamp = Path(django_settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())
