"""How is one channel closed for a time with a message, and opened again before it?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.directory.models import ChannelClosure, Unit
from ovi.directory.policies import CLOSE_CHANNEL, require_manages_unit
from ovi.directory.service_lines import LINES
from ovi.directory.states import CLOSABLE, COUNTY_ONLY, NEVER_CLOSED_LINES
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import Trilingual
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

LONGEST = timedelta(days=92)  # a longer change belongs to the opening hours and the catalogue


@transaction.atomic
def close_channel(
    *,
    channel: str,
    unit_id: int | None,
    service_line: str,
    closes_at: datetime,
    opens_at: datetime,
    message: Trilingual,
    instead: Trilingual,
    by: Actor,
    now: datetime,
) -> ChannelClosure:
    """Close a channel in a unit (None: in the whole county) for [closes_at, opens_at). It opens by itself."""
    CLOSE_CHANNEL.require(by)
    require_manages_unit(by, unit_id)
    faults = _place_faults(channel, unit_id, service_line) + _time_faults(closes_at, opens_at, now)
    if faults := faults + _text_faults(message, instead):
        raise Refused("The channel was not closed. Correct these points.", code="channel.input", faults=faults)
    row = ChannelClosure.objects.create(
        unit_id=unit_id, channel=channel, service_line=service_line, closes_at=closes_at, opens_at=opens_at,
        message_fi=message.fi.strip(), message_sv=message.sv.strip(), message_en=message.en.strip(),
        instead_fi=instead.fi.strip(), instead_sv=instead.sv.strip(), instead_en=instead.en.strip(),
        closed_by_name=by.name,
    )  # fmt: skip
    audit.record(
        "directory.channel_closed", by=by, now=now, object_kind="closure", object_id=row.pk, channel=channel,
        unit=unit_id, service_line=service_line, opens_at=opens_at.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def open_channel(*, closure_id: int, by: Actor, now: datetime) -> ChannelClosure:
    """Open a closed channel before its time, or take back a closure that has not begun."""
    CLOSE_CHANNEL.require(by)
    row = ChannelClosure.objects.select_for_update().filter(pk=closure_id).first()
    if row is None:
        raise Refused("There is no such closure.", code="channel.missing")
    require_manages_unit(by, row.unit_id)
    if row.ended_at is not None or row.opens_at <= now:
        raise Refused("The channel is already open.", code="channel.state")
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    audit.record(
        "directory.channel_opened", by=by, now=now, object_kind="closure", object_id=row.pk, channel=row.channel
    )
    return row


def _place_faults(channel: str, unit_id: int | None, service_line: str) -> list[Fault]:
    faults = []
    if channel not in set(CLOSABLE):
        faults.append(Fault("channel", _NEVER))
    if unit_id is not None and channel in COUNTY_ONLY:
        faults.append(Fault("channel", _COUNTY))
    if unit_id is not None and not Unit.objects.filter(pk=unit_id).exists():
        faults.append(Fault("unit", _UNIT))
    if service_line and service_line not in LINES:
        faults.append(Fault("service_line", _LINE))
    if service_line in NEVER_CLOSED_LINES:
        faults.append(Fault("service_line", _NEVER))
    return faults


def _time_faults(closes_at: datetime, opens_at: datetime, now: datetime) -> list[Fault]:
    if opens_at <= closes_at:
        return [Fault("opens_at", _ORDER)]
    if opens_at <= now:
        return [Fault("opens_at", _PAST)]
    return [Fault("opens_at", _LONG)] if opens_at - closes_at > LONGEST else []


def _text_faults(message: Trilingual, instead: Trilingual) -> list[Fault]:
    faults = []
    needed = ("fi", "sv") if "sv" in county(settings().county).languages else ("fi",)
    for name, text, limit in (("message", message, 600), ("instead", instead, 300)):
        faults += [Fault(f"{name}_{code}", _WRITE) for code in needed if not getattr(text, code).strip()]
        for code in ("fi", "sv", "en"):
            written = getattr(text, code)
            faults += [Fault(f"{name}_{code}", _TEXT)] if len(written) > limit or "\x00" in written else []
    return faults


_NEVER = gettext_noop("A statutory notification and child protection are open day and night and cannot be closed.")
_COUNTY = gettext_noop(
    "The contact form belongs to the whole county. Choose the whole county and, if you wish, a service."
)
_UNIT = gettext_noop("There is no such unit.")
_LINE = gettext_noop("There is no such service.")
_ORDER = gettext_noop("The channel opens before it closes. Check the times.")
_PAST = gettext_noop("The time of opening has already passed. Give a later one.")
_LONG = gettext_noop("A channel can be closed for three months at most. For longer, change the opening hours.")
_WRITE = gettext_noop("Write this in every official language of the county.")
_TEXT = gettext_noop("The text is too long or has a character that cannot be stored.")
