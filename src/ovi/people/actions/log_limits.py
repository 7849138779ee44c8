"""How is it decided that somebody is told less of the log, or a guardian more? By a professional, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.foundation.identifiers import mask_hetu
from ovi.foundation.refusals import Refused
from ovi.people.models import LogLimit, Person
from ovi.people.policies import LIMIT_LOG, SHORTEST_REASON
from ovi.people.states import LogLimitKind
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor


@transaction.atomic
def limit_log(
    *, person: Person, kind: LogLimitKind, reason: str, by: Actor, now: datetime, object_kind: str = "",
    object_id: str = "",
) -> LogLimit:  # fmt: skip
    """Withhold from (or open to) the reader what `kind` says; everything, or what concerns one object."""
    LIMIT_LOG.require(by)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("Write the reason so that a reviewer understands it.", code="log_limit.reason")
    row = LogLimit.objects.create(
        person=person, kind=kind, object_kind=object_kind, object_id=object_id, reason=mask_hetu(reason.strip()),
        set_by_id=by.own_account(), set_at=now,
    )  # fmt: skip
    audit.record(
        "people.log_limited", by=by, now=now, object_kind="log_limit", object_id=row.pk,
        subject_key=person.subject_key, kind=kind,
    )  # fmt: skip
    return row


@transaction.atomic
def end_log_limit(*, limit_id: int, person: Person, by: Actor, now: datetime) -> None:
    """The limit holds no longer; it stays in the rows."""
    LIMIT_LOG.require(by)
    changed = LogLimit.objects.filter(pk=limit_id, person=person, ended_at=None).update(ended_at=now)
    if changed:
        audit.record(
            "people.log_limit_ended", by=by, now=now, object_kind="log_limit", object_id=limit_id,
            subject_key=person.subject_key,
        )  # fmt: skip
