"""What shape have the law files, for editors and lawyers' tools? JSON Schema, written from the models.

`python -m ovi.law.schema` writes definitions/law/schema anew; a test holds the files and the models together.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from ovi.foundation.definitions import definitions_root
from ovi.law.choices import ChoicesFile
from ovi.law.counties import SchoolYearFile, TargetsFile
from ovi.law.rules import ActFile

SCHEMAS: dict[str, type[BaseModel]] = {
    "act": ActFile,
    "choices": ChoicesFile,
    "school_year": SchoolYearFile,
    "targets": TargetsFile,
}
FOLDER = Path("law", "schema")


def schema_text(name: str) -> str:
    """The schema of that kind of file, as it is stored."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | SCHEMAS[name].model_json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_schemas(root: Path) -> None:
    """Write every schema under `root`/law/schema."""
    (root / FOLDER).mkdir(exist_ok=True)
    for name in SCHEMAS:
        (root / FOLDER / f"{name}.schema.json").write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(definitions_root())
