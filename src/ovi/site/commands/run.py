"""Commands that start the product: demo, serve, migrate, worker."""

from __future__ import annotations

import argparse

from ovi.site.commands.table import Command


def _migrate(arguments: argparse.Namespace) -> None:
    from ovi.site.prepare import migrate

    migrate()


def _worker(arguments: argparse.Namespace) -> None:
    from django.core.management import call_command

    from ovi.plumbing.settings import settings

    call_command("procrastinate", "worker", concurrency=settings().jobs, delete_jobs="successful", verbosity=0)


def _port(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")


def _serve(arguments: argparse.Namespace) -> int:
    from ovi.site.serve import serve

    return serve(host=arguments.host, port=arguments.port)


def _demo_options(parser: argparse.ArgumentParser) -> None:
    _port(parser)
    parser.add_argument("--county", help="which county to invent (default: OVI_COUNTY or pirkanmaa)")
    parser.add_argument("--no-server", action="store_true", help="only prepare the data")
    parser.add_argument("--reset", action="store_true", help="throw the training county away and make it anew")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same county (default 1)")
    parser.add_argument("--residents", type=int, default=20_000, help="how many residents to invent (default 20000)")


def _demo(arguments: argparse.Namespace) -> int:
    from ovi.site.demo import run_demo

    return run_demo(arguments)


COMMANDS = (
    Command(
        "demo",
        "Prepare an invented county in the embedded database and start the product",
        _demo,
        _demo_options,
        needs_django=False,
    ),
    Command("serve", "Start web, job worker and schedules under one supervisor", _serve, _port, needs_django=False),
    Command("migrate", "Bring the database to this version (as ovi_owner)", _migrate, as_owner=True),
    Command("worker", "Run the job worker with schedules (the supervisor does this)", _worker),
)
