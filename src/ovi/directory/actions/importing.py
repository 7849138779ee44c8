"""How do services come into the directory? From our own catalogue and from the national one, the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ovi.directory.incoming import IncomingService, from_own_catalogue
from ovi.directory.models import ImportRun, Service
from ovi.directory.own_catalogue import own_services
from ovi.directory.policies import require_import
from ovi.directory.states import ServiceSource, ServiceState
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

_ONE_AT_A_TIME = 458  # advisory lock: two imports at once would both add the same services
_FAULTS_KEPT = 1000  # in the report of one run; the command prints all
_TEXTS = ("name", "summary", "description", "how")
_LISTS = ("service_classes", "target_groups", "life_events", "ontology_terms")
_PLAIN = ("service_line", "register", "contactable", "charge")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import, in services; `kinds` has the same counts for each kind of record that came.

    A file of general descriptions with a fault is refused whole; of a whole catalogue only the records at fault,
    and `refused` then counts records of every kind. `notes`: what was taken in otherwise than it was written.
    """

    source: str
    file_name: str
    added: int
    changed: int
    unchanged: int
    vanished: int
    refused: int = 0
    faults: tuple[Fault, ...] = ()
    kinds: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def load_own_catalogue(*, by: Actor, now: datetime) -> ImportReport:
    """Bring the services of definitions/catalogue in. Repeating it changes nothing."""
    require_import(by)
    services = [from_own_catalogue(service) for service in own_services()]
    return _bring_in(ServiceSource.OWN, services, file_name="services.yaml", by=by, now=now, force=True, quiet=True)


def import_general_descriptions(
    *, services: Sequence[IncomingService], file_name: str, by: Actor, now: datetime, force: bool = False
) -> ImportReport:
    """Bring national general descriptions (pohjakuvaukset) in; what left the source is kept as vanished.

    An import after which most of today's services would be gone is refused unless `force`.
    """
    require_import(by)
    return _bring_in(ServiceSource.PTV, services, file_name=file_name, by=by, now=now, force=force)


@transaction.atomic
def _bring_in(
    source: ServiceSource,
    services: Sequence[IncomingService],
    *,
    file_name: str,
    by: Actor,
    now: datetime,
    force: bool,
    quiet: bool = False,
) -> ImportReport:
    one_at_a_time()
    known = {row.source_id: row for row in Service.objects.filter(source=source).defer("raw")}
    incoming = {service.source_id: service for service in services}
    gone = [row for key, row in known.items() if key not in incoming and row.state == ServiceState.ACTIVE]
    active = sum(row.state == ServiceState.ACTIVE for row in known.values())
    require_most_remain(gone=len(gone), active=active, force=force)
    fresh = [service for key, service in incoming.items() if key not in known]
    changed = _changed(known, incoming)
    Service.objects.bulk_create([_filled(Service(source=source, first_seen_at=now), one, now) for one in fresh])
    _save_changed([_filled(row, service, now) for row, service in changed])
    _vanish(gone, now)
    report = ImportReport(
        source=source.value,
        file_name=file_name,
        added=len(fresh),
        changed=len(changed),
        unchanged=len(incoming) - len(fresh) - len(changed),
        vanished=len(gone),
    )
    if not quiet or report.added + report.changed + report.vanished:
        record_import(report, by=by, now=now)
    return report


def one_at_a_time() -> None:
    """Wait for any other import to end; to be called within the import's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def require_most_remain(*, gone: int, active: int, force: bool) -> None:
    if force or gone * 2 <= active:
        return
    raise Refused(
        f"{gone} of {active} services would vanish: the file looks like only a part of the catalogue. "
        "Nothing was changed. If it is the whole catalogue, run the import again with --force.",
        code="import.vanishing",
    )


def _changed(known: dict[str, Service], incoming: dict[str, IncomingService]) -> list[tuple[Service, IncomingService]]:
    """Known services whose content differs, or which have come back."""
    return [
        (known[key], service)
        for key, service in incoming.items()
        if key in known
        and (known[key].content_hash != service.content_hash() or known[key].state != ServiceState.ACTIVE)
    ]


def _filled(row: Service, service: IncomingService, now: datetime) -> Service:
    row.source_id = service.source_id
    row.state = ServiceState.ACTIVE
    for name in _TEXTS:
        for language in LANGUAGES:
            setattr(row, f"{name}_{language}", getattr(getattr(service, name), language))
    for language in LANGUAGES:
        setattr(row, f"keywords_{language}", list(service.keywords.get(language, ())))
    for name in _LISTS:
        setattr(row, name, list(getattr(service, name)))
    for name in _PLAIN:
        setattr(row, name, getattr(service, name))
    row.raw = dict(service.raw)
    row.content_hash = service.content_hash()
    row.updated_at = now
    return row


def _save_changed(rows: Iterable[Service]) -> None:
    names = [f"{name}_{language}" for name in (*_TEXTS, "keywords") for language in LANGUAGES]
    fields = ["state", *names, *_LISTS, *_PLAIN, "raw", "content_hash", "updated_at"]
    Service.objects.bulk_update(list(rows), fields, batch_size=200)


def _vanish(rows: Sequence[Service], now: datetime) -> None:
    Service.objects.filter(pk__in=[row.pk for row in rows]).update(state=ServiceState.VANISHED, updated_at=now)


def record_import(report: ImportReport, *, by: Actor, now: datetime) -> None:
    """Keep the report for the operator, and the fact in the audit log."""
    counts = {name: getattr(report, name) for name in ("added", "changed", "unchanged", "vanished", "refused")}
    faults = [asdict(fault) for fault in report.faults[:_FAULTS_KEPT]]
    run = ImportRun.objects.create(
        source=report.source, file_name=report.file_name[:200], at=now, faults=faults, **counts
    )
    audit.record(
        "directory.import",
        by=by,
        now=now,
        object_kind="import_run",
        object_id=run.pk,
        source=report.source,
        **counts,
    )
