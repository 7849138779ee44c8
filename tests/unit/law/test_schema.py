"""Do the stored JSON Schemas say what the models say, and do the shipped files follow them?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ovi.foundation.definitions import definitions_root
from ovi.law.schema import FOLDER, SCHEMAS, schema_text, write_schemas

ROOT = definitions_root()
FILES = sorted([*(ROOT / "law").glob("*.yaml"), *ROOT.glob("counties/*/school_year.yaml")]) + sorted(
    ROOT.glob("counties/*/targets.yaml")
)


def kind_of(path: Path) -> str:
    return path.stem if path.stem in SCHEMAS else "act"


def faults(kind: str, content: Any) -> list[str]:
    # YAML reads days as dates, JSON Schema knows text.
    plain = json.loads(json.dumps(content, default=str))
    return [error.message for error in Draft202012Validator(json.loads(schema_text(kind))).iter_errors(plain)]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_stored_schema_is_the_one_of_the_model(kind: str) -> None:
    stored = (ROOT / FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert stored == schema_text(kind), "write it anew: python -m ovi.law.schema"


def test_the_schemas_are_written_where_editors_look(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    write_schemas(tmp_path)
    write_schemas(tmp_path)
    found = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "law" / "schema").iterdir()}
    assert found == {f"{kind}.schema.json": schema_text(kind) for kind in SCHEMAS}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_shipped_file_follows_its_schema_and_names_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert faults(kind_of(path), yaml.safe_load(text)) == []
    named = text.partition("\n")[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / named).resolve() == (ROOT / FOLDER / f"{kind_of(path)}.schema.json").resolve()


def test_the_schema_refuses_what_the_model_refuses() -> None:
    act = yaml.safe_load((ROOT / "law" / "vanhuspalvelulaki-980-2012.yaml").read_text(encoding="utf-8"))
    (row,) = act["rules"]
    for wrong, said in (
        ({"unit": "fortnights"}, "'fortnights'"),
        ({"begins": "contact"}, "'begins' was unexpected"),
        ({"names": {"fi": "a", "sv": "b"}}, "'en' is a required property"),
        ({"amount": 0}, "0"),
        ({"office_hours": {"opens": "8", "closes": "16:00"}}, "'8'"),
    ):
        found = faults("act", act | {"rules": [row | wrong]})
        assert len(found) == 1, wrong
        assert said in found[0]
    assert any("'source' is a required property" in one for one in faults("act", {"schema_version": 1}))
