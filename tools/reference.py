"""What stands in docs/reference? Tables written from the code, so that page and code cannot part (`make docs`)."""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path

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
        f"Version {CONTRACT_VERSION} of the contract between operation and analysis. A snapshot is a folder with a Parquet "
        "file per table and `manifest.json` (`contract_version`, `snapshot_id`, `extracted_at`, `source`, `about`, and rows, "
        "bytes and hash of each file). Days are whole numbers counted from 1 January 1970, minutes count from midnight in "
        "Finnish time, money is whole cents. Columns that end in `_key` are pseudonyms. A null means not known. An unknown "
        "code is kept and counted, never guessed. `ovi facts validate` checks all of this."
    )
    parts = [f"# Facts\n\n{_NOTE}\n{lead}\n"]
    for table in TABLES.values():
        columns = [
            (f"`{one.name}`", f"`{one.arrow_type}`", "yes" if one.required else "", one.description,
             " ".join(f"`{code}`" for code in one.codes))
            for one in table.columns
        ]  # fmt: skip
        key = f"Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else "Rows may repeat."
        parts.append(f"\n## `{table.name}`\n\n{table.description} {key}\n\n")
        parts.append(_table(("column", "type", "required", "meaning", "codes known"), columns))
        past = [f"`{one.name}`" for one in table.columns if one.past]
        rules = [f"- a fault when {rule.otherwise}" for rule in table.rules]
        if past:
            rules.append(f"- not after the day of the extract (`--as-of`): {', '.join(past)}")
        if rules:
            parts.append("\n" + "\n".join(rules) + "\n")
    return "".join(parts)


def pages() -> dict[Path, str]:
    """Every generated page and its text."""
    return {
        REFERENCE / "commands.md": _commands(),
        REFERENCE / "settings.md": _settings(),
        REFERENCE / "permissions.md": _permissions(),
        REFERENCE / "states.md": _states(),
        REFERENCE / "events-and-jobs.md": _events_and_jobs(),
        REFERENCE / "facts.md": _facts(),
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
