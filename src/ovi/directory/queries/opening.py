"""What does a unit tell of itself, when is it open, and is a channel closed just now?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from ovi.directory.models import ChannelClosure, Unit, UnitInfo
from ovi.directory.opening_hours import Exceptional, Hours
from ovi.directory.queries.texts import trilingual
from ovi.directory.states import HOURED, NEVER_CLOSED_LINES, ServiceChannel
from ovi.foundation.text import Trilingual
from ovi.plumbing import statements

_EXCEPTIONS_AHEAD_DAYS = 60
_CLOSURES_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class UnitInfoView:
    """One version of what a unit tells; version 0 before anybody has published any."""

    version: int
    phone: str
    address: str
    notice: Trilingual = Trilingual()
    hours: Hours = field(default_factory=Hours)
    published_at: datetime | None = None
    by: str = ""
    restored_from: int | None = None

    def coming(self, today: date) -> tuple[Exceptional, ...]:
        """The exceptions of the next weeks, nearest first."""
        until = today + timedelta(days=_EXCEPTIONS_AHEAD_DAYS)
        return tuple(sorted((one for one in self.hours.exceptions if today <= one.on < until), key=lambda one: one.on))


@dataclass(frozen=True, slots=True)
class Closure:
    """A channel that is or will be closed, with what is said of it and the other way to reach help."""

    id: int
    unit_id: int | None
    unit: Trilingual
    channel: str
    service_line: str
    closes_at: datetime
    opens_at: datetime
    message: Trilingual
    instead: Trilingual
    by: str


def unit_infos(unit_ids: Iterable[int]) -> dict[int, UnitInfoView]:
    """The newest version of these units' information; a unit that has published none is not there. One query."""
    newest = UnitInfo.objects.filter(unit_id__in=list(unit_ids)).order_by("unit_id", "-version").distinct("unit_id")
    return {row.unit_id: _info(row) for row in newest}


def unit_info(unit: Unit) -> UnitInfoView:
    """The unit's newest information; before the first version what the unit's own row says."""
    return unit_infos([unit.pk]).get(unit.pk) or UnitInfoView(0, unit.phone, unit.address)


def unit_info_history(unit_id: int, *, limit: int = 20) -> list[UnitInfoView]:
    """The unit's versions, newest first. One query."""
    return [_info(row) for row in UnitInfo.objects.filter(unit_id=unit_id).order_by("-version")[:limit]]


@dataclass(frozen=True, slots=True)
class ClosedHours:
    """Times at which channels that keep hours are switched off: channel, line and unit ("" and None: any), when."""

    rows: tuple[tuple[str, str, int | None, tuple[datetime, datetime]], ...] = ()

    def of(self, channel: str, service_line: str, unit_id: int) -> tuple[tuple[datetime, datetime], ...]:
        """Those of one unit's channel for one line; the lines of `channel_closed` that are never closed have none."""
        if service_line in NEVER_CLOSED_LINES:
            return ()
        return tuple(
            when
            for closed, line, unit, when in self.rows
            if closed == channel and line in ("", service_line) and unit in (None, unit_id)
        )


def closures_of_hours() -> ClosedHours:
    """Every closure that has not been ended, the ones that are over too: a picture outlives an instant. One query."""
    rows = ChannelClosure.objects.filter(ended_at=None, channel__in=HOURED)
    columns = rows.values_list("channel", "service_line", "unit_id", "closes_at", "opens_at")
    return ClosedHours(tuple((channel, line, unit, (since, to)) for channel, line, unit, since, to in columns))


def channel_closed(
    channel: str, *, now: datetime, service_line: str = "", unit_id: int | None = None
) -> Closure | None:
    """The closure that holds now for this channel, service line and unit; the one that lasts longest. One query.

    A statutory notification and a line that is pending day and night are never closed, whatever rows say.
    """
    return channels_closed((channel,), now=now, service_line=service_line, unit_id=unit_id).get(channel)


def channels_closed(
    channels: Iterable[str], *, now: datetime, service_line: str = "", unit_id: int | None = None
) -> dict[str, Closure]:
    """Of these channels those that are closed now, each with its closure; as `channel_closed`.

    One query for all, and another for what is told of those that are closed.
    """
    asked = [one for one in channels if one != ServiceChannel.NOTIFICATION]
    if not asked or service_line in NEVER_CLOSED_LINES:
        return {}
    ids = [pk for (pk,) in statements.rows(_CLOSED, channels=asked, line=service_line, unit=unit_id, now=now)]
    if not ids:
        return {}
    closed = ChannelClosure.objects.filter(pk__in=ids).select_related("unit").order_by("opens_at", "-id")
    return {row.channel: _closure(row) for row in closed}  # the longest is kept


# Asked at every message that is sent, most often with nothing closed.
_CLOSED = """
select id from directory_channelclosure
where ended_at is null and closes_at <= %(now)s and opens_at > %(now)s
  and channel = any(%(channels)s) and service_line in ('', %(line)s) and (unit_id is null or unit_id = %(unit)s)
"""


def closures_now(*, now: datetime) -> list[Closure]:
    """Everything that is closed now, the next to open first: what the staff must know. One query."""
    rows = ChannelClosure.objects.filter(ended_at=None, closes_at__lte=now, opens_at__gt=now)
    return [_closure(row) for row in rows.select_related("unit").order_by("opens_at", "id")]


def closures_ahead(*, now: datetime) -> list[Closure]:
    """What is closed now or will be, by when it closes. One query."""
    rows = ChannelClosure.objects.filter(ended_at=None, opens_at__gt=now).select_related("unit")
    return [_closure(row) for row in rows.order_by("closes_at", "id")]


def closures_of_service(service_line: str, unit_ids: Iterable[int], *, now: datetime) -> list[Closure]:
    """What a reader of a service's page must know: closed now or within a week, in its units or the whole county.

    One query; none for a line that is never closed.
    """
    if not service_line or service_line in NEVER_CLOSED_LINES:
        return []
    rows = ChannelClosure.objects.filter(ended_at=None, opens_at__gt=now, closes_at__lt=now + _CLOSURES_AHEAD)
    rows = rows.filter(Q(unit=None) | Q(unit_id__in=list(unit_ids)), service_line__in=["", service_line])
    return [_closure(row) for row in rows.select_related("unit").order_by("closes_at", "id")]


def _info(row: UnitInfo) -> UnitInfoView:
    return UnitInfoView(
        version=row.version,
        phone=row.phone,
        address=row.address,
        notice=trilingual(row, "notice"),
        hours=Hours.of_json(row.hours),
        published_at=row.published_at,
        by=row.published_by_name,
        restored_from=row.restored_from,
    )


def _closure(row: ChannelClosure) -> Closure:
    return Closure(
        id=row.pk,
        unit_id=row.unit_id,
        unit=trilingual(row.unit, "name") if row.unit else Trilingual(),
        channel=row.channel,
        service_line=row.service_line,
        closes_at=row.closes_at,
        opens_at=row.opens_at,
        message=trilingual(row, "message"),
        instead=trilingual(row, "instead"),
        by=row.closed_by_name,
    )
