"""Which statutory limits follow from an assessment? The same answer for the preview and for what is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ovi.casework.models import Case
from ovi.foundation.text import Trilingual
from ovi.law import Clock, Matter, clocks_for, load_law
from ovi.law.vocabulary import CareReason, Register, ServiceLine, Urgency
from ovi.people.models import Person


@dataclass(frozen=True, slots=True)
class AssessedNeed:
    """What a professional judged: the fields that decide which limits apply (domain.md §1.2)."""

    care_reason: str
    urgency: str
    service_line: str
    general_medicine: bool = False
    plan_based: bool = False
    certificate_only: bool = False
    preventive: bool = False


def matter_of(
    *,
    register: str,
    service_line: str,
    contact_at: datetime,
    person: Person | None,
    assessed: AssessedNeed | None = None,
    assessed_at: datetime | None = None,
) -> Matter:
    """The need as the law sees it. A social matter is pending from its arrival (vireilletulo)."""
    known: dict[str, object] = {}
    if assessed is not None:
        known = {
            "assessed_at": assessed_at,
            "urgency": Urgency(assessed.urgency),
            "care_reason": CareReason(assessed.care_reason),
            "general_medicine": assessed.general_medicine,
            "plan_based": assessed.plan_based,
            "certificate_only": assessed.certificate_only,
            "preventive": assessed.preventive,
        }
    return Matter(
        service_line=ServiceLine(assessed.service_line if assessed else service_line),
        register=Register(register),
        birth_date=person.birth_date if person else None,
        highest_care_allowance=person.highest_care_allowance if person else None,
        contact_at=contact_at,
        pending_at=contact_at if register == Register.SOCIAL_WELFARE else None,
        **known,  # type: ignore[arg-type]
    )


def limits_preview(case_id: int, assessed: AssessedNeed, *, now: datetime) -> list[Clock]:
    """The clocks that the case would have, were the need assessed so at `now`. One query; writes nothing."""
    case = Case.objects.select_related("person").get(pk=case_id)
    matter = matter_of(
        register=case.register,
        service_line=case.service_line,
        contact_at=case.contact_at,
        person=case.person,
        assessed=assessed,
        assessed_at=now,
    )
    clocks, _ = clocks_for(matter, load_law())
    return clocks


def clock_texts(rule_id: str, valid_from: date) -> tuple[Trilingual | None, Trilingual | None]:
    """The name and the reference of the row that a stored clock follows; None where the files no longer hold it."""
    law = load_law()
    row = law.row(rule_id, valid_from)
    return (row.names, law.rule(rule_id).reference(row)) if row else (None, None)
