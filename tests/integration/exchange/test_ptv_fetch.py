"""Does the fetcher bring the whole catalogue home from a service that fails, and go on after it was killed?"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ovi.directory.models import Service
from ovi.directory.queries import channels_of
from ovi.exchange.fetchers.http import Client
from ovi.exchange.fetchers.ptv import Order, fetch_ptv
from ovi.exchange.importers.ptv import import_ptv
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import system
from tests.standins import ptv_data
from tests.standins.ptv_server import KEY

ROOT = Path(__file__).resolve().parents[3]
AREA = (("WellbeingServiceCounties", "08"),)
SERVICES = 40


@contextmanager
def standin(*options: str) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.standins.ptv_server", "--services", str(SERVICES), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True,
                               env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"})  # fmt: skip
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()


def clock() -> datetime:
    return datetime(2026, 3, 3, 7, tzinfo=UTC)


def impatient(base: str, **more: object) -> Client:
    return Client(base, pause=0, first_wait=0.01, timeout=5, **more)  # type: ignore[arg-type]


def fetch(base: str, folder: Path, version: str, monkeypatch, **more):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("STANDIN_KEY", KEY)
    address = f"{base}/api/v{version}"
    order = Order(address, version, more.pop("areas", AREA), more.pop("since", None), more.pop("batch", 20))
    client = impatient(address, **more)
    key_env = "STANDIN_KEY" if version == "12" else ""
    return fetch_ptv(order, folder, now=clock, key_env=key_env, client=client)


def ids_in(folder: Path, kind: str) -> set[str]:
    rows = [json.loads(line) for path in folder.glob(f"{kind}-*.jsonl") for line in path.read_text().splitlines()]
    return {row.get("id") or row.get("contentId") for row in rows}


@pytest.mark.parametrize("version", ["11", "12"])
@pytest.mark.parametrize("faults", ["none", "all"])
def test_everything_comes_home_whatever_goes_wrong_on_the_way(db, now, tmp_path, monkeypatch, version, faults):
    with standin("--faults", faults) as base:
        manifest = fetch(base, tmp_path / "ptv", version, monkeypatch)
    assert manifest["complete"]
    assert ids_in(tmp_path / "ptv", "services") == {ptv_data.guid("service", number) for number in range(SERVICES)}
    assert len(ids_in(tmp_path / "ptv", "channels")) == SERVICES
    report = import_ptv(tmp_path / "ptv", by=system("test"), now=now)
    assert (report.added, report.refused) == (SERVICES, 0)
    assert all(channels_of(pk) for pk in Service.objects.values_list("pk", flat=True))
    grouped = Service.objects.filter(details__has_key="collections")
    assert {one.source_id for one in grouped} == {ptv_data.guid("service", one) for one in ptv_data.COLLECTED}
    assert grouped[0].details["collections"] == [{"id": ptv_data.COLLECTION, "name": {"fi": "Arjen tuki"}}]


@pytest.mark.parametrize("version", ["11", "12"])
def test_the_whole_country_and_what_changed_since(db, now, tmp_path, monkeypatch, version):
    with standin() as base:
        whole = fetch(base, tmp_path / "whole", version, monkeypatch, areas=())
        assert len(ids_in(tmp_path / "whole", "services")) == SERVICES
        since = datetime(2026, 2, 20, tzinfo=UTC) if version == "11" else datetime(2026, 1, 1, tzinfo=UTC)
        part = fetch(base, tmp_path / "part", version, monkeypatch, since=since)
    assert whole["since"] is None
    assert part["gone"] == [ptv_data.guid("service", 900)]
    changed = ids_in(tmp_path / "part", "services")
    assert 0 < len(changed) < SERVICES if version == "11" else len(changed) == SERVICES
    import_ptv(tmp_path / "whole", by=system("test"), now=now)
    report = import_ptv(tmp_path / "part", by=system("test"), now=now)
    assert (report.added, report.changed, report.vanished) == (0, 0, 0)


@pytest.mark.parametrize("version", ["11", "12"])
def test_a_channel_that_is_named_but_no_longer_given_becomes_a_tombstone(db, now, tmp_path, monkeypatch, version):
    with standin() as base:
        fetch(base, tmp_path / "before", version, monkeypatch)
    import_ptv(tmp_path / "before", by=system("test"), now=now)
    with standin("--vanished", "1") as base:
        manifest = fetch(base, tmp_path / "after", version, monkeypatch)
    assert manifest["gone"] == [ptv_data.guid("channel", 0)]
    assert manifest["complete"]
    report = import_ptv(tmp_path / "after", by=system("test"), now=now)
    assert report.kinds["channels"]["vanished"] == 1
    service = Service.objects.get(source_id=ptv_data.guid("service", 0))
    assert channels_of(service.pk) == ()
    assert service.links.count() == 1  # kept, for it may come back


def test_one_record_that_breaks_every_answer_is_left_out_and_named(tmp_path, monkeypatch):
    bad = ptv_data.guid("channel", 5)
    with standin("--poison", bad) as base:
        manifest = fetch(base, tmp_path / "ptv", "11", monkeypatch, tries=2)
    assert manifest["failed"] == [bad]
    assert not manifest["complete"]
    assert len(ids_in(tmp_path / "ptv", "channels")) == SERVICES - 1


def test_v11_is_never_sent_a_key_and_v12_refuses_to_go_without(tmp_path, monkeypatch):
    monkeypatch.setenv("STANDIN_KEY", KEY)
    with standin() as base:  # answers 500 to any key on v11
        order = Order(f"{base}/api/v11", "11", AREA)
        client = impatient(order.base, tries=1)
        assert fetch_ptv(order, tmp_path / "a", now=clock, key_env="STANDIN_KEY", client=client)["complete"]
        order = Order(f"{base}/api/v12", "12", AREA)
        with pytest.raises(Refused, match="--key-env"):
            fetch_ptv(order, tmp_path / "b", now=clock, client=impatient(order.base))
        monkeypatch.setenv("STANDIN_KEY", "wrong")
        with pytest.raises(Refused) as refused:
            fetch_ptv(order, tmp_path / "b", now=clock, key_env="STANDIN_KEY", client=impatient(order.base))
    assert refused.value.code == "fetch.forbidden"
    assert "wrong" not in "".join(path.read_text() for path in (tmp_path / "b").iterdir())


def test_a_service_that_is_down_is_said_so_and_the_download_is_not_importable(db, now, tmp_path):
    order = Order("http://127.0.0.1:9", "11", AREA)
    with pytest.raises(Refused) as refused:
        fetch_ptv(order, tmp_path / "ptv", now=clock, client=impatient(order.base, tries=2))
    assert refused.value.code == "fetch.unavailable"
    with pytest.raises(Refused) as refused:
        import_ptv(tmp_path / "ptv", by=system("test"), now=now)
    assert refused.value.code == "import.unfinished"


def command(base: str, folder: Path) -> list[str]:
    options = ["--base", f"{base}/api/v11", "--to", str(folder), "--area", ":".join(AREA[0]), "--batch", "2"]
    return [sys.executable, "-m", "ovi.site.cli", "fetch", "ptv", *options, "--pause", "0", "--json"]


def requests_of(base: str) -> int:
    with urllib.request.urlopen(f"{base}/requests") as answer:  # noqa: S310 - our own stand-in
        return int(answer.read())


def test_killed_in_the_middle_it_goes_on_where_it_stopped(tmp_path):
    folder, environment = tmp_path / "ptv", {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with standin("--slow", "0.05") as base:
        process = subprocess.Popen(command(base, folder), env=environment, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while len(list(folder.glob("channels-*.jsonl"))) < 5 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        assert not (folder / "manifest.json").exists()
        done, before = len(list(folder.glob("*.jsonl"))), requests_of(base)
        subprocess.run(command(base, folder), env=environment, check=True, stdout=subprocess.DEVNULL)
        asked_again = requests_of(base) - before - 1
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["complete"]
    assert len(ids_in(folder, "channels")) == SERVICES
    assert asked_again == len(manifest["files"]) - done  # nothing that was there is asked for again


def test_a_folder_of_another_download_is_not_mixed_with_this_one(tmp_path):
    order = Order("http://127.0.0.1:9", "11", AREA)
    for wanted, code in ((order, "fetch.unavailable"), (Order(order.base, "11", ()), "fetch.other")):
        with pytest.raises(Refused) as refused:
            fetch_ptv(wanted, tmp_path / "ptv", now=clock, client=impatient(order.base, tries=1))
        assert refused.value.code == code
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    with pytest.raises(Refused) as refused:
        fetch_ptv(order, tmp_path / "full", now=clock, client=impatient(order.base, tries=1))
    assert refused.value.code == "fetch.full"


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (Order("ftp://example.org", "11"), "fetch.address"),
        (Order("https://example.org", "10"), "fetch.version"),
        (Order("https://example.org", "11", (("Planet", "3"),)), "fetch.area"),
        (Order("https://example.org", "11", batch=500), "fetch.batch"),
    ],
)
def test_what_cannot_be_fetched_is_refused_before_anything_is_asked(tmp_path, order, code):
    with pytest.raises(Refused) as refused:
        fetch_ptv(order, tmp_path / "ptv", now=clock)
    assert refused.value.code == code


def test_waits_grow_and_never_agree(monkeypatch):
    slept: list[float] = []
    client = Client("http://127.0.0.1:9", pause=0, tries=6, timeout=1, sleep=slept.append)
    with pytest.raises(Exception, match="6 tries"):
        client.get("/x")
    assert len(slept) == 5
    assert all(2.0**n * 0.5 <= wait <= 2.0**n for n, wait in enumerate(slept))
