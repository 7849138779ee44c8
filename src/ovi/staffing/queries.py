"""Who holds a competence on a day, and how many clients may one worker have by law?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from ovi.foundation.intervals import DateInterval
from ovi.people.models import Professional
from ovi.staffing.definitions import CaseloadCap, caseload_caps, competence_kinds, competence_name
from ovi.staffing.models import Competence

__all__ = ["CaseloadCap", "Holder", "caps_on", "competence_name", "holders", "holds", "known_competences"]


@dataclass(frozen=True, slots=True)
class Holder:
    """A professional who holds a competence on the day asked about; valid_to None: until further notice."""

    professional_id: int
    name: str
    valid_to: date | None


def known_competences() -> frozenset[str]:
    """The codes of every competence there is a definition of."""
    return frozenset(competence_kinds())


def holds(professional_id: int, code: str, *, today: date) -> bool:
    """Does this professional hold the competence on this day?"""
    return _valid(code, today).filter(professional=professional_id).exists()


def holders(code: str, *, units: Iterable[int], today: date) -> tuple[Holder, ...]:
    """The professionals of these units who hold the competence on this day, in Finnish order."""
    here = Professional.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), unit__in=units, valid_from__lte=today)
    rows = _valid(code, today).filter(professional__in=here).order_by("professional__sort_name", "professional")
    found = rows.values_list("professional", "professional__name", "valid_to")
    return tuple({row[0]: Holder(*row) for row in found}.values())


def _valid(code: str, today: date) -> QuerySet[Competence]:
    return Competence.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today), code=code, valid_from__lte=today)


def caps_on(today: date) -> tuple[CaseloadCap, ...]:
    """The lawful caps on a worker's caseload that are in force on this day."""
    return tuple(cap for cap in caseload_caps() if DateInterval(cap.valid_from, cap.valid_to).contains(today))
