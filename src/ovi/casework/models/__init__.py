"""Rows of casework, one module a question; Django finds them all here."""

from ovi.casework.models.cases import Assessment, Case, CaseClock, HandOver
from ovi.casework.models.work import Assignment, Escalation, WaitPeriod

__all__ = ["Assessment", "Assignment", "Case", "CaseClock", "Escalation", "HandOver", "WaitPeriod"]
