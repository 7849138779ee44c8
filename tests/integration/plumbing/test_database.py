"""Do several processes that start together find roles and database as one alone would?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from ovi.plumbing import database
from tests.database import NAME, admin_url, passwords_of_roles

STARTING, ROUNDS = 8, 5


@pytest.mark.usefixtures("django_db_setup")
def test_processes_that_start_at_the_same_moment_do_not_stumble_over_each_other():
    passwords, made = passwords_of_roles(), f"{NAME}_together"
    try:
        with ThreadPoolExecutor(STARTING) as pool:
            asked = [
                pool.submit(database.prepare, admin_url(), database=made, passwords=passwords)
                for _ in range(STARTING * ROUNDS)
            ]
        assert [one.exception() for one in asked] == [None] * len(asked)
        with psycopg.connect(admin_url()) as admin:
            found = admin.execute("select count(*) from pg_database where datname = %s", [made]).fetchone()
        assert found == (1,)
    finally:
        database.drop(admin_url(), database=made)


def test_the_database_does_not_compile_statements(db):
    with connection.cursor() as cursor:
        cursor.execute("show jit")
        assert cursor.fetchone() == ("off",)
