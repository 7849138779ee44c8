"""The supervisor restarts what dies and leaves nothing behind; the embedded server survives kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg
import pytest

from ovi.foundation.refusals import Refused
from ovi.plumbing.postgres import EmbeddedServer
from ovi.site.serve import Program


def _until(condition, seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_killed_program_starts_again_and_a_stopped_one_leaves_no_child(tmp_path):
    notes = tmp_path / "pids"
    source = f"""
        import os, subprocess, sys, time
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        with open({str(notes)!r}, "a") as file:
            file.write(f"{{os.getpid()}} {{child.pid}}\\n")
        time.sleep(60)
    """
    program = Program("sleeper", [sys.executable, "-c", textwrap.dedent(source)])
    program.tend(time.monotonic())
    _until(lambda: notes.exists() and notes.read_text().count("\n") == 1)
    first, first_child = map(int, notes.read_text().split())
    os.kill(first, signal.SIGKILL)

    def tended() -> bool:
        program.tend(time.monotonic())
        return notes.read_text().count("\n") == 2

    _until(tended)
    assert not _alive(first_child), "the killed program's child must not live on"
    second, second_child = map(int, notes.read_text().splitlines()[1].split())
    program.stop()
    program.wait(5)
    _until(lambda: not _alive(second) and not _alive(second_child))


def test_a_program_that_dies_at_once_is_tried_ever_more_seldom():
    program = Program("broken", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses = set()
    for _ in range(3):
        program.not_before = 0
        program.tend(time.monotonic())
        assert program.process is not None
        program.process.wait()
        program.tend(time.monotonic())
        pauses.add(program.pause)
    assert pauses == {1.0, 2.0, 4.0}


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setattr("ovi.plumbing.postgres.kept_secret", lambda name: f"secret-{name}")
    made = EmbeddedServer(tmp_path)
    yield made
    made.stop()


def _postmaster(server: EmbeddedServer) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])


def test_committed_rows_survive_kill_nine_of_the_server(server):
    server.start()
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute("create table kept (n int)")
        connection.execute("insert into kept select generate_series(1, 1000)")
    pid = _postmaster(server)
    os.kill(pid, signal.SIGKILL)
    _until(lambda: not _alive(pid))
    assert not server.answers()
    server.start()
    with psycopg.connect(server.superuser_url) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (1000,)


def test_the_server_stops_only_when_its_last_user_is_gone(server, tmp_path):
    server.start()
    other = EmbeddedServer(tmp_path)
    other.start()
    server.stop()
    assert other.answers()
    pid = _postmaster(other)
    other.stop()
    _until(lambda: not _alive(pid))


def test_the_server_asks_for_a_password_and_listens_to_no_network(server):
    server.start()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url(role="postgres", password="wrong", database="postgres"))
    listening = subprocess.run(["/bin/sh", "-c", "cat /proc/net/tcp /proc/net/tcp6"], capture_output=True, text=True)
    assert f":{5432:04X} " not in listening.stdout or not _listens(_postmaster(server))


def _listens(pid: int) -> bool:
    links = [str(handle.readlink()) for handle in Path(f"/proc/{pid}/fd").iterdir()]
    inodes = {link[8:-1] for link in links if link.startswith("socket:[")}
    rows = (Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()).splitlines()
    return any(row.split()[9] in inodes for row in rows if len(row.split()) > 9 and row.split()[3] == "0A")


def test_no_folder_that_was_there_before_is_loosened(tmp_path, monkeypatch):
    monkeypatch.setattr("ovi.plumbing.postgres.kept_secret", lambda name: f"secret-{name}")
    outer = tmp_path / "private"
    inner = outer / "var"
    inner.mkdir(parents=True)
    outer.chmod(0o700)
    inner.chmod(0o700)
    made = EmbeddedServer(inner)
    made.start()
    try:
        assert outer.stat().st_mode & 0o777 == 0o700
        assert inner.stat().st_mode & 0o777 == 0o700
    finally:
        made.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_root_s_server_runs_where_neither_var_nor_the_wheel_can_be_reached(tmp_path, monkeypatch):
    monkeypatch.setattr("ovi.plumbing.postgres.kept_secret", lambda name: f"secret-{name}")
    monkeypatch.setattr("ovi.plumbing.postgres._reachable_by_others", lambda path: False)
    made = EmbeddedServer(tmp_path)
    made.start()
    try:
        assert made.answers()
        assert tmp_path not in made.home.parents
        assert EmbeddedServer(tmp_path).home == made.home, "the folder is remembered"
    finally:
        made.stop()
    (tmp_path / "postgres.home").unlink()
    other = tmp_path / "other"
    other.mkdir()
    assert EmbeddedServer(other).home != made.home
    assert not made.home.exists(), "a folder whose OVI_VAR is gone is cleared away"


def test_a_server_that_cannot_start_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr("ovi.plumbing.postgres.kept_secret", lambda name: f"secret-{name}")
    made = EmbeddedServer(tmp_path)
    made.start()
    made.stop()
    with (made.data / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = 'much'\n")
    with pytest.raises(Refused, match="shared_buffers"):
        made.start()
