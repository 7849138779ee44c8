"""Which database, as which of the two roles? ovi_owner migrates; ovi_app runs and may not rewrite the logs."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from typing import Any, Literal

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from ovi.foundation.refusals import Refused
from ovi.plumbing.postgres import DATABASE, EmbeddedServer, embedded
from ovi.plumbing.settings import kept_secret, settings

Role = Literal["ovi_app", "ovi_owner"]
APP: Role = "ovi_app"
OWNER: Role = "ovi_owner"
MINIMUM_VERSION = 15

_server: EmbeddedServer | None = None
_ONE_AT_A_TIME = 703_045  # advisory lock, held until the connection is closed


@dataclass(frozen=True, slots=True)
class RolePasswords:
    owner: str
    app: str


def url_for(role: Role, *, database: str | None = None) -> str:
    """The connection address for `role`; starts and prepares the embedded server when no DATABASE_URL is set."""
    read = settings()
    if read.database_url:
        if role == APP:
            return read.database_url
        if not read.owner_database_url:
            raise Refused(
                "Migrations run as ovi_owner: set OVI_OWNER_DATABASE_URL beside DATABASE_URL.",
                code="database.owner_missing",
            )
        return read.owner_database_url
    server = ensure_embedded()
    return server.url(role=role, password=kept_secret(role), database=database or DATABASE)


def ensure_embedded() -> EmbeddedServer:
    """The embedded server, running and with both roles and the database; let go at the end of this process."""
    global _server
    if _server is None:
        server = embedded()
        server.start()
        atexit.register(server.stop)
        passwords = RolePasswords(owner=kept_secret(OWNER), app=kept_secret(APP))
        prepare(server.superuser_url, database=DATABASE, passwords=passwords)
        _server = server
    return _server


def prepare(admin_url: str, *, database: str, passwords: RolePasswords) -> None:
    """Make the two roles and the database, as an administrator of the server. Safe to repeat.

    ovi_app gets rows of tables that ovi_owner makes, never the tables themselves; the migrations of
    `plumbing` take back UPDATE and DELETE on the logs.
    """
    with psycopg.connect(admin_url, autocommit=True) as admin:
        # Web and job processes start together, and PostgreSQL refuses two changes of one role at once.
        admin.execute("select pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        for role, password in ((OWNER, passwords.owner), (APP, passwords.app)):
            known = admin.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
            verb = sql.SQL("alter" if known else "create")
            admin.execute(
                sql.SQL("{} role {} login nosuperuser nocreatedb nocreaterole password {}").format(
                    verb, sql.Identifier(role), sql.Literal(password)
                )
            )
            # No page reads enough rows to repay compiling; where a young table's size is guessed, PostgreSQL compiles
            # all the same, up to two seconds for a statement that finds one row.
            admin.execute(sql.SQL("alter role {} set jit = off").format(sql.Identifier(role)))
        if not admin.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
            admin.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(OWNER)))
            admin.execute(
                sql.SQL("create database {} owner {} template template0 encoding 'UTF8'").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
            with psycopg.connect(_with_database(admin_url, database), autocommit=True) as inside:
                _grant(inside)


def _grant(connection: psycopg.Connection[Any]) -> None:
    owner, app = sql.Identifier(OWNER), sql.Identifier(APP)
    for statement in (
        "revoke all on schema public from public",
        "alter schema public owner to {owner}",
        "grant usage on schema public to {app}",
        "alter default privileges for role {owner} grant select, insert, update, delete on tables to {app}",
        "alter default privileges for role {owner} grant usage, select on sequences to {app}",
    ):
        connection.execute(sql.SQL(statement).format(owner=owner, app=app))


def drop(admin_url: str, *, database: str) -> None:
    """Drop the database with everything in it (training counties and tests)."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def _with_database(url: str, database: str) -> str:
    parts = conninfo_to_dict(url)
    parts["dbname"] = database
    return psycopg.conninfo.make_conninfo("", **{key: str(value) for key, value in parts.items()})


def django_database(role: Role) -> dict[str, Any]:
    """The DATABASES["default"] of Django for `role`."""
    url = url_for(role)
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise Refused(
            "DATABASE_URL is not an address of PostgreSQL. It looks like postgresql://ovi_app:password@host:5432/ovi.",
            code="database.address",
        ) from error
    keep = {key: value for key, value in parts.items() if key not in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname"),
        "USER": parts.get("user"),
        "PASSWORD": parts.get("password"),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": {
            "application_name": f"ovi {role}",
            "connect_timeout": 5,
            # A statement asked for the third time on a connection is kept there ready to run (decision 32).
            "server_side_binding": True,
            "prepare_threshold": 3,
            **keep,
        },
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
