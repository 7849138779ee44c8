"""Shared fixtures: the database, a moment to act at, actors, the research data."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.utils import translation

from tests import database

# What stands together is made once, by one process: the journeys' product with its county and browser, a county for a
# file's tests. (xdist's own groups are written into a name that pytest 9 no longer reads, so they keep nothing.)
TOGETHER = ("tests/journeys/", "tests/integration/demo/test_loaded.py", "tests/integration/demo/test_sign_in.py")

database.use_test_settings()
django.setup()
# A password is hashed slowly on purpose, a third of a second each time; what the tests ask is who comes in with which.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Every test goes to whoever is free, the longest row of those that stand together first."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((together for together in TOGETHER if nodeid.startswith(together)), nodeid)

    return Scheduling(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now lives to the end: walking over it for garbage again and again took up to half the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> None:
    """A fresh database of our own making: Django's maker would make it as the running role."""
    from django.db import connection

    name = database.make_database()
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """For what really commits (other processes, jobs, crashes). Emptied afterwards."""
    from django.db import connection

    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connection.close()
            database.empty_all_tables()


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """A transaction around a module's tests: what a fixture of the module writes once is there for each of them.

    Each test still has its own inside it (`db`), so that it meets what the fixture made and nothing of its neighbours.
    Not for a module with `committed_db`.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), translation.override("fi"), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def finnish() -> None:
    """Every test begins in Finnish, whatever the one before it left active."""
    translation.activate("fi")


@pytest.fixture(scope="session")
def now() -> datetime:
    """A plain Tuesday morning in Helsinki: 2026-03-03 09:12."""
    return datetime(2026, 3, 3, 7, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The research data beside the project; tests that need it are skipped with a clear word where it is absent."""
    path = Path(os.environ.get("OVI_SHARED", database.ROOT.parent / "shared")) / "data"
    if not path.is_dir():
        pytest.skip(f"the shared research data is not at {path}; set OVI_SHARED to run this test")
    return path
