"""How do tests get a database? A fresh one per test process, migrated as ovi_owner, used as ovi_app.

The server is the embedded one, or the one that OVI_TEST_ADMIN_URL (a superuser's address) names.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parents[1]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_FOLDER = hashlib.sha256(str(ROOT).encode()).hexdigest()[:6]
TEMPLATE = f"ovi_tpl_{_FOLDER}"
NAME = f"ovi_test_{_FOLDER}_{WORKER}"


def use_test_settings() -> None:
    """Before Django is configured: test mode, a folder of its own, no address from the developer's shell."""
    os.environ["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT)))  # for processes that tests start
    os.environ["OVI_MODE"] = "test"
    os.environ["OVI_VAR"] = os.environ.get("OVI_TEST_VAR", str(ROOT / "var" / "test"))
    Path(os.environ["OVI_VAR"], "static").mkdir(parents=True, exist_ok=True)  # the file server looks for it
    os.environ["OVI_COUNTY"] = "pirkanmaa"
    os.environ.pop("DATABASE_URL", None)
    if admin := os.environ.get("OVI_TEST_ADMIN_URL"):
        from ovi.plumbing import database

        passwords = database.RolePasswords(owner="owner-of-tests", app="app-of-tests")
        database.prepare(admin, database=NAME, passwords=passwords)
        os.environ["DATABASE_URL"] = _address(admin, "ovi_app", "app-of-tests")
        os.environ["OVI_OWNER_DATABASE_URL"] = _address(admin, "ovi_owner", "owner-of-tests")
    os.environ["DJANGO_SETTINGS_MODULE"] = "ovi.site.settings"


def _address(admin: str, role: str, password: str, name: str = NAME) -> str:
    parts = {**conninfo_to_dict(admin), "user": role, "password": password, "dbname": name}
    return make_conninfo("", **{key: str(value) for key, value in parts.items()})


def admin_url() -> str:
    """The superuser's address of the server in use."""
    from ovi.plumbing.database import ensure_embedded

    return os.environ.get("OVI_TEST_ADMIN_URL") or ensure_embedded().superuser_url


def make_database() -> str:
    """A fresh database for this process, copied from a template that is migrated once per set of migrations."""
    from ovi.plumbing import database

    admin, version = admin_url(), _migrations_version()
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(703)")
        known = connection.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [TEMPLATE]
        ).fetchone()
        if known != (version,):
            database.drop(admin, database=TEMPLATE)
            passwords = passwords_of_roles()
            database.prepare(admin, database=TEMPLATE, passwords=passwords)
            _migrate(_address(admin, "ovi_owner", passwords.owner, TEMPLATE))
            connection.execute(
                sql.SQL("comment on database {} is {}").format(sql.Identifier(TEMPLATE), sql.Literal(version))
            )
        database.drop(admin, database=NAME)
        connection.execute(
            sql.SQL("create database {} template {} owner ovi_owner").format(
                sql.Identifier(NAME), sql.Identifier(TEMPLATE)
            )
        )
    return NAME


def empty_all_tables() -> None:
    """For tests that commit: everything but the bookkeeping of migrations is emptied, as superuser."""
    with psycopg.connect(_superuser_of(NAME), autocommit=True) as connection:
        rows = connection.execute(
            "select tablename from pg_tables where schemaname = 'public' "
            "and tablename not in ('django_migrations', 'django_content_type')"
        ).fetchall()
        names = sql.SQL(", ").join(sql.Identifier(name) for (name,) in rows)
        connection.execute(sql.SQL("truncate {} restart identity cascade").format(names))


def superuser_connection() -> psycopg.Connection[tuple[object, ...]]:
    """A superuser inside the test database: what an attacker with the database's own rights could do."""
    return psycopg.connect(_superuser_of(NAME), autocommit=True)


def _superuser_of(name: str) -> str:
    parts = {**conninfo_to_dict(admin_url()), "dbname": name}
    return make_conninfo("", **{key: str(value) for key, value in parts.items()})


def passwords_of_roles():  # type: ignore[no-untyped-def]
    from ovi.plumbing.database import RolePasswords
    from ovi.plumbing.settings import kept_secret

    if os.environ.get("OVI_TEST_ADMIN_URL"):
        return RolePasswords(owner="owner-of-tests", app="app-of-tests")
    return RolePasswords(owner=kept_secret("ovi_owner"), app=kept_secret("ovi_app"))


def _migrations_version() -> str:
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src" / "ovi").glob("*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(owner_url: str) -> None:
    from ovi.site.prepare import migrate_in_own_process

    migrate_in_own_process({"DATABASE_URL": owner_url, "OVI_OWNER_DATABASE_URL": owner_url, "OVI_DB_ROLE": "ovi_owner"})
