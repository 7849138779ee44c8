"""The tables are total: states, permissions, events, jobs, settings and commands leave nothing out."""

from __future__ import annotations

import importlib
import pkgutil
import re
from enum import StrEnum
from pathlib import Path

import pytest

import ovi
from ovi.plumbing.actor import Role
from ovi.plumbing.events import EVENTS, HANDLERS, JOBS
from ovi.plumbing.permissions import PERMISSIONS
from ovi.plumbing.relations import RELATIONS
from ovi.plumbing.settings import OviSettings
from ovi.site.commands import TABLE

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src" / "ovi").rglob("*.py")}


def _import_everything() -> None:
    for module in pkgutil.walk_packages(ovi.__path__, "ovi."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)


_import_everything()
STATE_TABLES = [
    (f"{module.__name__}.{name}", table)
    for module in (importlib.import_module(f"ovi.{room.name}.states") for room in pkgutil.iter_modules(ovi.__path__)
                   if (ROOT / "src" / "ovi" / room.name / "states.py").exists())
    for name, table in vars(module).items()
    if name.endswith("TRANSITIONS")
]  # fmt: skip


@pytest.mark.parametrize(("name", "table"), STATE_TABLES, ids=[name for name, _ in STATE_TABLES])
def test_every_state_has_its_transitions_and_can_be_reached(name, table):
    kind = type(next(iter(table)))
    assert issubclass(kind, StrEnum)
    assert set(table) == set(kind), "a state is missing from the table"
    first = next(iter(kind))
    reached, border = {first}, [first]
    while border:
        for target in table[border.pop()] - reached:
            reached.add(target)
            border.append(target)
    assert reached == set(kind), f"cannot be reached from {first}: {set(kind) - reached}"


def test_every_permission_has_roles_a_description_and_a_use():
    assert len(PERMISSIONS) > 5
    held = set().union(*(permission.roles for permission in PERMISSIONS.values()))
    assert set(Role) - held <= {Role.SYSTEM}, "a role without any permission is no role"
    for code, permission in PERMISSIONS.items():
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", code)
        assert permission.roles, code
        assert permission.description.endswith((".", ")")) or len(permission.description.split()) > 1, code


def test_every_permission_constant_is_used_outside_its_declaration():
    text = "\n".join(SOURCES.values())
    for name in re.findall(r"^([A-Z_]+) = permission\(", text, re.MULTILINE):
        assert len(re.findall(rf"\b{name}\b", text)) > 1, f"permission {name} guards nothing"


def test_no_event_is_orphaned_and_every_emitted_event_is_declared():
    for event, description in EVENTS.items():
        assert description, event
        assert HANDLERS[event], f"nobody handles {event}"
    emitted = {name for source in SOURCES.values() for name in re.findall(r'\bemit\(\s*"([^"]+)"', source)}
    assert emitted == set(EVENTS)


def test_every_job_says_what_it_does_and_when():
    assert JOBS
    for job in JOBS.values():
        assert job.description, job.name
        assert (job.event is None) != (job.schedule is None), job.name


def test_every_setting_and_command_is_described_and_in_the_reference():
    reference = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "reference").glob("*.md"))
    for name, field in OviSettings.model_fields.items():
        assert field.description, name
        variable = str(field.validation_alias or f"OVI_{name.upper()}")
        assert f"`{variable}`" in reference, f"{variable} is not in docs/reference; run make docs"
    for command in TABLE:
        assert command.help
        assert f"`ovi {command.name}`" in reference, f"ovi {command.name} is not in docs/reference; run make docs"


def test_the_generated_reference_is_fresh():
    reference = importlib.import_module("tools.reference")
    for path, text in reference.pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale; run make docs"


def test_every_relation_says_what_it_proves_and_every_logged_one_is_registered_or_a_pages_own():
    assert {"case", "offered", "emergency", "ground"} <= set(RELATIONS)
    for code, relation in RELATIONS.items():
        assert re.fullmatch(r"[a-z_]+", code)
        assert len(relation.description.split()) > 3, code
        assert callable(relation.prove)
    # Pages that show people by a role and not by a case: their permission is the proof.
    by_role = {"own_matter", "worklist", "management", "log_review", "opening_review"}
    logged = {code for text in SOURCES.values() for code in re.findall(r'Shown\([^",]+, "(\w+)"', text)}
    assert logged <= set(RELATIONS) | by_role, "register the relation that opens this (ovi.plumbing.relations)"
