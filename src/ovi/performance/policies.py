"""Who may see the county's figures, who the cases behind them, and who may make new figures?"""

from __future__ import annotations

from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.permissions import permission

SEE_FIGURES = permission("performance.see_figures", "See the county's figures", Role.MANAGER, Role.PROGRAMME_OFFICE)
SEE_CASES = permission("performance.see_cases", "See the numbers of the cases behind a figure", Role.MANAGER)
MAKE_FIGURES = permission("performance.make_figures", "Extract facts and compute figures", Role.OPERATOR, Role.SYSTEM)
LOAD_AREA_FIGURES = permission(
    "performance.load_area_figures", "Bring in outside figures by area", Role.OPERATOR, Role.SYSTEM
)


def may_open_case(actor: Actor, register: str) -> bool:
    """May the case page be opened from a list of case numbers? Only by who works in the case's register."""
    return register in actor.registers
