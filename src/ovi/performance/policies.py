"""Who may see the county's figures, who the cases behind them, and who may make new figures?"""

from __future__ import annotations

from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.permissions import permission

SEE_FIGURES = permission("performance.see_figures", "See the county's figures", Role.MANAGER, Role.PROGRAMME_OFFICE)
SEE_CASES = permission("performance.see_cases", "See the numbers of the cases behind a figure", Role.MANAGER)
MARK_CHARTS = permission("performance.mark_charts", "Date measures and new levels on the charts", Role.MANAGER)
SEE_EVERY_UNIT = permission("performance.see_every_unit", "See the page of any unit", Role.PROGRAMME_OFFICE)
MAKE_FIGURES = permission("performance.make_figures", "Extract facts and compute figures", Role.OPERATOR, Role.SYSTEM)
LOAD_AREA_FIGURES = permission(
    "performance.load_area_figures", "Bring in outside figures by area", Role.OPERATOR, Role.SYSTEM
)


def may_open_case(actor: Actor, register: str) -> bool:
    """May the case page be opened from a list of case numbers? Only by who works in the case's register."""
    return register in actor.registers


def sees_county(actor: Actor) -> bool:
    """Is the actor's right county-wide? A membership in units reaches those units (people.models.Membership)."""
    return SEE_EVERY_UNIT.held_by(actor) or (SEE_FIGURES.held_by(actor) and not actor.units)


def require_unit(actor: Actor, unit_id: int) -> None:
    """Refuse the page of a unit that is not the actor's own."""
    SEE_FIGURES.require(actor)
    if not sees_county(actor) and unit_id not in actor.units:
        raise Refused(
            "This is the page of another unit. Your right is for your own units: choose one of them. If your work "
            "needs this one, ask your manager to add it.",
            code="figures.not_yours",
        )


def units_of_cases(actor: Actor) -> frozenset[int] | None:
    """The units whose cases the actor may see behind a figure. None: the whole county's.

    The published figures of every unit are for all who see figures; cases are not.
    """
    SEE_CASES.require(actor)
    return actor.units or None


def may_mark(actor: Actor, unit_id: int | None) -> bool:
    """May the actor write on the charts of this unit (None: of the county or another group)?"""
    if not MARK_CHARTS.held_by(actor):
        return False
    return not actor.units or unit_id in actor.units
