"""Rows of casework, one module a question; Django finds them all here."""

from ovi.casework.models.cases import Assessment, Case, CaseClock, HandOver
from ovi.casework.models.emergency import KantaObservation, Opening

__all__ = ["Assessment", "Case", "CaseClock", "HandOver", "KantaObservation", "Opening"]
