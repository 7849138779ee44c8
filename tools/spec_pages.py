"""What do the executable specifications say, as pages a lawyer or an analyst can read? (`make docs`)

Each folder of tests/spec becomes one page of docs/reference: the module's title, then for each test its name as a
sentence, its docstring, its table of cases, and the lines that are run. The page never says more than the tests do.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SPEC = ROOT / "tests" / "spec"
REFERENCE = ROOT / "docs" / "reference"
HEADINGS = {"law": "The law, as executed", "indicators": "The indicators, as counted"}
# Words that keep their capital in a sentence made of a test's name; March and May are left out as verbs.
_NAMES = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "April",
    "June", "July", "August", "September", "October", "November", "December", "Christmas", "New Year", "Finland",
    "Midsummer", "T3",
)  # fmt: skip
_NOTE = "<!-- Written by tools/spec_pages.py from tests/spec; change the tests, then run `make docs`. -->\n"
_LEAD = "Every sentence below is a test that runs with each change (`make test`); the lines under it are what is run.\n"


def pages() -> dict[Path, str]:
    """Every page and its text, one for each folder of tests/spec."""
    return {
        REFERENCE / f"spec-{folder.name}.md": _page(folder) for folder in sorted(SPEC.iterdir()) if _modules(folder)
    }


def _modules(folder: Path) -> list[Path]:
    return sorted(folder.glob("test_*.py")) if folder.is_dir() else []


def _page(folder: Path) -> str:
    parts = [f"# {HEADINGS.get(folder.name, folder.name.capitalize())}\n", _NOTE, _LEAD]
    parts += _words(folder / "conftest.py")
    for path in _modules(folder):
        parts += _module(path)
    return "\n".join(parts)


def _words(path: Path) -> list[str]:
    """What the words that the tests share mean: the fixtures of the folder."""
    if not path.exists():
        return []
    functions = [one for one in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(one, ast.FunctionDef)]
    shared = [node for node in functions if not node.name.startswith("_")]
    return [f"- `{node.name}` – {(ast.get_docstring(node) or '').splitlines()[0]}" for node in shared] + [""]


def _module(path: Path) -> list[str]:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    told = (ast.get_docstring(tree) or path.stem).strip()
    title = _title(tree)
    place = path.relative_to(ROOT).as_posix()
    parts = [f"## {title or told.splitlines()[0].rstrip('.')}\n"]
    if title:
        parts.append(f"{told}\n")
    parts.append(f"From [{place}](../../{place}).\n")
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            parts += _test(node, source)
    return parts


def _title(tree: ast.Module) -> str:
    """The text of `title = "…"`, if the module has one."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "title":
            return str(ast.literal_eval(node.value))
    return ""


def _test(node: ast.FunctionDef, source: str) -> list[str]:
    parts = [f"### {_sentence(node.name)}\n"]
    if told := ast.get_docstring(node):
        parts.append(f"{told}\n")
    parts += [_cases(call, source) for call in node.decorator_list if _is_parametrize(call)]
    if code := _code(node, source):
        parts.append(f"```python\n{code}\n```\n")
    return parts


def _sentence(name: str) -> str:
    """test_a_contact_on_monday → A contact on Monday."""
    words = name.removeprefix("test_").replace("_", " ")
    for proper in _NAMES:
        words = re.sub(rf"\b{proper}\b", proper, words, flags=re.IGNORECASE)
    return words[0].upper() + words[1:]


def _is_parametrize(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "parametrize"


def _cases(node: ast.expr, source: str) -> str:
    """A parametrize decorator as a table: its names above, one row for each case."""
    if not isinstance(node, ast.Call):
        raise TypeError("not a call")
    names = ast.literal_eval(node.args[0])
    head = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    rows = node.args[1].elts if isinstance(node.args[1], ast.List | ast.Tuple) else [node.args[1]]
    lines = ["| " + " | ".join(name.replace("_", " ") for name in head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        cells = row.elts if len(head) > 1 and isinstance(row, ast.Tuple) else [row]
        lines.append("| " + " | ".join(f"`{_text(cell, source)}`" for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _text(node: ast.expr, source: str) -> str:
    """An expression on one line, safe in a cell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        written = node.value
    else:
        written = ast.get_source_segment(source, node) or ast.unparse(node)
    return " ".join(written.split()).replace("|", "\\|")


def _code(node: ast.FunctionDef, source: str) -> str:
    """The body without its docstring, as written."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    if not body:
        return ""
    lines = source.splitlines()[body[0].lineno - 1 : node.end_lineno]
    return textwrap.dedent("\n".join(lines)).removesuffix("  # fmt: skip")


def main() -> None:
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
