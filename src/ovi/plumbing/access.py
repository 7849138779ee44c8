"""Who read whose data, where and why? (käyttöloki, asiakastietolaki 703/2023.)

A view says what it showed with `note(...)`; the middleware writes it with one statement before the answer leaves.
If the log cannot be written the reader gets no data. A job seals committed rows in a hash chain each minute:
a chain per row would let only one request at a time through.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import StrIndex
from django.http import HttpRequest

from ovi.plumbing.actor import Actor
from ovi.plumbing.models import Access, AccessSeal, AccessSubject

EXTEND_MINUTES = 10
_GATE = 703_2023  # advisory lock: writers share it, the sealer takes it alone, so a sealed range is complete
_SEAL_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """One person whose data a page showed, and the relation that allows it."""

    subject_key: UUID
    relation: str
    object_kind: str = ""
    object_id: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One line of what a resident is shown of the log."""

    at: datetime
    viewer_name: str
    viewer_roles: tuple[str, ...]
    viewer_unit: str
    page: str
    purpose: str
    relation: str
    times: int
    own: bool
    object_kind: str = ""
    object_id: str = ""


def note(request: HttpRequest, *, page: str, shown: Iterable[Shown], purpose: str = "") -> None:
    """Say that this request shows client data. May be called several times; written once.

    `purpose` where it is another than the actor's usual one, such as an emergency.
    """
    if purpose:
        request.ovi_purpose = purpose  # type: ignore[attr-defined]
    noted: list[tuple[str, tuple[Shown, ...]]] = getattr(request, "ovi_access", [])
    noted.append((page, tuple(shown)))
    request.ovi_access = noted  # type: ignore[attr-defined]


def write_noted(request: HttpRequest, *, by: Actor, now: datetime, unit: str = "") -> None:
    """Write what the request noted: one `access` row and one row per person, in one statement."""
    noted: list[tuple[str, tuple[Shown, ...]]] = getattr(request, "ovi_access", [])
    shown = [one for _, several in noted for one in several]
    if shown:
        purpose = getattr(request, "ovi_purpose", "")
        write(page=noted[0][0], shown=shown, by=by, now=now, unit=unit, purpose=purpose)


def write(*, page: str, shown: Iterable[Shown], by: Actor, now: datetime, unit: str = "", purpose: str = "") -> None:
    """Append to the access log, or extend the row of the same viewer, page, purpose and persons."""
    subjects = sorted(set(shown), key=lambda one: (str(one.subject_key), one.relation, one.object_id))
    key = "|".join(f"{one.subject_key}:{one.relation}:{one.object_id}" for one in subjects)
    digest = hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()
    with connection.cursor() as cursor:  # one statement is one transaction
        cursor.execute(
            _WRITE,
            {
                "gate": _GATE,
                "now": now,
                "since": now - timedelta(minutes=EXTEND_MINUTES),
                "account": by.account_id,
                "name": by.name[:200],
                "roles": ",".join(sorted(by.roles)),
                "unit": unit[:200],
                "page": page,
                "purpose": purpose or by.purpose,
                "digest": digest,
                "keys": [one.subject_key for one in subjects],
                "relations": [one.relation for one in subjects],
                "kinds": [one.object_kind for one in subjects],
                "ids": [one.object_id for one in subjects],
            },
        )


_WRITE = """
with gate as materialized (select pg_advisory_xact_lock_shared(%(gate)s)),
extended as (
  update plumbing_access set last_at = %(now)s, times = times + 1
  where id = (select id from plumbing_access
              where account_id is not distinct from %(account)s and page = %(page)s and purpose = %(purpose)s
                and subjects_digest = %(digest)s and last_at >= %(since)s
              order by last_at desc limit 1)
  returning id),
fresh as (
  insert into plumbing_access
    (at, account_id, viewer_name, viewer_roles, viewer_unit, page, purpose, subjects_digest, last_at, times)
  select %(now)s, %(account)s, %(name)s, %(roles)s, %(unit)s, %(page)s, %(purpose)s, %(digest)s, %(now)s, 1
  from gate where not exists (select 1 from extended)
  returning id)
insert into plumbing_accesssubject (access_id, subject_key, relation, object_kind, object_id)
select fresh.id, person.* from fresh,
  unnest(%(keys)s::uuid[], %(relations)s::text[], %(kinds)s::text[], %(ids)s::text[]) as person
"""


def views_of(
    subject_key: UUID,
    *,
    since: datetime,
    own_account_id: int | None,
    among: Mapping[str, QuerySet[Any, Any]] | None = None,
    secret_units: QuerySet[Any, Any] | None = None,
    limit: int = 100,
) -> list[View]:
    """Who has looked at this person's data since `since`, newest first. One query.

    Of a kind of object named in `among`, only these objects' views; of `secret_units`, no views but those. Both
    are querysets with a text column `written`, read in the same statement.
    """
    allowed, named = Q(), Q(pk__in=[])
    for kind, ids in (among or {}).items():
        listed = Q(object_id__in=ids.values("written"))
        named |= Q(object_kind=kind) & listed
        allowed &= ~Q(object_kind=kind) | listed
    if secret_units is not None:
        # A worker of several units stands in the log with all their names, so a name is looked for within.
        within = StrIndex(OuterRef("access__viewer_unit"), F("written"))
        allowed &= ~Exists(secret_units.annotate(within=within).filter(within__gt=0)) | named
    rows = (
        AccessSubject.objects.filter(allowed, subject_key=subject_key, access__last_at__gte=since)
        .select_related("access")
        .order_by("-access_id")[:limit]
    )
    return [
        View(
            at=row.access.last_at,
            viewer_name=row.access.viewer_name,
            viewer_roles=tuple(row.access.viewer_roles.split(",")),
            viewer_unit=row.access.viewer_unit,
            page=row.access.page,
            purpose=row.access.purpose,
            relation=row.relation,
            times=row.access.times,
            own=own_account_id is not None and row.access.account_id == own_account_id,
            object_kind=row.object_kind,
            object_id=row.object_id,
        )
        for row in rows
    ]


def seal(*, now: datetime) -> int:
    """Seal all committed, unsealed rows; returns how many. Safe to repeat and to race."""
    sealed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_GATE])
            last = AccessSeal.objects.order_by("-last_id").first()
            after = last.last_id if last else 0
            previous = last.digest if last else ""
            ids = list(Access.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:_SEAL_BATCH])
            if not ids:
                return sealed
            digest, rows = _digest(after + 1, ids[-1], previous)
            AccessSeal.objects.create(
                sealed_at=now,
                first_id=after + 1,
                last_id=ids[-1],
                rows=rows,
                previous=previous,
                digest=digest,
            )
            sealed += rows


def verify() -> Iterator[str]:
    """What is wrong with the sealed access log, in plain words; nothing when it is whole."""
    previous, expected_first = "", 1
    for link in AccessSeal.objects.order_by("id").iterator():
        if link.first_id != expected_first or link.previous != previous:
            yield f"Seal {link.id} does not follow the one before it: seals have been removed or changed."
        digest, rows = _digest(link.first_id, link.last_id, link.previous)
        if rows != link.rows:
            yield f"Seal {link.id} covers {link.rows} rows, but {rows} are there: rows were removed or added."
        elif digest != link.digest:
            yield f"Seal {link.id}: a row between {link.first_id} and {link.last_id} has been changed."
        previous, expected_first = link.digest, link.last_id + 1


def _digest(first: int, last: int, previous: str) -> tuple[str, int]:
    """SHA-256 over the previous digest and every sealed column of the rows; and the number of rows."""
    chain, rows = hashlib.sha256(previous.encode()), 0
    with connection.cursor() as cursor:
        cursor.execute(_SEALED_ROWS, [first, last])
        for row in cursor.fetchall():
            rows += 1
            chain.update(repr(_plain(row)).encode())
    return chain.hexdigest(), rows


def _plain(row: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in row)


_SEALED_ROWS = """
select a.id, extract(epoch from a.at)::numeric(20, 6), a.account_id, a.viewer_name, a.viewer_roles, a.viewer_unit,
       a.page, a.purpose, a.subjects_digest,
       (select string_agg(concat_ws(' ', s.subject_key, s.relation, s.object_kind, s.object_id), ';' order by s.id)
        from plumbing_accesssubject s where s.access_id = a.id)
from plumbing_access a where a.id between %s and %s order by a.id
"""
