"""How is a choice of figures kept under a name? Saved, renamed, shared with one's unit, opened first, deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.foundation.refusals import Refused
from ovi.performance.models import SavedView
from ovi.performance.policies import SEE_FIGURES
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

MOST = 50


@transaction.atomic
def save_view(*, name: str, query: str, unit_id: int | None, by: Actor, now: datetime) -> SavedView:
    """Keep a choice; under a name of one's own that is in use it takes that view's place."""
    SEE_FIGURES.require(by)
    _require_shareable(unit_id, by)
    owner = by.own_account()
    if SavedView.objects.filter(owner_id=owner).exclude(name=name).count() >= MOST:
        raise Refused("You have fifty views already. Delete one that you no longer need.", code="view.many")
    row, _made = SavedView.objects.update_or_create(
        owner_id=owner, name=name, defaults={"query": query, "unit_id": unit_id, "saved_at": now}
    )
    audit.record("performance.save_view", by=by, now=now, object_kind="saved_view", object_id=row.pk, shared=unit_id)
    return row


@transaction.atomic
def change_view(view_id: int, *, name: str, unit_id: int | None, by: Actor, now: datetime) -> None:
    """Give one's own view another name, and share it or no longer."""
    row = _own(view_id, by)
    _require_shareable(unit_id, by)
    if SavedView.objects.filter(owner_id=row.owner_id, name=name).exclude(pk=row.pk).exists():
        raise Refused("You already have a view of that name. Choose another name.", code="view.name")
    row.name, row.unit_id = name, unit_id
    row.save()
    audit.record("performance.change_view", by=by, now=now, object_kind="saved_view", object_id=row.pk, shared=unit_id)


@transaction.atomic
def open_view_first(view_id: int, *, first: bool, by: Actor, now: datetime) -> None:
    """Let one's own view be what the page opens with, in place of any other, or no longer."""
    row = _own(view_id, by)
    SavedView.objects.filter(owner_id=row.owner_id, opens_first=True).update(opens_first=False)
    if first:
        SavedView.objects.filter(pk=row.pk).update(opens_first=True)
    audit.record("performance.open_first", by=by, now=now, object_kind="saved_view", object_id=row.pk, first=first)


@transaction.atomic
def delete_view(view_id: int, *, by: Actor, now: datetime) -> None:
    """Delete one's own view; whom it was shared with lose it too."""
    row = _own(view_id, by)
    audit.record("performance.delete_view", by=by, now=now, object_kind="saved_view", object_id=row.pk)
    row.delete()


def _own(view_id: int, by: Actor) -> SavedView:
    SEE_FIGURES.require(by)
    row = SavedView.objects.select_for_update().filter(pk=view_id, owner_id=by.own_account()).first()
    if row is None:
        raise Refused("There is no such view among your own.", code="view.unknown")
    return row


def _require_shareable(unit_id: int | None, by: Actor) -> None:
    if unit_id is not None and unit_id not in by.units:
        raise Refused("A view can be shared with your own units only. Choose one of them.", code="view.unit")
