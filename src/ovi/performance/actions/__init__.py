"""What is done in this room? Figures are made, outside ones loaded, charts written on, and views kept.

What makes figures loads DuckDB and Ibis and is loaded when first asked for: pages write on charts without them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ovi.performance.actions.area_figures import AreaReport, load_area_figures
from ovi.performance.actions.noting import Noting, mend_note, note_on_chart, take_back_note
from ovi.performance.actions.views import change_view, delete_view, open_view_first, save_view

if TYPE_CHECKING:
    from ovi.performance.actions.extracting import extract_facts
    from ovi.performance.actions.running import refresh_figures, run_indicators

__all__ = [
    "AreaReport",
    "Noting",
    "change_view",
    "delete_view",
    "extract_facts",
    "load_area_figures",
    "mend_note",
    "note_on_chart",
    "open_view_first",
    "refresh_figures",
    "run_indicators",
    "save_view",
    "take_back_note",
]
_HEAVY = {"extract_facts": "extracting", "refresh_figures": "running", "run_indicators": "running"}


def __getattr__(name: str) -> Any:
    if name not in _HEAVY:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HEAVY[name]}"), name)
