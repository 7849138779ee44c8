"""Which foreign styles, fonts, icons and scripts do we ship, and are they exactly the ones we chose?

For maintainers; needs Node (npm). Reads src/ovi/design/vendor.lock, fetches each package without running its
scripts, checks its integrity, and writes static/design/vendor/ with THIRD_PARTY.md. The results are
committed, so that nobody else needs Node. A result whose hash differs from the lock is refused; after a
wanted change run with --accept, read the difference, and commit lock and files together.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DESIGN = Path(__file__).resolve().parents[1] / "src/ovi/design"
LOCK = DESIGN / "vendor.lock"
VENDOR = DESIGN / "static/design/vendor"
Contents = dict[str, bytes]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--accept", action="store_true", help="write the new hashes into vendor.lock")
    accept = parser.parse_args().accept
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        packages = {p["name"]: fetch(p, Path(folder)) for p in lock["packages"]}
        written = build_files(lock, packages, Path(folder))
    faults = [
        f"{entry['path']}: hash is {digest(written[entry['path']])}, the lock says {entry['sha256']}"
        for entry in lock["files"]
        if entry["sha256"] != digest(written[entry["path"]])
    ]
    if faults and not accept:
        print("Nothing written. Differing from vendor.lock:", *faults, sep="\n  ", file=sys.stderr)
        print("If the change is meant, run again with --accept.", file=sys.stderr)
        return 1
    write_all(lock, written, third_party(lock, packages))
    return 0


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fetch(package: Mapping[str, Any], folder: Path) -> Contents:
    """The files of one npm package, its tarball checked against the lock's integrity."""
    spec = f"{package['name']}@{package['version']}"
    command = ["npm", "pack", "--ignore-scripts", "--json", "--pack-destination", str(folder), spec]
    packed = subprocess.run(command, check=True, capture_output=True, text=True)
    tarball = folder / json.loads(packed.stdout)[0]["filename"]
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != package["integrity"]:
        raise SystemExit(f"{spec}: integrity is {found}, the lock says {package['integrity']}. Nothing written.")
    with tarfile.open(tarball) as archive:
        members = [m for m in archive.getmembers() if m.isfile()]
        return {m.name.split("/", 1)[1]: archive.extractfile(m).read() for m in members}  # type: ignore[union-attr]


def build_files(lock: Mapping[str, Any], packages: Mapping[str, Contents], folder: Path) -> Contents:
    """Every file of the lock by its path: as it is, joined from parts, or made from icons or a colour."""
    themes = build_themes(lock["themes"], folder) if lock["themes"] else {}
    made: Contents = {}
    for entry in lock["files"]:
        contents = packages.get(entry["from"], {})
        if entry["how"] == "copy":
            made[entry["path"]] = contents[entry["source"]]
        elif entry["how"] == "styles":
            made[entry["path"]] = join_styles(contents, lock["styles"])
        elif entry["how"] == "sprite":
            made[entry["path"]] = sprite(contents, lock["icons"])
        else:
            made[entry["path"]] = themes[entry["source"]]
    return made


def join_styles(contents: Contents, layers: Mapping[str, list[str]]) -> bytes:
    """Only the components that our templates use, each in the cascade layer that the package gives it."""
    text = "@layer ds.theme, ds.base, ds.components;\n"
    for layer, names in layers.items():
        for name in names:
            text += f"@layer {layer}{{{contents[f'dist/src/{name}.css'].decode().strip()}}}\n"
    return text.encode()


def sprite(contents: Contents, icons: Mapping[str, str]) -> bytes:
    """One SVG with a symbol for each icon, under our own name for it."""
    symbols = []
    for ours, theirs in sorted(icons.items()):
        svg = contents[f"dist/svg/{theirs}.svg"].decode()
        inner = re.sub(r"\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", svg, re.S).group(1)).strip()  # type: ignore[union-attr]
        symbols.append(f'<symbol id="{ours}" viewBox="0 0 24 24">{inner}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def build_themes(themes: Mapping[str, Any], folder: Path) -> Contents:
    """A county's whole palette, light and dark, from its one colour, by Designsystemet's own generator."""
    common = {"typography": {"fontFamily": "Source Sans 3 Variable"}, "borderRadius": 4}
    config = {"outDir": "tokens", "themes": {}}
    for name, colors in themes["counties"].items():
        main = {"main": {"accent": colors["accent"]}, "neutral": colors["neutral"]}
        config["themes"][name] = {"colors": main, **common}  # type: ignore[index]
    (folder / "themes.json").write_text(json.dumps(config), encoding="utf-8")
    run = ["npx", "--yes", f"--package={themes['built_with']}", "designsystemet", "tokens"]
    for step in (["create"], ["build", "-t", "tokens", "-o", "themes"]):
        subprocess.run([*run, *step, "--config", "themes.json"], cwd=folder, check=True, capture_output=True)
    built = {path.stem.replace("-", "_"): path.read_text(encoding="utf-8") for path in folder.glob("themes/*.css")}
    return {
        name: re.sub(r"\n\s*", "\n", text.replace('@charset "UTF-8";\n', "")).encode() for name, text in built.items()
    }


def third_party(lock: Mapping[str, Any], packages: Mapping[str, Contents]) -> bytes:
    """What is foreign, where it came from, and the licence texts that must travel with it."""
    rows = ["| file | package | licence |", "|---|---|---|"]
    by_name = {p["name"]: p for p in lock["packages"]}
    for entry in lock["files"]:
        package = by_name.get(entry["from"])
        source = f"{package['name']} {package['version']}" if package else f"generated with {entry['from']}"
        rows.append(f"| {entry['path']} | {source} | {package['licence'] if package else 'ours (MIT)'} |")
    text = (
        "# What here is made by others\n\nWritten by `tools/vendor_assets.py`; do not edit.\n\n"
        + "\n".join(rows)
        + "\n"
    )
    for package in lock["packages"]:
        text += f"\n## {package['name']} {package['version']} — {package['licence']}\n\n"
        text += f"<{package['homepage']}>\n\n"
        if package["licence_file"]:
            text += "```text\n" + packages[package["name"]][package["licence_file"]].decode().strip() + "\n```\n"
        else:
            text += f"{package['copyright']} The package has no licence file; its manifest says "
            text += f"{package['licence']}.\n"
    return text.encode()


def write_all(lock: dict[str, Any], written: Contents, notice: bytes) -> None:
    for path, content in {**written, "THIRD_PARTY.md": notice}.items():
        target = VENDOR / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        print(f"{len(content):>8} {target.relative_to(DESIGN)}")
    for entry in lock["files"]:
        entry["sha256"] = digest(written[entry["path"]])
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
