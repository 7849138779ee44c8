"""Are the foreign parts exactly the chosen ones, small enough, and is nothing used that is not there?"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path

DESIGN = Path(__file__).resolve().parents[3] / "src/ovi/design"
VENDOR = DESIGN / "static/design/vendor"
LOCK = json.loads((DESIGN / "vendor.lock").read_text(encoding="utf-8"))


def _icons() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))


def _gz(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def test_every_vendored_file_is_the_one_in_the_lock() -> None:
    locked = {entry["path"]: entry["sha256"] for entry in LOCK["files"]}
    found = {
        str(p.relative_to(VENDOR)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in VENDOR.rglob("*")
        if p.is_file() and p.name != "THIRD_PARTY.md"
    }
    assert found == locked


def test_every_package_has_exact_version_integrity_and_licence_on_record() -> None:
    notice = (VENDOR / "THIRD_PARTY.md").read_text(encoding="utf-8")
    for package in LOCK["packages"]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
        assert package["integrity"].startswith("sha512-")
        assert f"{package['name']} {package['version']} — {package['licence']}" in notice
        assert package["licence"] in {"MIT", "OFL-1.1", "0BSD"}


def test_every_icon_that_is_named_exists() -> None:
    sources = [*DESIGN.rglob("*.html"), DESIGN / "standings.py"]
    text = "".join(p.read_text(encoding="utf-8") for p in sources)
    named = set(re.findall(r'{% icon "([^"]+)"', text)) | set(re.findall(r'icon="([^"]+)"', text))
    named |= set(re.findall(r'Standing\("[a-z]+", "([^"]+)"', text))
    assert len(named) > 10
    assert named <= _icons()


def test_a_pages_styles_and_scripts_stay_light() -> None:
    theme = max(_gz(p) for p in (VENDOR / "themes").glob("*.css"))
    styles = _gz(VENDOR / "designsystemet.css") + theme + _gz(DESIGN / "static/design/ours.css")
    scripts = _gz(VENDOR / "htmx.js") + _gz(DESIGN / "static/design/ours.js")
    assert styles <= 24_000
    assert styles + scripts <= 44_000  # leaves 16 kB of the 60 for the page itself


def test_theme_has_light_and_dark_by_itself() -> None:
    for path in (VENDOR / "themes").glob("*.css"):
        theme = path.read_text(encoding="utf-8")
        assert '[data-color-scheme="auto"]' in theme
        assert "prefers-color-scheme: dark" in theme


def test_styles_use_only_variables_that_the_theme_defines() -> None:
    ours = (DESIGN / "static/design/ours.css").read_text(encoding="utf-8")
    theirs = "".join(p.read_text(encoding="utf-8") for p in VENDOR.rglob("*.css"))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", ours, re.I))
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", ours + theirs, re.I))
    assert used <= defined
