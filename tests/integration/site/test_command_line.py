"""What the command line says to bad input: plain words on standard error, exit status 1, nothing half-done."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ovi.foundation.definitions import definitions_root


def ovi(*words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `ovi` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ovi.site.cli", *words],
        capture_output=True, text=True, input=stdin, timeout=120, env={**os.environ, **environment},
    )  # fmt: skip


def refused(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("ovi: ")
    return done.stderr


def test_an_unknown_county_is_refused_with_the_known_ones():
    message = refused(ovi("demo", "--county", "atlantis", "--no-server", OVI_MODE="demo"))
    assert "ita_uusimaa" in message
    assert "pirkanmaa" in message


def test_an_occupied_port_is_refused_before_anything_is_prepared(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        message = refused(ovi("demo", "--port", str(port), OVI_MODE="demo", OVI_VAR=str(tmp_path / "var")))
    assert f"Port {port}" in message
    assert "--port" in message
    assert not (tmp_path / "var" / "postgres").exists()


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("in the way")
    message = refused(ovi("migrate", OVI_VAR=str(tmp_path / "file" / "var")))
    assert "OVI_VAR" in message


def test_a_measure_that_names_a_missing_column_computes_nothing_and_says_what_columns_there_are(tmp_path):
    measures = tmp_path / "indicators"
    measures.mkdir()
    text = (definitions_root() / "indicators" / "digital_share.yaml").read_text(encoding="utf-8")
    (measures / "digital_share.yaml").write_text(text.replace("  mode: {not", "  mood: {not"), encoding="utf-8")
    words = ("indicators", "run", "--facts", str(tmp_path), "--period", "2026-01")
    message = refused(ovi(*words, OVI_DEFINITIONS=str(tmp_path)))
    for told in ("digital_share.yaml:", "“digital_share”", "have no column mood", "known: ", " mode, "):
        assert told in message
    broken = json.loads(ovi(*words, "--json", OVI_DEFINITIONS=str(tmp_path)).stderr)
    assert broken["refused"] == "indicators.invalid_definition"
    assert broken["faults"][0]["where"].startswith(str(measures / "digital_share.yaml:"))


def test_a_database_that_does_not_answer_is_refused(tmp_path):
    url = "postgresql://ovi_app:x@127.0.0.1:1/ovi"
    message = refused(ovi("audit", "verify", DATABASE_URL=url, OVI_VAR=str(tmp_path)))
    assert "DATABASE_URL" in message
    assert ":x@" not in message


def test_an_address_of_another_kind_is_refused(tmp_path):
    message = refused(ovi("audit", "verify", DATABASE_URL="mysql://root@localhost/ovi", OVI_VAR=str(tmp_path)))
    assert "PostgreSQL" in message


def test_production_without_secrets_is_refused_with_every_fault(tmp_path):
    done = ovi("audit", "verify", "--json", OVI_MODE="production", OVI_VAR=str(tmp_path), DATABASE_URL="")
    assert done.returncode == 1
    wanted = {"OVI_SECRET_KEY", "DATABASE_URL", "OVI_HTTPS", "OVI_FACTS_KEY"}
    assert wanted <= {fault["where"] for fault in json.loads(done.stderr)["faults"]}


def test_the_demo_is_refused_in_production(tmp_path):
    environment = {
        "OVI_MODE": "production", "OVI_VAR": str(tmp_path), "OVI_HTTPS": "true",
        "OVI_SECRET_KEY": "kJ8#mPq2Lx9vR4tB7nW3" * 3, "OVI_FACTS_KEY": "another-long-key",
        "DATABASE_URL": "postgresql://ovi_app:x@127.0.0.1:1/ovi",
    }  # fmt: skip
    assert "never runs in production" in refused(ovi("demo", "--no-server", **environment))


def test_a_setting_of_the_wrong_kind_is_named(tmp_path):
    assert "OVI_WORKERS" in refused(ovi("audit", "verify", OVI_WORKERS="many", OVI_VAR=str(tmp_path)))


def test_a_batch_with_faults_is_refused_whole(tmp_path):
    path = tmp_path / "matters.jsonl"
    path.write_text('{"id": "1", "service_line": "primary_care"}\n{"id": "2", "wrong": true}\nnot json\n')
    done = ovi("law", "due", "--batch", str(path))
    message = refused(done)
    assert done.stdout == ""
    assert "line 2" in message
    assert "line 3" in message


def test_law_due_answers_line_by_line(tmp_path):
    matter = {"id": "a", "service_line": "oral_health", "register": "patient", "birth_date": "1980-05-05",
              "contact_at": "2026-03-02", "assessed_at": "2026-03-02", "care_reason": "new_symptoms"}  # fmt: skip
    path = tmp_path / "matters.jsonl"
    path.write_text(json.dumps(matter) + "\n")
    done = ovi("law", "due", "--batch", str(path))
    due = {clock["rule_id"]: clock["due_on"] for clock in json.loads(done.stdout)["clocks"]}
    assert due["ORAL-6M-ADULT"] == "2026-09-02"


def test_law_due_answers_what_can_be_read_only_once_as_it_reads(tmp_path):
    """From stdin and from a pipe: the answers before the first wrong line, then all that is wrong."""
    lines = '{"id": "1"}\n{"id": "2", "wrong": true}\n{"id": "3"}\nnot json\n'
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(lines,), daemon=True)
    writer.start()
    for done in (ovi("law", "due", "--batch", "-", stdin=lines), ovi("law", "due", "--batch", str(pipe))):
        message = refused(done)
        assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1"]
        assert "line 2: wrong: unknown field" in message
        assert "line 4" in message
    writer.join(10)


def test_a_batch_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "matters.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n')
    command = [sys.executable, "-m", "ovi.site.cli", "law", "due", "--batch"]
    with path.open("rb") as file:
        streamed = subprocess.run([*command, "-"], stdin=file, capture_output=True, text=True, timeout=120)
    for done in (ovi("law", "due", "--batch", str(path)), streamed):
        assert "cannot be read as text" in refused(done)


def test_a_database_that_is_not_migrated_is_refused_with_what_to_do(tmp_path):
    assert "ovi migrate" in refused(ovi("audit", "verify", OVI_VAR=str(tmp_path / "var"), DATABASE_URL=""))


@pytest.mark.parametrize("words", [["nothing"], ["law"], ["import", "ptv"]])
def test_a_command_that_is_not_there_says_what_is(words):
    done = ovi(*words)
    assert done.returncode == 2
    assert "usage: ovi" in done.stderr


def test_help_needs_no_database(tmp_path):
    done = ovi("--help", OVI_VAR=str(tmp_path / "never"))
    assert done.returncode == 0
    assert "demo" in done.stdout
    assert not Path(tmp_path / "never").exists()
