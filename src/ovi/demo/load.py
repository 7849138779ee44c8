"""How does the invented county come into an empty database? Whole, in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import psycopg
from django.db import connection, transaction
from rich.progress import Progress

from ovi.demo.copying import copy_tables
from ovi.demo.frame_rows import home_units
from ovi.demo.invent import invent, tables_of
from ovi.demo.questions import ask_questions
from ovi.demo.scenes import play
from ovi.demo.world import Services
from ovi.directory.actions import load_own_catalogue
from ovi.directory.models import Service, Unit
from ovi.directory.states import ServiceSource, ServiceState
from ovi.foundation.refusals import Refused
from ovi.people.models import Person
from ovi.plumbing import access, audit
from ovi.plumbing.actor import system
from ovi.plumbing.county import county
from ovi.plumbing.database import OWNER, url_for
from ovi.plumbing.models import Access, AuditEvent

LOADED = "demo.loaded"
_ONE_AT_A_TIME = 900_999  # advisory lock: two commands at once would invent two counties
_FEWEST, _MOST = 50, 200_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """Which county was invented, from what. `today` is the day its year ends before."""

    county: str
    seed: int
    residents: int
    today: str
    at: datetime


def loaded() -> Loaded | None:
    """The invented county in the database, if it is complete: the marker is written with the last row."""
    row = AuditEvent.objects.filter(action=LOADED).order_by("-id").first()
    return Loaded(at=row.at, **row.details) if row else None


def is_loaded() -> bool:
    return loaded() is not None


def ensure_county(
    county_id: str,
    seed: int,
    residents: int,
    today: date,
    now: datetime,
    progress: Progress | None = None,
) -> bool:
    """Invent the county and load it, unless it is there already. True if it was made now.

    Refused: an unknown county, a database that holds another county or people of its own, an odd size.
    """
    named = county(county_id)
    if not _FEWEST <= residents <= _MOST:
        raise Refused(
            f"A county of {residents} residents cannot be invented. Ask for {_FEWEST} to {_MOST}.",
            code="demo.residents",
        )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        if _is_there(county_id):
            return False
        with _steps(progress) as step:
            _load(named.id, seed, residents, today, now, step)
        transaction.on_commit(analyse)
    return True


def _is_there(county_id: str) -> bool:
    if there := loaded():
        if there.county != county_id:
            raise Refused(
                f"The database holds the invented county '{there.county}'. To make '{county_id}' in its place, run "
                f"ovi demo --county {county_id} --reset.",
                code="demo.other_county",
            )
        return True
    if Person.objects.exists() or Unit.objects.exists():
        raise Refused(
            "The database holds people or units that were not invented here, so nothing was loaded. Use an empty "
            "database (another OVI_VAR), or run ovi demo --reset if everything in it may go.",
            code="demo.not_empty",
        )
    return False


def _load(county_id: str, seed: int, residents: int, today: date, now: datetime, step: Any) -> None:
    by = system("demo")
    load_own_catalogue(by=by, now=now)
    tell = step("Inventing residents and needs")
    world = invent(
        county_id,
        seed=seed,
        residents=residents,
        today=today,
        county_name=county(county_id).name,
        services=_services(),
        tray=_tray(),
        tell=lambda _, done, total: tell(done, total),
    )
    tables = tables_of(world, seed=seed, first_access=_first_access())
    total, done = sum(rows.num_rows for rows in tables.values()), 0
    tell = step("Loading rows")

    def count(_: str, rows: int) -> None:
        nonlocal done
        done += rows
        tell(done, total)

    copy_tables(tables, count)
    _link_services()
    _count_on(len(world.needs))
    ask_questions(today=today)
    play(today=today, home=home_units(world))
    tell = step("Sealing the access log")
    access.seal(now=now)
    tell(1, 1)
    marker: dict[str, Any] = {"county": county_id, "seed": seed, "residents": residents, "today": today.isoformat()}
    audit.record(LOADED, by=by, now=now, object_kind="county", object_id=county_id, **marker)


def _services() -> Services:
    """The catalogue's own services that one may write to, by service line."""
    found = Service.objects.filter(source=ServiceSource.OWN, state=ServiceState.ACTIVE, contactable=True)
    out: dict[str, list[int]] = {}
    for line, pk in found.exclude(service_line="").order_by("source_id").values_list("service_line", "pk"):
        out.setdefault(line, []).append(pk)
    return out


def _tray() -> dict[str, int]:
    """Our own catalogue's services by their name there."""
    found = Service.objects.filter(source=ServiceSource.OWN, state=ServiceState.ACTIVE)
    return dict(found.values_list("source_id", "pk"))


def _count_on(contacts: int) -> None:
    """The numbers of contacts to come go on after those that were invented."""
    with connection.cursor() as cursor:
        cursor.execute("select setval('contact_number', %s)", [contacts])


def _first_access() -> int:
    """The number of the first row of the access log, after any that are there."""
    last = Access.objects.order_by("-id").values_list("id", flat=True).first()
    return (last or 0) + 1


def _link_services() -> None:
    """Every unit gives the own services of its lines."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into directory_service_units (service_id, unit_id) "
            "select s.id, u.id from directory_service s join directory_unit u on s.service_line = any(u.service_lines) "
            "where s.source = 'own'"
        )


def analyse() -> None:
    """Give the planner fresh statistics; only the owner of the tables may, and without it they come by themselves."""
    try:
        address = url_for(OWNER, database=connection.settings_dict["NAME"])
    except Refused:
        return
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("analyze")


@contextmanager
def _steps(progress: Progress | None) -> Iterator[Any]:
    """`step(title)` begins a bar and gives `tell(done, total)`; without a display nothing is shown."""

    def begin(title: str) -> Any:
        if progress is None:
            return lambda done, total: None
        task = progress.add_task(title, total=None)
        return lambda done, total: progress.update(task, completed=done, total=total)

    yield begin
