"""How does a municipality's near service come to be, and its calendar of stops?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.directory.models import Municipality, NearService, NearStop
from ovi.directory.policies import EDIT_NEAR, require_manages_unit
from ovi.directory.service_lines import LINES
from ovi.directory.states import NearKind
from ovi.foundation.calendar import HELSINKI, holidays
from ovi.foundation.refusals import Fault, Refused
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

CHOICES = 3  # near services of one municipality at a time (the programme's plan: three for each)
STOPS_AT_ONCE = 120
_WEEKS = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class NearContent:
    """What is told of a near service; the fields of its row."""

    municipality_id: str
    unit_id: int
    service_line: str
    kind: str
    name_fi: str
    name_sv: str
    name_en: str
    about_fi: str
    about_sv: str
    about_en: str
    baseline: str
    target: str
    target_on: date
    valid_from: date
    valid_to: date | None


@transaction.atomic
def save_near_service(*, pk: int | None = None, content: NearContent, by: Actor, now: datetime) -> NearService:
    """Choose a near service for a municipality, or change one. At most CHOICES at a time for each municipality."""
    EDIT_NEAR.require(by)
    require_manages_unit(by, content.unit_id)
    # One lock a municipality: two managers cannot both take the last of its three places.
    place = Municipality.objects.select_for_update().filter(pk=content.municipality_id).first()
    row = NearService() if pk is None else _locked(pk, by)
    faults = _faults(content)
    if place is None:
        faults.append(Fault("municipality", gettext_noop("Choose the municipality.")))
    elif _running(place, content, row) >= CHOICES:
        faults.append(Fault("municipality", _FULL))
    if faults:
        raise Refused("The near service was not saved. Correct these points.", code="near.input", faults=faults)
    for name, value in asdict(content).items():
        setattr(row, name, value)
    row.save()
    audit.record("directory.near_saved", by=by, now=now, object_kind="near_service", object_id=row.pk,
                 municipality=content.municipality_id, unit=content.unit_id)  # fmt: skip
    return row


def _locked(pk: int, by: Actor) -> NearService:
    row = NearService.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise Refused("There is no such near service.", code="near.missing")
    require_manages_unit(by, row.unit_id)
    return row


def _running(place: Municipality, content: NearContent, row: NearService) -> int:
    """How many other near services of the municipality run at some time during this one's."""
    others = place.near_services.exclude(pk=row.pk).exclude(valid_to__lte=content.valid_from)
    return (others.filter(valid_from__lt=content.valid_to) if content.valid_to else others).count()


def _faults(content: NearContent) -> list[Fault]:
    faults = []
    if content.service_line not in LINES:
        faults.append(Fault("service_line", gettext_noop("Choose the service.")))
    if content.kind not in set(NearKind):
        faults.append(Fault("kind", gettext_noop("Choose whether it stays in one place or moves.")))
    if not content.name_fi.strip():
        faults.append(Fault("name_fi", gettext_noop("Give the name in Finnish.")))
    if not content.about_fi.strip():
        faults.append(Fault("about_fi", gettext_noop("Tell residents in Finnish what they get here.")))
    for name in ("baseline", "target"):
        if not getattr(content, name).strip():
            faults.append(Fault(name, gettext_noop("Describe it: every municipality is described in the same way.")))
    if content.valid_to is not None and content.valid_to <= content.valid_from:
        faults.append(Fault("valid_to", gettext_noop("It ends before it begins. Check the dates.")))
    if content.target_on < content.valid_from:
        faults.append(Fault("target_on", gettext_noop("The target's day is before the beginning. Check the dates.")))
    return faults


@dataclass(frozen=True, slots=True)
class Round:
    """Stops that repeat: from `first_on` to `last_on`, every `weeks` weeks, at the same time and place."""

    first_on: date
    last_on: date
    weeks: int
    opens: time
    closes: time
    place: str
    address: str = ""

    def days(self) -> Iterator[date]:
        """The days, without public holidays."""
        day = self.first_on
        while day <= self.last_on:
            if day not in holidays(day.year):
                yield day
            day += timedelta(weeks=self.weeks)


@transaction.atomic
def plan_stops(*, service_id: int, stops: Round, by: Actor, now: datetime) -> int:
    """Add stops to the calendar and give their number; those that are there already stay as they are."""
    EDIT_NEAR.require(by)
    service = _locked(service_id, by)
    faults = _round_faults(stops, service)
    days = [] if faults else list(stops.days())
    if not faults and not days:
        faults.append(Fault("last_on", gettext_noop("No day is left: public holidays are left out.")))
    if len(days) > STOPS_AT_ONCE:
        faults.append(Fault("last_on", gettext_noop("At most 120 stops at a time. Choose an earlier last day.")))
    if faults:
        raise Refused("The stops were not added. Correct these points.", code="near.stops", faults=faults)
    rows = [
        NearStop(
            service=service,
            opens_at=datetime.combine(day, stops.opens, HELSINKI),
            closes_at=datetime.combine(day, stops.closes, HELSINKI),
            place=stops.place.strip(),
            address=stops.address.strip(),
        )
        for day in days
    ]
    before = service.stops.count()
    NearStop.objects.bulk_create(rows, ignore_conflicts=True)
    added = service.stops.count() - before
    audit.record("directory.near_stops", by=by, now=now, object_kind="near_service", object_id=service_id, added=added)
    return added


def _round_faults(stops: Round, service: NearService) -> list[Fault]:
    faults = []
    if stops.last_on < stops.first_on:
        faults.append(Fault("last_on", gettext_noop("The last day is before the first. Check the dates.")))
    if stops.first_on < service.valid_from or (service.valid_to and stops.last_on >= service.valid_to):
        faults.append(Fault("first_on", gettext_noop("The service does not run then. Check the dates.")))
    if stops.weeks not in _WEEKS:
        faults.append(Fault("weeks", gettext_noop("Choose how often it comes.")))
    if stops.closes <= stops.opens:
        faults.append(Fault("closes", gettext_noop("It closes before it opens. Check the times.")))
    if not stops.place.strip():
        faults.append(Fault("place", gettext_noop("Tell where it stops.")))
    return faults


@transaction.atomic
def call_off_stop(*, stop_id: int, reason: str, by: Actor, now: datetime) -> NearStop:
    """Call one stop off with a reason that residents read; an empty reason takes the stop back into use."""
    EDIT_NEAR.require(by)
    stop = NearStop.objects.select_for_update().select_related("service").filter(pk=stop_id).first()
    if stop is None:
        raise Refused("There is no such stop.", code="near.missing")
    require_manages_unit(by, stop.service.unit_id)
    if stop.closes_at <= now:
        raise Refused("The stop has already been. It cannot be changed.", code="near.past.state")
    stop.called_off = " ".join(reason.split())[:300]
    stop.save(update_fields=["called_off"])
    done = "called_off" if stop.called_off else "taken_back"
    audit.record(f"directory.near_stop_{done}", by=by, now=now, object_kind="near_stop", object_id=stop_id)
    return stop


_FULL = gettext_noop("The municipality already has three near services at that time. End one of them first.")
