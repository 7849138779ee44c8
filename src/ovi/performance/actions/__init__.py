"""What is done in this room? Facts are extracted, indicators run, figures kept fresh, outside figures loaded."""

from ovi.performance.actions.area_figures import AreaReport, load_area_figures
from ovi.performance.actions.extracting import extract_facts
from ovi.performance.actions.running import refresh_figures, run_indicators

__all__ = ["AreaReport", "extract_facts", "load_area_figures", "refresh_figures", "run_indicators"]
