"""By which way does this notice go next? As the person asked, then as safe contact allows, each as long as it may work.

Judged anew before every try, so that a rule set meanwhile holds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from ovi.foundation.refusals import Refused
from ovi.people.addresses import spelled
from ovi.people.models import Notice, Person
from ovi.people.notice_texts import notices
from ovi.people.queries.reaching import allowed_ways, letter_needs_safe, never_by, shared_with_others
from ovi.people.states import NOTICE_WAYS, POINT_OF, NotifyKind, Purpose, TryOutcome, Way
from ovi.plumbing.outbound.ways import is_open
from ovi.plumbing.settings import settings

_ENDED = (TryOutcome.REFUSED, TryOutcome.BOUNCED)


@dataclass(frozen=True, slots=True)
class NextWay:
    """The way, the address (empty for Suomi.fi) and whether others use it too."""

    way: Way
    to: str
    point_id: int | None = None
    shared: bool = False


def next_way(notice: Notice, *, now: datetime) -> NextWay | None:
    """The first that is open here, has not refused this notice, and has tries left; None where none is."""
    past = list(notice.attempts.values_list("way", "point_id", "outcome"))
    over = {(way, point) for way, point, outcome in past if outcome in _ENDED}
    tried: Counter[tuple[str, int | None]] = Counter((way, point) for way, point, _outcome in past)
    for one in candidates(notice, now=now):
        at = (one.way, one.point_id)
        if at in over or tried[at] >= settings().notice_tries:
            continue
        if one.way is Way.LETTER or is_open(one.way):
            return one
    return None


def candidates(notice: Notice, *, now: datetime) -> list[NextWay]:
    """Every way that may carry this notice now, in order; the address asked for comes first."""
    purpose = notices().kinds[NotifyKind(notice.kind)].purpose
    person = notice.person
    if person is None:
        return [NextWay(Way(notice.way), notice.to)] if notice.way else []
    found = _asked_for(notice, person, purpose, now) if notice.way else []
    if notice.code and notice.way:  # a code goes where it was asked for and nowhere else
        return found
    allowed = allowed_ways(person, purpose, now, matter=notice.number, minors_own=notice.minors_own)
    return found + [
        NextWay(one.way, one.to, one.point_id, one.shared) for one in allowed if one.way in NOTICE_WAYS
    ]  # fmt: skip


def _asked_for(notice: Notice, person: Person, purpose: Purpose, now: datetime) -> list[NextWay]:
    """The address that was given for this notice, unless the person has said otherwise or it betrays a minor."""
    way = Way(notice.way)
    if never_by(person.pk, way, purpose, now, matter=notice.number):
        return []
    if way is Way.SUOMI_FI:
        return [NextWay(way, "")]
    if not notice.to or (way is Way.LETTER and letter_needs_safe(person, now)):
        return []
    try:
        kept, matched = spelled(POINT_OF[way], notice.to)
    except Refused:
        return []
    shared = way is not Way.LETTER and bool(shared_with_others(person.pk, [matched]))
    if shared and notice.minors_own:
        return []
    return [NextWay(way, matched if way is Way.SMS else kept, shared=shared)]
