"""The wheel carries everything: definitions, texts, looks. Installed elsewhere it works without the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    clone = folder / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(clone)],
        check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_definitions_texts_and_looks(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for wanted in (
        "ovi/_definitions/law/terveydenhuoltolaki-1326-2010.yaml",
        "ovi/_definitions/counties/pirkanmaa/county.yaml",
        "ovi/contact/locale/sv/LC_MESSAGES/django.mo",
        "ovi/design/static/design/vendor/designsystemet.css",
        "ovi/desks/templates/desks/front.html",
    ):
        assert wanted in names, wanted
    assert not [name for name in names if name.startswith(("tests/", "bench/", "tools/"))]


def test_installed_elsewhere_it_answers_from_its_own_definitions(wheel, tmp_path):
    target = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    matter = {
        "id": "1", "service_line": "primary_care", "register": "patient", "birth_date": "2010-01-01",
        "contact_at": "2026-03-02", "assessed_at": "2026-03-02", "care_reason": "illness",
        "general_medicine": True, "plan_based": False, "certificate_only": False, "preventive": False,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "ovi.site.cli", "law", "due", "--batch", "-"],
        input=json.dumps(matter), capture_output=True, text=True, cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(target), "OVI_VAR": str(tmp_path / "var")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    due = {clock["rule_id"]: clock["due_on"] for clock in json.loads(done.stdout)["clocks"]}
    assert due["PHC-14D-U23"] == "2026-03-16"
