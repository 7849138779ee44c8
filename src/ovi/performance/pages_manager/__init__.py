"""What does a manager see and write? Access to care, one's unit, who waits, wellbeing, notes, views and files."""

from ovi.performance.pages_manager.deadlines import social_deadlines
from ovi.performance.pages_manager.figures import access, cases, indicator
from ovi.performance.pages_manager.files import figures_file
from ovi.performance.pages_manager.notes import note, note_new, note_take_back
from ovi.performance.pages_manager.prevention import wellbeing
from ovi.performance.pages_manager.queue import queue
from ovi.performance.pages_manager.unit import unit_choice, unit_figures
from ovi.performance.pages_manager.views import view, view_do, views

__all__ = [
    "access",
    "cases",
    "figures_file",
    "indicator",
    "note",
    "note_new",
    "note_take_back",
    "queue",
    "social_deadlines",
    "unit_choice",
    "unit_figures",
    "view",
    "view_do",
    "views",
    "wellbeing",
]
