"""What stands in docs/reference? Tables written from the code, so that page and code cannot part (`make docs`)."""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
_NOTE = "<!-- Written by tools/reference.py from the code; change the code, then run `make docs`. -->\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _commands() -> str:
    from ovi.site.cli import parser
    from ovi.site.commands import TABLE

    top = parser()
    parts = ["# Commands\n", _NOTE, "Every command says what it takes with `--help`; refusals go to standard error.\n"]
    for command in TABLE:
        own = top
        for word in command.name.split():
            own = own._subparsers._group_actions[0].choices[word]  # type: ignore[union-attr,index,assignment]
        options = [
            (
                ", ".join(f"`{name}`" for name in action.option_strings) or f"`{action.metavar or action.dest}`",
                action.help or "",
            )
            for action in own._actions
            if action.dest not in ("help",) and action.help != "==SUPPRESS=="
        ]
        parts.append(f"\n## `ovi {command.name}`\n\n{command.help}.\n")
        if options:
            parts.append("\n" + _table(("option", "meaning"), options))
    return "\n".join(part.rstrip("\n") for part in parts) + "\n"


def _settings() -> str:
    from ovi.plumbing.settings import OviSettings

    rows = []
    for name, field in OviSettings.model_fields.items():
        variable = str(field.validation_alias or f"OVI_{name.upper()}")
        default = field.default.value if hasattr(field.default, "value") else field.default
        rows.append((f"`{variable}`", f"`{default}`" if default != "" else "(empty)", field.description or ""))
    return f"# Settings\n\n{_NOTE}\nRead once from the environment.\n\n" + _table(
        ("variable", "default", "meaning"), rows
    )


def _permissions() -> str:
    from ovi.plumbing.permissions import PERMISSIONS
    from ovi.plumbing.relations import RELATIONS

    rows = [(f"`{one.code}`", one.description, ", ".join(sorted(one.roles))) for _, one in sorted(PERMISSIONS.items())]
    relations = [
        (f"`{one.code}`", one.of, one.description, "read and write" if one.own else "read only")
        for one in RELATIONS.values()
    ]
    return (
        f"# Permissions\n\n{_NOTE}\nWho may do what. The rooms' `policies.py` add what state and register allow.\n\n"
        + _table(("permission", "what", "roles"), rows)
        + "\n## Relations\n\nA role is not enough for client data: a relation must be proved from the rows. The first "
        "that holds is written to the access log.\n\n"
        + _table(("relation", "to", "what is proved", "allows"), relations)
    )


def _states() -> str:
    import ovi

    parts = ["# States\n", _NOTE]
    for room in pkgutil.iter_modules(ovi.__path__):
        path = ROOT / "src" / "ovi" / room.name / "states.py"
        if not path.exists():
            continue
        module = import_module(f"ovi.{room.name}.states")
        for name, table in vars(module).items():
            if name.endswith("TRANSITIONS"):
                kind = type(next(iter(table)))
                arrows = [f"    {state} --> {target}" for state in kind for target in sorted(table[state])]
                first = next(iter(kind))
                parts.append(f"\n## {kind.__name__} ({room.name})\n\n{(kind.__doc__ or '').strip()}\n")
                diagram = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *arrows, "```"]
                parts.append("\n" + "\n".join(diagram) + "\n")
    return "\n".join(part.rstrip("\n") for part in parts) + "\n"


def _events_and_jobs() -> str:
    from ovi.plumbing.events import EVENTS, HANDLERS, JOBS

    events = [
        (f"`{name}`", text, ", ".join(sorted(f"`{task.name}`" for task in HANDLERS[name])))
        for name, text in sorted(EVENTS.items())
    ]
    jobs = [
        (f"`{job.name}`", job.description, f"event `{job.event}`" if job.event else f"schedule `{job.schedule}` (UTC)")
        for _, job in sorted(JOBS.items())
    ]
    lead = "Events are emitted in the transaction of what caused them; every job may run twice."
    return (
        f"# Events and jobs\n\n{_NOTE}\n{lead}\n\n"
        + _table(("event", "what has happened", "jobs"), events)
        + "\n"
        + _table(("job", "what it does", "started by"), jobs)
    )


def _facts() -> str:
    from ovi.engines.facts.tables import CONTRACT_VERSION, TABLES

    lead = (
        f"Version {CONTRACT_VERSION} of the contract between operation and analysis. A snapshot is a folder with a "
        "Parquet file per table and `manifest.json` (`contract_version`, `snapshot_id`, `extracted_at`, `source`, "
        "`about`, and rows, bytes and hash of each file). Days are whole numbers counted from 1 January 1970, minutes "
        "count from midnight in Finnish time, money is whole cents. Columns that end in `_key` are pseudonyms. A null "
        "means not known. An unknown code is kept and counted, never guessed. `ovi facts validate` checks all of this."
    )
    parts = [f"# Facts\n\n{_NOTE}\n{lead}\n"]
    for table in TABLES.values():
        columns = [
            (f"`{one.name}`", f"`{one.arrow_type}`", "yes" if one.required else "", one.description,
             " ".join(f"`{code}`" for code in one.codes))
            for one in table.columns
        ]  # fmt: skip
        key = f"Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else "Rows may repeat."
        lies = f" Rows lie by {', '.join(f'`{name}`' for name in table.lies_by)}." if table.lies_by else ""
        parts.append(f"\n## `{table.name}`\n\n{table.description} {key}{lies}\n\n")
        parts.append(_table(("column", "type", "required", "meaning", "codes known"), columns))
        past = [f"`{one.name}`" for one in table.columns if one.past]
        rules = [f"- a fault when {rule.otherwise}" for rule in table.rules]
        if past:
            rules.append(f"- not after the day of the extract (`--as-of`): {', '.join(past)}")
        if rules:
            parts.append("\n" + "\n".join(rules) + "\n")
    return "".join(parts)


def _indicators() -> str:
    from ovi.engines.indicators.definition import load_definitions

    lead = (
        "One file in `definitions/indicators` is one indicator ([what stands in it](../../definitions/indicators/"
        "README.md)); an expert can change it without Python, and `ovi indicators check` says at which line it is "
        "wrong. Percentiles are everywhere the smallest whole day by which at least that share is done "
        "([decision 24](../decisions/0024-one-language-of-conditions-and-one-percentile.md)). How each is counted is "
        "shown by [executed examples](spec-indicators.md).\n"
    )
    known = load_definitions()
    goals = _goals()
    head = ("indicator", "name (fi · en)", "kind", "period", "law or target")
    rows = [
        (f"[`{one.id}`](#{one.id})", f"{one.names.fi} · {one.names.en}", f"`{one.kind}`", one.period,
         ", ".join((*one.law, *goals.get(one.id, ()))) or one.limit_basis)
        for one in known.values()
    ]  # fmt: skip
    parts = [f"# Indicators\n\n{_NOTE}\n{lead}", _table(head, rows)]
    return "\n".join([*parts, *(_indicator(one) for one in known.values())])


def _indicator(one: Any) -> str:
    counted = _table(("", "fi", "sv", "en"), [
        (label, text.fi, text.sv, text.en)
        for label, text in (
            ("name", one.names), ("why it matters", one.why_it_matters), ("numerator", one.numerator),
            ("denominator", one.denominator), ("unit of count", one.unit_of_count), ("pitfalls", one.pitfalls),
        )
    ])  # fmt: skip
    hidden = "none: no people are counted" if one.suppression is None else (
        f"1–{one.suppression.k - 1} withheld; under {one.suppression.small_n} marked as unsteady"
    )  # fmt: skip
    facts = [
        f"direction: {one.direction}", f"grouped by: {', '.join(one.stratifiers)}", f"small counts: {hidden}",
        f"owner: {one.owner}; checked by {one.checked_by or 'nobody outside the project yet'}",
        f"reviewed {one.reviewed_on}, next {one.next_review_on}",
        f"source: {one.source}", f"version: `{one.content_hash}`",
    ]  # fmt: skip
    return f"\n## {one.id}\n\n{counted}\n" + "".join(f"- {fact}\n" for fact in facts)


def _goals() -> dict[str, list[str]]:
    """Indicator → the programmes' goals that stand on it."""
    from ovi.foundation.definitions import definitions_root, read_yaml

    found: dict[str, list[str]] = {}
    for path in sorted((definitions_root() / "counties").glob("*/programme.yaml")):
        for goal in read_yaml(path).get("goals", []):
            found.setdefault(goal["indicator"], []).append(f"{path.parent.name}: {goal['id']}")
    return found


def pages() -> dict[Path, str]:
    """Every generated page and its text."""
    return {
        REFERENCE / "commands.md": _commands(),
        REFERENCE / "settings.md": _settings(),
        REFERENCE / "permissions.md": _permissions(),
        REFERENCE / "states.md": _states(),
        REFERENCE / "events-and-jobs.md": _events_and_jobs(),
        REFERENCE / "facts.md": _facts(),
        REFERENCE / "indicators.md": _indicators(),
    }


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovi.site.settings")
    django.setup()
    import ovi

    for module in pkgutil.walk_packages(ovi.__path__, "ovi."):
        if ".migrations" not in module.name:
            import_module(module.name)
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
