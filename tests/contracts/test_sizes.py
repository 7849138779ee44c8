"""No file over 400 lines and no function over 60: what outgrows that has more than one thing to say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    path
    for folder in ("src", "tests", "bench", "tools")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
MAX_FILE, MAX_FUNCTION = 400, 60


def test_there_are_files_to_look_at():
    assert len(FILES) > 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_and_functions_are_small(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= MAX_FILE, f"{path} has over {MAX_FILE} lines: make it a folder of that name"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION, f"{path}:{node.lineno} {node.name} has {length} lines: split it"


@pytest.mark.parametrize(
    "path", [path for path in FILES if "src" in path.parts], ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_module_says_what_it_answers(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no docstring"
