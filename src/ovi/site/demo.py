"""How does the demo start? Database, invented county, facts and figures, then the product itself."""

from __future__ import annotations

import argparse
import os

from ovi.foundation.refusals import Refused
from ovi.plumbing import clock
from ovi.plumbing.settings import Mode, settings, var_folder
from ovi.site.serve import require_free_port, say, serve


def run_demo(arguments: argparse.Namespace) -> int:
    """Prepare what is missing, print the sign-ins, serve. A second run finds everything there."""
    if not arguments.no_server:
        require_free_port(arguments.host, arguments.port)
    os.environ["OVI_COUNTY"] = _county(arguments.county)
    settings.cache_clear()
    if settings().mode is Mode.PRODUCTION:
        raise Refused("The demo never runs in production mode. Unset OVI_MODE.", code="demo.production")
    _prepare_database(reset=arguments.reset)
    _prepare_county(seed=arguments.seed, residents=arguments.residents)
    (var_folder() / "county").write_text(settings().county)
    if arguments.no_server:
        say("The invented county is ready. Start the product with: ovi demo")
        return 0
    _print_sign_ins(f"http://{arguments.host}:{arguments.port}")
    return serve(host=arguments.host, port=arguments.port)


def _county(asked: str | None) -> str:
    """The county asked for, else the one this folder already holds, else the default."""
    from ovi.plumbing.county import county

    kept = var_folder() / "county"
    chosen = asked or (kept.read_text().strip() if kept.exists() else settings().county)
    county(chosen)  # refuses an unknown one
    return chosen


def _prepare_database(*, reset: bool) -> None:
    from ovi.site.prepare import empty_database, migrate_in_own_process, pending_migrations, start_django

    if reset:
        empty_database()
    start_django()
    if pending_migrations():
        say("Preparing the database …")
        migrate_in_own_process()


def _prepare_county(*, seed: int, residents: int) -> None:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from ovi.demo.load import ensure_county
    from ovi.performance.queries import newest_run
    from ovi.plumbing.actor import system

    bars = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with bars:
        created = ensure_county(
            county_id=settings().county,
            seed=seed,
            residents=residents,
            today=clock.today(),
            now=clock.now(),
            progress=bars,
        )
        if created or newest_run() is None:
            from ovi.performance.actions import refresh_figures

            task = bars.add_task("Computing the access figures", total=None)
            refresh_figures(by=system("demo"), now=clock.now())
            bars.update(task, completed=1, total=1)


def _print_sign_ins(address: str) -> None:
    from django.urls import reverse

    from ovi.demo.accounts import DEMO_ACCOUNTS

    say("\nOikea ovi – invented data, for trying and training only")
    say(f"  {address}/")
    say("Sign in without a password, as one of these:")
    for account in DEMO_ACCOUNTS:
        say(f"  {account.name.en:<20} {account.name.fi:<22} {account.username}")
    say(f"  at {address}{reverse('demo_sign_in')}")
    say("")
