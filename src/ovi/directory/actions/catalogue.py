"""How does a whole catalogue come in: organisations, channels with places, services with connections?

One transaction, records in batches. A malformed record is refused with its id and reason and the rest goes in;
what is known of it stays as it was. What left the source is kept as vanished, with its links and history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from ovi.directory.actions import catalogue_rows as rows
from ovi.directory.actions.duplicates import mark_duplicates
from ovi.directory.actions.importing import ImportReport, one_at_a_time, record_import, require_most_remain
from ovi.directory.incoming import (
    Catalogue,
    IncomingArea,
    IncomingChannel,
    IncomingConcept,
    IncomingOrganisation,
    IncomingService,
    Line,
    MalformedError,
    hash_of,
)
from ovi.directory.models import Activity, Area, Channel, ChannelPlace, Concept, Organisation, Service
from ovi.directory.models import ServiceChannelLink as Link
from ovi.directory.policies import require_import
from ovi.directory.states import ServiceState
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.plumbing.actor import Actor

_BATCH = 500
I = TypeVar("I", IncomingOrganisation, IncomingChannel, IncomingService)  # noqa: E741
COUNTS = ("added", "changed", "unchanged", "vanished", "refused")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database knows of a record that may come again."""

    pk: int
    line_hash: str
    content_hash: str
    active: bool


@dataclass(slots=True)
class _Tally:
    """What has come of one kind so far."""

    model: type[models.Model]
    known: Mapping[str, _Known]
    pks: dict[str, int]
    seen: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    faults: list[Fault] = field(default_factory=list)
    nameless: bool = False  # a record without a readable id may be any of the known ones

    def refuse(self, where: str, what: str) -> None:
        self.counts["refused"] += 1
        self.faults.append(Fault(where, what))


@transaction.atomic
def import_catalogue(catalogue: Catalogue, *, by: Actor, now: datetime, force: bool = False) -> ImportReport:
    """Bring a download in; repeating it changes nothing. Refused whole if most services would be gone (see force)."""
    require_import(by)
    one_at_a_time()
    organisations = _organisations(catalogue, now)
    channels = _channels(catalogue, organisations, now)
    services = _services(catalogue, organisations, channels, now)
    tallies = {"organisations": organisations, "channels": channels, "services": services}
    if not any(tally.seen or tally.counts["refused"] for tally in tallies.values()) and not catalogue.gone:
        raise Refused(f"{catalogue.file_name} holds no services. Nothing was changed.", code="import.empty")
    for model, tally in ((Organisation, organisations), (Channel, channels), (Service, services)):
        _vanish(model, tally, catalogue, force=force, now=now)
    mark_duplicates()
    save_areas(catalogue.areas)  # last: the records themselves tell of areas and words
    concepts = save_concepts(catalogue.concepts, now=now)
    report = _report(catalogue, tallies, concepts)
    record_import(report, by=by, now=now)
    return report


@transaction.atomic
def import_concepts(
    *, concepts: Iterable[IncomingConcept], faults: Sequence[Fault], file_name: str, by: Actor, now: datetime
) -> ImportReport:
    """Bring the words of a controlled list in. `faults`: what the file has beside them that is no word."""
    require_import(by)
    one_at_a_time()
    counts = save_concepts(concepts, now=now)
    report = ImportReport(
        source="concepts",
        file_name=file_name,
        added=counts["added"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        vanished=0,
        refused=len(faults),
        faults=tuple(faults),
    )
    record_import(report, by=by, now=now)
    return report


def _organisations(catalogue: Catalogue, now: datetime) -> _Tally:
    tally = _tally(Organisation, catalogue)

    def save(batch: list[tuple[Line[IncomingOrganisation], models.Model]]) -> None:
        saved = [row for _, row in batch]
        fields = rows.fields_of(Organisation)
        _upsert(Organisation, saved, fields, tally, unique=["slug"])

    _take_in(catalogue.organisations, tally, lambda one: rows.organisation_row(catalogue.source, one, now), save)
    return tally


def _channels(catalogue: Catalogue, organisations: _Tally, now: datetime) -> _Tally:
    tally = _tally(Channel, catalogue)
    places: dict[str, list[ChannelPlace]] = {}

    def build(one: IncomingChannel) -> Channel:
        row = rows.channel_row(catalogue.source, one, organisations.pks.get(one.organisation_id), now)
        places[one.source_id] = [rows.place_row(position, place) for position, place in enumerate(one.places)]
        return row

    def save(batch: list[tuple[Line[IncomingChannel], models.Model]]) -> None:
        _upsert(Channel, [row for _, row in batch], rows.fields_of(Channel), tally)
        pks = [tally.pks[line.source_id] for line, _ in batch]
        ChannelPlace.objects.filter(channel_id__in=pks).delete()
        fresh = []
        for line, _ in batch:
            for place in places.pop(line.source_id):
                place.channel_id = tally.pks[line.source_id]
                fresh.append(place)
        ChannelPlace.objects.bulk_create(fresh, batch_size=_BATCH)

    _take_in(catalogue.channels, tally, build, save)
    return tally


def _services(catalogue: Catalogue, organisations: _Tally, channels: _Tally, now: datetime) -> _Tally:
    tally = _tally(Service, catalogue)
    links: dict[str, list[Link]] = {}
    activities: dict[str, Activity] = {}

    def build(one: IncomingService) -> Service:
        row = rows.service_row(catalogue.source, one, organisations.pks.get(one.organisation_id), now)
        there = {link.channel_id: link for link in one.links if link.channel_id in channels.pks}
        links[one.source_id] = [
            rows.link_row(channels.pks[link.channel_id], position, link) for position, link in enumerate(there.values())
        ]
        if one.activity:
            activities[one.source_id] = rows.activity_row(one.activity)
        return row

    def save(batch: list[tuple[Line[IncomingService], models.Model]]) -> None:
        _upsert(Service, [row for _, row in batch], rows.fields_of(Service), tally)
        pks = [tally.pks[line.source_id] for line, _ in batch]
        Link.objects.filter(service_id__in=pks).delete()
        Activity.objects.filter(service_id__in=pks).delete()
        fresh, met = [], []
        for line, _ in batch:
            pk = tally.pks[line.source_id]
            for link in links.pop(line.source_id):
                link.service_id = pk
                fresh.append(link)
            if activity := activities.pop(line.source_id, None):
                activity.service_id = pk
                met.append(activity)
        Link.objects.bulk_create(fresh, batch_size=_BATCH)
        Activity.objects.bulk_create(met, batch_size=_BATCH)

    # A channel that came, or came back, may belong to services that have not changed: they are read again.
    again = bool(channels.counts["added"] or channels.counts["changed"])
    linked = _linked(catalogue) if again else {}

    def relink(one: IncomingService) -> bool:
        wanted = {channels.pks[link.channel_id] for link in one.links if link.channel_id in channels.pks}
        return again and wanted != linked.get(one.source_id, set())

    _take_in(catalogue.services, tally, build, save, reread=again, differs=relink)
    return tally


def _linked(catalogue: Catalogue) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    pairs = Link.objects.filter(service__source=catalogue.source).values_list("service__source_id", "channel_id")
    for source_id, channel in pairs:
        found.setdefault(source_id, set()).add(channel)
    return found


def _take_in(
    lines: Iterable[Line[I]],
    tally: _Tally,
    build: Callable[[I], Any],
    save: Callable[[list[tuple[Line[I], Any]]], None],
    *,
    reread: bool = False,
    differs: Callable[[I], bool] = lambda _: False,
) -> None:
    """Read what is new or different, and save it in batches; everything else is only counted."""
    batch: list[tuple[Line[I], Any]] = []
    hashes: dict[str, str] = {}
    same: dict[int, str] = {}
    for line in lines:
        if _settled(line, tally, hashes, reread=reread):
            continue
        known = tally.known.get(line.source_id)
        try:
            one = line.read()
            if known and known.active and known.content_hash == one.content_hash() and not differs(one):
                tally.counts["unchanged"] += 1
                same[known.pk] = line.line_hash
                continue
            row = build(one)
        except MalformedError as error:
            tally.refuse(line.where or line.source_id, str(error))
            continue
        row.line_hash = line.line_hash
        tally.counts["changed" if known else "added"] += 1
        batch.append((line, row))
        if len(batch) >= _BATCH:
            save(batch)
            batch = []
    if batch:
        save(batch)
    _remember(same, tally)


def _remember(same: Mapping[int, str], tally: _Tally) -> None:
    """Keep the new bytes' hash of what is the same in other bytes, so that next time it need not be read."""
    if tally.model is Organisation:
        return
    stale = [tally.model(pk=pk, line_hash=line_hash) for pk, line_hash in same.items()]
    tally.model._default_manager.bulk_update(stale, ["line_hash"], batch_size=_BATCH)


def _settled(line: Line[Any], tally: _Tally, hashes: dict[str, str], *, reread: bool) -> bool:
    """Is nothing left to do for the line: seen before, archived, or the very bytes of last time?"""
    if not line.source_id:
        return _refused_at_sight(line, tally)
    if line.source_id in tally.seen:
        if hashes.get(line.source_id) != line.line_hash:
            tally.refuse(line.where, f"{line.source_id} is there twice with different content; the first was taken")
        return True
    tally.seen.add(line.source_id)
    hashes[line.source_id] = line.line_hash
    if line.gone:
        tally.gone.add(line.source_id)
        return True
    known = tally.known.get(line.source_id)
    if known and known.active and known.line_hash == line.line_hash and not reread:
        tally.counts["unchanged"] += 1
        return True
    return False


def _refused_at_sight(line: Line[Any], tally: _Tally) -> bool:
    tally.nameless = True
    try:
        line.read()
    except MalformedError as error:
        tally.refuse(line.where, str(error))
    else:
        tally.refuse(line.where, "has no id")
    return True


def _tally(model: type[models.Model], catalogue: Catalogue) -> _Tally:
    has_line = any(field.name == "line_hash" for field in model._meta.concrete_fields)
    columns = ("source_id", "pk", "line_hash" if has_line else "content_hash", "content_hash", "state")
    known = {
        source_id: _Known(pk, line_hash if has_line else "", content_hash, state != ServiceState.VANISHED)
        for source_id, pk, line_hash, content_hash, state in model._default_manager.filter(
            source=catalogue.source
        ).values_list(*columns)
    }
    return _Tally(model, known, {key: one.pk for key, one in known.items()})


def _upsert(
    model: type[models.Model],
    saved: list[Any],
    fields: list[str],
    tally: _Tally,
    *,
    unique: list[str] | None = None,
) -> None:
    manager: Any = model._default_manager
    found = manager.bulk_create(
        saved, update_conflicts=True, unique_fields=unique or ["source", "source_id"], update_fields=fields
    )
    tally.pks.update((row.source_id, row.pk) for row in found)


def _vanish(model: type[models.Model], tally: _Tally, catalogue: Catalogue, *, force: bool, now: datetime) -> None:
    active = {key for key, one in tally.known.items() if one.active}
    gone = active & (catalogue.gone | tally.gone)
    if catalogue.complete and not tally.nameless:
        gone |= active - tally.seen
        if model is Service:
            require_most_remain(gone=len(gone), active=len(active), force=force)
    pks = [tally.known[key].pk for key in gone]
    model._default_manager.filter(pk__in=pks).update(state=ServiceState.VANISHED, updated_at=now)
    tally.counts["vanished"] = len(gone)


def save_areas(areas: Iterable[IncomingArea]) -> int:
    """Add or update these areas; how many. Areas are never removed: old services still name them."""
    found = {
        one.key: Area(
            key=one.key,
            kind=one.kind,
            code=one.code,
            municipalities=sorted(one.municipalities),
            **{f"name_{language}": getattr(one.name, language) for language in LANGUAGES},
        )
        for one in areas
    }
    fields = ["municipalities", *(f"name_{language}" for language in LANGUAGES)]
    Area.objects.bulk_create(
        found.values(), update_conflicts=True, unique_fields=["key"], update_fields=fields, batch_size=_BATCH
    )
    return len(found)


def save_concepts(concepts: Iterable[IncomingConcept], *, now: datetime) -> dict[str, int]:
    """Add or update these words of controlled lists by their URI; the counts."""
    known = dict(Concept.objects.values_list("uri", "content_hash"))
    found = {row.uri: row for row in (_concept(one, now) for one in concepts)}
    changed = [row for row in found.values() if known.get(row.uri) != row.content_hash]
    fields = [field.name for field in Concept._meta.concrete_fields if field.name != "uri"]
    Concept.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["uri"], update_fields=fields, batch_size=_BATCH
    )
    added = sum(row.uri not in known for row in changed)
    counts = {"added": added, "changed": len(changed) - added, "unchanged": len(found) - len(changed)}
    return dict.fromkeys(COUNTS, 0) | counts


def _concept(one: IncomingConcept, now: datetime) -> Concept:
    texts = {f"label_{language}": getattr(one.label, language)[:300] for language in LANGUAGES}
    words = {
        f"alternatives_{language}": [word[:300] for word in one.alternatives.get(language, ())]
        for language in LANGUAGES
    }
    plain = {name: getattr(one, name) for name in ("scheme", "code", "parent_uri", "notes_fi", "version")}
    content_hash = hash_of({**texts, **words, **plain})
    return Concept(uri=one.uri, content_hash=content_hash, updated_at=now, **texts, **words, **plain)


def _report(catalogue: Catalogue, tallies: Mapping[str, _Tally], concepts: dict[str, int]) -> ImportReport:
    faults = tuple(fault for tally in tallies.values() for fault in tally.faults)
    kinds = {name: tally.counts for name, tally in tallies.items()} | {"concepts": concepts}
    of_services = tallies["services"].counts
    return ImportReport(
        source=catalogue.source.value,
        file_name=catalogue.file_name,
        added=of_services["added"],
        changed=of_services["changed"],
        unchanged=of_services["unchanged"],
        vanished=of_services["vanished"],
        refused=sum(tally.counts["refused"] for tally in tallies.values()),
        faults=faults,
        kinds=kinds,
        notes=tuple(sorted(catalogue.notes)),
    )
