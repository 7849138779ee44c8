"""Where are the definitions, and what is wrong with them? Every fault named by file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from ovi.engines.indicators.definition.kinds import Definition
from ovi.foundation.definitions import Place, content_hash, definitions_root, fault_at, key_lines, read_yaml
from ovi.foundation.refusals import Fault, Refused

FOLDER = "indicators"
SCHEMA = Path(FOLDER, "schema", "indicator.schema.json")
_ADAPTER: TypeAdapter[Definition] = TypeAdapter(Annotated[Definition, Field(discriminator="kind")])


def parse_definition(raw: Any, where: str, hash_: str = "") -> Definition:
    """A definition from parsed YAML; every fault is listed with its field."""
    try:
        return _ADAPTER.validate_python({**raw, "content_hash": hash_} if isinstance(raw, dict) else raw)
    except ValidationError as error:
        faults = [
            Fault(f"{where}: {'.'.join(str(part) for part in fault['loc'])}", fault["msg"]) for fault in error.errors()
        ]
        message = f"{where} is no valid indicator definition ({len(faults)} faults)."
        raise Refused(message, code="indicators.invalid_definition", faults=faults) from error


def load_definition(path: Path) -> Definition:
    """The definition in a file, with the hash of the file as its version. Its id must be the file's name."""
    raw = read_yaml(path)
    try:
        definition = parse_definition(raw, path.name, content_hash(path))
    except Refused as refused:
        message = f"{path.name}: the indicator “{_named(raw, path)}” is not well formed, so no indicator is computed."
        raise Refused(message, code=refused.code, faults=list(_faults(path, None))) from refused
    if definition.id != path.stem:
        message = f"{path.name} holds the indicator “{definition.id}”; name the file and the id alike."
        raise Refused(message, code="indicators.invalid_definition", faults=[Fault(path.name, message)])
    return definition


def _named(raw: Any, path: Path) -> str:
    """What the file calls its indicator; the name of the file where it does not say."""
    return str(raw.get("id", path.stem)) if isinstance(raw, dict) else path.stem


def load_definitions(folder: Path | None = None) -> dict[str, Definition]:
    """All indicators by id; from definitions/indicators unless a folder is given."""
    return {definition.id: definition for definition in map(load_definition, _paths(folder))}


def _paths(folder: Path | None) -> list[Path]:
    return sorted((folder or definitions_root() / FOLDER).glob("*.yaml"))


def check(folder: Path | None = None, rules: frozenset[str] | None = None) -> list[Fault]:
    """Everything wrong with the definitions, at file and line. `rules`: the ids that `law` may name."""
    return [fault for path in _paths(folder) for fault in _faults(path, rules)]


def _faults(path: Path, rules: frozenset[str] | None) -> Iterator[Fault]:
    try:
        raw = read_yaml(path)
    except Refused as refused:
        yield from refused.faults
        return
    lines, doubles = key_lines(path)
    yield from doubles
    try:
        definition = _ADAPTER.validate_python(raw)
    except ValidationError as error:
        kind = raw.get("kind") if isinstance(raw, dict) else None
        for one in error.errors(include_url=False):
            place = one["loc"][1:] if one["loc"][:1] == (kind,) else one["loc"]
            yield fault_at(path, lines, _place(lines, place, one["msg"], one["type"]), one["msg"])
        return
    if definition.id != path.stem:
        yield fault_at(path, lines, ("id",), f"the file must be named {definition.id}.yaml")
    for number, rule in enumerate(definition.law):
        if rules is not None and rule not in rules:
            yield fault_at(path, lines, ("law", number), f"{rule} is no rule of definitions/law")


def _place(lines: dict[Place, int], place: Place, message: str, kind: str) -> Place:
    """Where in the file a fault is: our own messages begin with the field, as where.colour: …"""
    if kind.startswith("union_tag"):
        return ("kind",)
    named = message.removeprefix("Value error, ").partition(":")[0].split(".")
    for field in ((*place, *named), (*place, named[0])):
        if field in lines:
            return field
    return place


def schema_text() -> str:
    """The JSON Schema of a definition, as it is stored for editors."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | _ADAPTER.json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_schema(root: Path) -> None:
    """Write the schema under `root`."""
    (root / SCHEMA).parent.mkdir(parents=True, exist_ok=True)
    (root / SCHEMA).write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    write_schema(definitions_root())
