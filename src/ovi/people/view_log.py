"""What may this reader be told of who has viewed a person's data? The one filter of the log that residents see.

The law gives the client the log (703/2023 11 §) and lets it be withheld where telling would endanger the client's
health or care or somebody's rights. A minor may forbid their guardian; child protection is told to no guardian or
proxy here, but by its own workers. The full log stays; only what is shown is less.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from ovi.foundation.calendar import helsinki_date
from ovi.people.models import LogLimit, Person
from ovi.people.representing import guardian_may_see
from ovi.people.states import LogLimitKind, LogReader
from ovi.plumbing import access
from ovi.plumbing.access import View
from ovi.plumbing.actor import Actor

Object = tuple[str, str]  # kind and id, as the access log names what was viewed


def view_log(
    person: Person, *, reader: LogReader, secret: Collection[Object] = (), own_account_id: int | None,
    since: datetime, now: datetime,
) -> list[View]:  # fmt: skip
    """The views this reader may be told of, newest first. Two queries. `secret`: objects of child protection."""
    views = access.views_of(person.subject_key, since=since, own_account_id=own_account_id)
    today = helsinki_date(now)
    return told(views, _limits(person.pk, now), reader=reader, secret=secret, born=person.birth_date, today=today)


def own_view_log(
    by: Actor, *, since: datetime, now: datetime, among: Mapping[str, QuerySet[Any, Any]] | None = None,
    secret_units: QuerySet[Any, Any] | None = None,
) -> list[View]:  # fmt: skip
    """What a resident is told of the log of their own data, `among` and `secret_units` as access.views_of takes them.

    Two queries.
    """
    if by.subject_key is None or by.person_id is None:
        return []
    views = access.views_of(
        by.subject_key, since=since, own_account_id=by.account_id, among=among, secret_units=secret_units
    )
    limits = _limits(by.person_id, now)
    return told(views, limits, reader=LogReader.SELF, secret=(), born=None, today=helsinki_date(now))


def _limits(person_id: int, now: datetime) -> list[LogLimit]:
    return list(LogLimit.objects.filter(Q(ended_at=None) | Q(ended_at__gt=now), person=person_id, set_at__lte=now))


def told(
    views: Iterable[View], limits: Collection[LogLimit], *, reader: LogReader, secret: Collection[Object],
    born: date | None, today: date,
) -> list[View]:  # fmt: skip
    """The rule itself, without a database: what stays of `views` for this reader."""
    if reader is LogReader.GUARDIAN and not guardian_may_see([one.kind for one in limits], born, today):
        return []
    withheld = {LogLimitKind.DANGER}
    if reader is not LogReader.SELF:
        withheld.add(LogLimitKind.FORBIDDEN_BY_MINOR)
    hiding = [limit for limit in limits if limit.kind in withheld]
    return [
        one
        for one in views
        if not any(_covers(limit, one) for limit in hiding)
        and (reader is LogReader.SELF or (one.object_kind, one.object_id) not in secret)
    ]


def _covers(limit: LogLimit, view: View) -> bool:
    return not limit.object_kind or (limit.object_kind, limit.object_id) == (view.object_kind, view.object_id)
