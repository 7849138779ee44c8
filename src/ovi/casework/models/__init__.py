"""Rows of casework, one module a question; Django finds them all here."""

from ovi.casework.models.cases import Assessment, Case, CaseClock, HandOver
from ovi.casework.models.moments import CaseLink, CaseMoment

__all__ = ["Assessment", "Case", "CaseClock", "CaseLink", "CaseMoment", "HandOver"]
