"""The documents are part of the product: their words, links, map and records agree with the code."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
from enum import StrEnum
from pathlib import Path

import pytest

import ovi
from ovi.engines.facts import codes
from ovi.site.cli import parser
from ovi.site.commands import TABLE

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
VOCABULARIES = ("ovi.law.vocabulary", "ovi.law.standing", "ovi.plumbing.actor")
# Lists of codes that are no terms of ours: ISO languages, and words between our own tables only.
NO_TERMS = {"LANGUAGES", "CLOCK_STATUSES", "BOOKABLE"}


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _enums() -> dict[str, type[StrEnum]]:
    rooms = [f"ovi.{room.name}.states" for room in pkgutil.iter_modules(ovi.__path__)]
    names = [name for name in rooms if (ROOT / "src" / Path(*name.split(".")).with_suffix(".py")).exists()]
    return {
        f"{name}.{kind.__name__}": kind
        for name in (*names, *VOCABULARIES)
        for kind in vars(importlib.import_module(name)).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum and kind.__module__ == name
    }


TERMS = {name: tuple(kind) for name, kind in _enums().items()} | {
    f"facts.{name}": value
    for name, value in vars(codes).items()
    if name.isupper() and isinstance(value, tuple) and name not in NO_TERMS
}


def _missing(values: tuple[str, ...], glossary: str) -> list[str]:
    return [value for value in values if not re.search(rf"^\|[^|]*`{re.escape(value)}`", glossary, re.MULTILINE)]


def test_the_domain_has_its_vocabularies():
    assert {"ServiceLine", "Profession", "Role", "CaseState", "CloseReason", "Channel", "ClockStart", "ClockStop"} <= {
        name.rsplit(".", 1)[1] for name in TERMS
    }
    assert codes.SEGMENTS in TERMS.values()


@pytest.mark.parametrize("name", TERMS)
def test_every_domain_value_stands_in_the_glossary(name):
    missing = _missing(TERMS[name], GLOSSARY)
    assert not missing, f"{name}: {missing} not in GLOSSARY.md; add them with their Finnish, Swedish and English"


def test_a_value_that_is_missing_would_be_found():
    assert _missing(("no_such_value", "nurse"), GLOSSARY) == ["no_such_value"]


def test_every_row_of_the_glossary_is_whole():
    rows = [line for line in GLOSSARY.splitlines() if line.startswith("| `")]
    assert len(rows) > 150
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 5, row
        assert all(cells), f"an empty cell: {row}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=_id)
def test_every_link_to_a_file_leads_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("https://", "http://", "mailto:", "#")):
            continue
        there = (path.parent / target.split("#")[0]).resolve()
        assert there.is_relative_to(ROOT), f"{target} leads out of the project"
        assert there.exists(), f"{_id(path)}: {target} leads nowhere"


def _commands_named(text: str) -> list[str]:
    """What a reader is told to type after `ovi`: in a code span, or at the start of a line or pipe of a block."""
    return re.findall(r"(?:^|\| |`)(?:\.venv/bin/)?ovi ([a-z][^\n`#…]*)", text, re.MULTILINE)


def _options(command: str) -> set[str]:
    own = parser()
    for word in command.split():
        own = own._subparsers._group_actions[0].choices[word]
    return {option for action in own._actions for option in action.option_strings}


def _wrong(said: str) -> str | None:
    name = next(
        (one for one in sorted((c.name for c in TABLE), key=len, reverse=True) if f"{said} ".startswith(f"{one} ")), ""
    )
    if not name:
        return f"there is no command: ovi {said}"
    unknown = set(re.findall(r"(?<=\s)--[a-z-]+", said)) - _options(name)
    return f"ovi {name} has no {', '.join(sorted(unknown))}" if unknown else None


@pytest.mark.parametrize("path", DOCUMENTS, ids=_id)
def test_every_command_that_a_document_names_can_be_typed(path):
    said = _commands_named(path.read_text(encoding="utf-8"))
    assert [fault for one in said if (fault := _wrong(one.strip()))] == []


def test_a_command_that_is_not_there_would_be_found():
    assert _commands_named("type `ovi mend` or\n.venv/bin/ovi law due --batch -\n") == ["mend", "law due --batch -"]
    assert _wrong("mend")
    assert _wrong("indicators run --store")
    assert _wrong("law due --batch -") is None


def _entries(tree: str) -> set[str]:
    """The folders that stand one step inside src/ovi/ in a map: `  name/   what it is`."""
    inside = tree.split("src/ovi/", 1)[1].split("\n", 1)[1]
    found = []
    for line in inside.splitlines():
        if not line.startswith("  "):
            break
        if match := re.match(r"  (\w+)/ {2,}\S", line):
            found.append(match[1])
    assert len(found) == len(set(found))
    return set(found)


def test_the_map_in_the_readme_names_exactly_the_packages_there_are():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    tree = next(block for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) if "src/ovi/" in block)
    assert _entries(tree) == {room.name for room in pkgutil.iter_modules(ovi.__path__) if room.ispkg}


def test_the_map_in_the_readme_names_only_folders_and_files_there_are():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    tree = next(block for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) if "src/ovi/" in block)
    tops = re.findall(r"^([\w./]+?)/? {2,}\S", tree, re.MULTILINE)
    assert len(tops) > 5
    assert [name for name in tops if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", DECISIONS, ids=_id)
def test_every_decision_record_is_whole_and_short(path):
    text = path.read_text(encoding="utf-8")
    number = int(path.name[:4])
    assert text.startswith(f"# {number}. ")
    assert re.search(r"^Status: (proposed|accepted|replaced by \d+), \d{4}-\d\d-\d\d", text, re.MULTILINE)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]
    assert text.count("\n") <= 40


def test_decision_records_are_numbered_without_gaps_and_listed():
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for path in [*DECISIONS, *(ROOT / "docs").glob("*/*.md")]:
        assert f"({path.relative_to(ROOT / 'docs').as_posix()})" in index, f"{path.name} is not in docs/README.md"


# Where this was written and how it was fetched is nobody's business, and would be wrong elsewhere.
PRIVATE = {
    r"(?<![\w./}])/(?:work|root|home/\w+|Users/\w+)/": "a path of one machine",
    r"(?:index-url|--registry)[ =]+https?:|https?://(?:[\w-]+\.)*(?:pypi|npmjs|pythonhosted|yarnpkg)\b": "a registry",
    r"\b(?:artifactory|nexus)\.[a-z]|\bsub-?agent": "an internal tool",
}
TEXT_ENDINGS = {
    ".md",
    ".py",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".html",
    ".css",
    ".js",
    ".json",
    ".lock",
    ".po",
    ".cfg",
    "",
}


def _tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT_ENDINGS and path.is_file() and path != Path(__file__)]


def test_no_tracked_text_names_a_machine_or_a_registry():
    found = []
    for path in _tracked():
        text = path.read_text(encoding="utf-8", errors="replace")
        for pattern, what in PRIVATE.items():
            found += [f"{_id(path)}: {what}: {match[0]}" for match in re.finditer(pattern, text)]
    assert found == []


def test_the_published_specifications_are_fresh():
    pages = importlib.import_module("tools.spec_pages").pages()
    assert {path.name for path in pages} >= {"spec-law.md", "spec-indicators.md"}
    for path, text in pages.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale; run make docs"
