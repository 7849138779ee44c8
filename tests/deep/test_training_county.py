"""A training county can be made anew, another county can take its place, and nothing else is ever emptied."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg

from ovi.plumbing.postgres import EmbeddedServer


def _ovi(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OVI_MODE": "demo", "OVI_VAR": str(folder)}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "ovi.site.cli", *words], env=environment, capture_output=True, text=True, timeout=300
    )


def _query(folder: Path, statement: str) -> list[tuple[object, ...]]:
    server = EmbeddedServer(folder)
    server.start()
    try:
        password = (folder / "secrets" / "ovi_app").read_text().strip()
        with psycopg.connect(server.url(role="ovi_app", password=password)) as connection:
            return connection.execute(statement).fetchall() if connection else []
    finally:
        server.stop()


def test_reset_makes_the_same_county_anew_and_another_one_in_its_place(tmp_path):
    folder = tmp_path / "var"
    make = ("demo", "--no-server", "--residents", "200")
    assert _ovi(folder, *make).returncode == 0
    people = _query(folder, "select henkilotunnus from people_person order by id")
    assert len(people) == 200

    assert _ovi(folder, *make, "--reset").returncode == 0
    assert _query(folder, "select henkilotunnus from people_person order by id") == people, "same seed, same county"

    other = _ovi(folder, *make, "--county", "ita_uusimaa")
    assert other.returncode == 1
    assert "--reset" in other.stderr
    assert _ovi(folder, *make, "--county", "ita_uusimaa", "--reset").returncode == 0
    counties = _query(folder, "select distinct county from directory_municipality m join people_person p "
                              "on p.municipality_id = m.code")  # fmt: skip
    assert counties == [("ita_uusimaa",)]
    assert _ovi(folder, "doctor").returncode == 0


def test_a_database_with_people_of_its_own_is_never_emptied(tmp_path):
    folder = tmp_path / "var"
    assert _ovi(folder, "migrate").returncode == 0
    server = EmbeddedServer(folder)
    server.start()
    password = (folder / "secrets" / "ovi_app").read_text().strip()
    with psycopg.connect(server.url(role="ovi_app", password=password), autocommit=True) as connection:
        connection.execute(
            "insert into people_person (subject_key, first_name, last_name, sort_name, language, interpreter_language, "
            "postal_code, phone, email, non_disclosure, highest_care_allowance) "
            "values (gen_random_uuid(), 'Oikea', 'Ihminen', 'ihminen', 'fi', '', '', '', '', false, false)"
        )
    server.stop()
    refused = _ovi(folder, "demo", "--no-server", "--residents", "200", "--reset")
    assert refused.returncode == 1
    assert "not emptied" in refused.stderr
    assert _query(folder, "select count(*) from people_person") == [(1,)]
