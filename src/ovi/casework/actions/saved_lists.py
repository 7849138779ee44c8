"""How does a unit keep a list of services? Saved, copied, opened, deleted and brought back; no client in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.casework.models import SavedList, SavedListItem
from ovi.casework.policies import TRAY, require_list_of_unit, require_no_identity, require_professional
from ovi.directory.models import Service
from ovi.foundation.refusals import Fault, Refused
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

ITEMS_MAX = 60
_LENGTHS = {"name": 120, "for_whom": 200, "note": 1000}


@transaction.atomic
def save_list(
    *, unit_id: int, name: str, for_whom: str, note: str, services: Sequence[int], public: bool,
    by: Actor, now: datetime, list_id: int | None = None, based_on: int = 0,
) -> SavedList:  # fmt: skip
    """Save a new list, or a change of one. `based_on`: the version that was changed, so nobody's work is lost."""
    require_list_of_unit(by, unit_id)
    me = require_professional(by)
    texts = {"name": name.strip(), "for_whom": for_whom.strip(), "note": note.strip()}
    chosen = _valid(texts, services)
    if list_id is None:
        row = SavedList(unit_id=unit_id, made_by_id=me, version=0)
    else:
        row = _locked(list_id, by)
        if row.version != based_on:
            raise Refused(
                "Somebody has changed the list meanwhile. Open it again and make your change to it.",
                code="saved_list.state",
            )
    row.unit_id, row.public, row.saved_at, row.version = unit_id, public, now, row.version + 1
    for field, text in texts.items():
        setattr(row, field, text)
    row.save()
    row.items.all().delete()
    SavedListItem.objects.bulk_create(
        SavedListItem(saved_list=row, service_id=pk, position=place) for place, pk in enumerate(chosen, 1)
    )
    _audit("list_saved", row, by=by, now=now, version=row.version, public=public)
    return row


@transaction.atomic
def copy_list(*, list_id: int, unit_id: int, name: str, by: Actor, now: datetime) -> SavedList:
    """A copy for one's own unit, of any unit's list; not open to anyone until its new keepers say so."""
    TRAY.require(by)
    source = SavedList.objects.filter(pk=list_id, deleted_at=None).first()
    if source is None:
        raise Refused(_MISSING, code="saved_list.missing")
    services = list(source.items.order_by("position").values_list("service_id", flat=True))
    return save_list(
        unit_id=unit_id, name=name[: _LENGTHS["name"]], for_whom=source.for_whom, note=source.note, services=services,
        public=False, by=by, now=now,
    )  # fmt: skip


@transaction.atomic
def delete_list(*, list_id: int, by: Actor, now: datetime) -> SavedList:
    """Delete a list; it can be brought back. Its address stops working at once."""
    row = _locked(list_id, by, deleted=True)
    if row.deleted_at is None:
        row.deleted_at = now
        row.save(update_fields=["deleted_at"])
        _audit("list_deleted", row, by=by, now=now)
    return row


@transaction.atomic
def restore_list(*, list_id: int, by: Actor, now: datetime) -> SavedList:
    """Bring a deleted list back as it was."""
    row = _locked(list_id, by, deleted=True)
    if row.deleted_at is not None:
        row.deleted_at = None
        row.save(update_fields=["deleted_at"])
        _audit("list_restored", row, by=by, now=now)
    return row


def _locked(list_id: int, by: Actor, *, deleted: bool = False) -> SavedList:
    row = SavedList.objects.select_for_update().filter(pk=list_id).first()
    if row is None or (row.deleted_at is not None and not deleted):
        raise Refused(_MISSING, code="saved_list.missing")
    require_list_of_unit(by, row.unit_id)
    return row


def _valid(texts: dict[str, str], services: Sequence[int]) -> list[int]:
    """The services in order, each once; Refused with every fault of the input."""
    require_no_identity(**texts)
    chosen = list(dict.fromkeys(services))
    faults = [Fault(name, _LONG) for name, longest in _LENGTHS.items() if len(texts[name]) > longest]
    if not texts["name"]:
        faults.append(Fault("name", gettext_noop("Give the list a name.")))
    if len(chosen) > ITEMS_MAX:
        faults.append(Fault("services", gettext_noop("A list holds at most 60 services. Take some out.")))
    elif Service.objects.filter(pk__in=chosen).count() != len(chosen):
        faults.append(Fault("services", gettext_noop("A service of the list is no longer in the catalogue.")))
    if faults:
        raise Refused("Nothing was saved. Correct these points.", code="saved_list.input", faults=faults)
    return chosen


def _audit(action: str, row: SavedList, *, by: Actor, now: datetime, **details: Any) -> None:
    audit.record(f"casework.{action}", by=by, now=now, object_kind="saved_list", object_id=row.pk, **details)


_MISSING = gettext_noop("There is no such list. It may have been deleted.")
_LONG = gettext_noop("The text is too long. Shorten it.")
