"""How does a competence come and go? It is written down with what proves it, and ended on a day, never erased."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.models import Professional
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor, Role
from ovi.staffing.definitions import competence_kinds
from ovi.staffing.models import Competence
from ovi.staffing.policies import COMPETENCE


@transaction.atomic
def record_competence(
    *, professional_id: int, code: str, valid_from: date, valid_to: date | None, source: str, by: Actor, now: datetime
) -> Competence:
    """Write down that a professional holds a competence from a day, with what proves it."""
    COMPETENCE.require(by)
    _require_theirs(professional_id, by)
    if code not in competence_kinds():
        raise Refused(
            f"There is no competence '{code}'. Known: {', '.join(sorted(competence_kinds()))}.",
            code="competence.unknown",
        )
    if valid_to is not None and valid_to <= valid_from:
        raise Refused("The competence must end after it begins. Check the days.", code="competence.period")
    if not source.strip():
        raise Refused("Say what proves the competence, for example the certificate.", code="competence.source")
    try:
        with transaction.atomic():
            row = Competence.objects.create(
                professional_id=professional_id, code=code, valid_from=valid_from, valid_to=valid_to,
                source=source.strip(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("The competence has already been recorded from that day.", code="competence.once") from error
    _audit("competence_recorded", row, by=by, now=now)
    return row


@transaction.atomic
def end_competence(*, professional_id: int, code: str, by: Actor, now: datetime) -> int:
    """End a competence from today; one that began today is ended tomorrow. Returns how many rows ended."""
    COMPETENCE.require(by)
    _require_theirs(professional_id, by)
    today = helsinki_date(now)
    rows = Competence.objects.select_for_update().filter(professional=professional_id, code=code, valid_to=None)
    for row in rows:
        row.valid_to = max(today, row.valid_from + (today.resolution))
        row.save(update_fields=["valid_to"])
        _audit("competence_ended", row, by=by, now=now)
    return len(rows)


def _require_theirs(professional_id: int, by: Actor) -> None:
    """A manager writes of their own units' people; the operator and the product of anyone's."""
    unit_id = Professional.objects.filter(pk=professional_id).values_list("unit_id", flat=True).first()
    if unit_id is None:
        raise Refused("There is no such professional.", code="competence.professional")
    if not by.has(Role.OPERATOR, Role.SYSTEM) and unit_id not in by.units:
        raise Refused("The professional works in another unit. Ask its manager.", code="competence.not_yours")


def _audit(action: str, row: Competence, *, by: Actor, now: datetime) -> None:
    audit.record(
        f"staffing.{action}", by=by, now=now, object_kind="professional", object_id=row.professional_id, code=row.code
    )
